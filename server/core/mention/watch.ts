import type { Instant } from '../time.ts';

/**
 * What a watch (监测方案) looks for. A post matches when at least one of `any` is there (if `any` is
 * given), every one of `all`, and none of `none`. A term is a word, a phrase in double quotes, or
 * `NEAR/n(a,b)`: a and b at most n characters apart. Latin terms match whole words only ("mac" does
 * not match "machine"); case and width are folded.
 */
export interface Rule {
  readonly any: readonly string[];
  readonly all: readonly string[];
  readonly none: readonly string[];
}

export interface Watch {
  readonly id: number;
  readonly name: string;
  readonly rule: Rule;
  /** Names of people whose mention counts as "an executive is named". */
  readonly people: readonly string[];
  /** Names of competitors: anger at them is not anger at the subject. */
  readonly rivals: readonly string[];
  /** Limits the watch to these sources; empty means all. */
  readonly sources: readonly string[];
  readonly active: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A watch that a post concerns, with the words that matched, as spans of title + newline + text. */
export interface Match {
  readonly watchId: number;
  readonly terms: readonly string[];
  /** Those of the terms that name the subject: not what must stand beside it. */
  readonly names: readonly string[];
  readonly people: readonly string[];
  /** Competitors of the watch that the post names. */
  readonly rivals: readonly string[];
}
