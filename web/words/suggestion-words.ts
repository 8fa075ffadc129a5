import type { SuggestionScreen } from '../api/service-quality.ts';
import type { Words } from './zh.ts';

type Told = Pick<SuggestionScreen, 'groups' | 'pleas'>;

type Looked = Pick<SuggestionScreen, 'looked' | 'pleas' | 'older'>;

/** Of how many it was read, and how many of them propose nothing. */
export function lookedWord(
  { looked, pleas, older }: Looked,
  count: (n: number) => string,
  words: Words,
): string {
  const say = words.suggestions;
  if (looked === 0) return say.noneHint;
  const told = (older ? say.newest : say.looked)(count(looked));
  return pleas > 0 && pleas < looked ? `${told}${say.pleas(count(pleas))}` : told;
}

/** What is suggested most, in a sentence. */
export function suggestionFinding(
  { groups, pleas }: Told,
  count: (n: number) => string,
  words: Words,
): string {
  const say = words.suggestions;
  const [most] = groups;
  if (most === undefined) return pleas > 0 ? say.onlyPleas(count(pleas)) : say.none;
  if (most.touchpoint === null) return say.noTouchpoint(count(most.people));
  return say.most(words.codes.touchpoint[most.touchpoint], count(most.people));
}
