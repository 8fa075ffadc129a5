import type { Overview } from '../api/client.ts';
import type { Words } from './zh.ts';

type Blindness = NonNullable<Overview['trust']['blind']>;

/** That nothing can be seen and why; since when, where that is known. */
export function blindSentence(blind: Blindness, words: Words, moment: (at: number) => string): string {
  if (blind.kind === 'feeds-down' && blind.since !== null) {
    return words.sight.blindSince(moment(blind.since));
  }
  return words.sight.blind[blind.kind];
}
