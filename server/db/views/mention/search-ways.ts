import type { MentionFilter, Place } from './mention-keys.ts';
import type { MentionKey } from './mention-rows.ts';

/** A search for words in the mentions of some watches. */
export interface Search {
  readonly watchIds: readonly number[];
  readonly words: string;
  readonly filter: MentionFilter;
}

/** Verified hits after a place, newest first; `whole` says that there are no more. */
export interface Gathered {
  readonly hits: readonly MentionKey[];
  readonly whole: boolean;
}

/** How an engine finds the hits of one search. */
export interface SearchWays {
  /** At least `need` hits after a place, or all there are. */
  gather(after: Place | null, need: number): Promise<Gathered>;
  /** How many hits there are, exact up to `most`, else null. */
  count(most: number): Promise<number | null>;
}
