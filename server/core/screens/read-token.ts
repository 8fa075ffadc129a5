import type { Instant } from '../time.ts';

/** What a program reads with, as the page shows it: never the token itself. */
export interface ReadToken {
  readonly id: number;
  readonly name: string;
  readonly hint: string;
  /** Null: all watches. An empty list: those it was for are gone, and it opens none. */
  readonly watchIds: readonly number[] | null;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
  readonly revokedAt: Instant | null;
}
