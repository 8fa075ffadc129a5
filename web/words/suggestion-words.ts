import type { SuggestionScreen } from '../api/service-quality.ts';
import type { Words } from './zh.ts';

type Told = Pick<SuggestionScreen, 'groups'>;

/** What is suggested most, in a sentence. */
export function suggestionFinding({ groups }: Told, count: (n: number) => string, words: Words): string {
  const say = words.suggestions;
  const [most] = groups;
  if (most === undefined) return say.none;
  if (most.touchpoint === null) return say.noTouchpoint(count(most.people));
  return say.most(words.codes.touchpoint[most.touchpoint], count(most.people));
}
