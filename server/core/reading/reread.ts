import { DAY, type Instant } from '../time.ts';

/** How far what is stored says what the reader in use says. One at a time: another reader begins again. */
export interface Reread {
  /** Version of the reader, what the team taught it included. */
  readonly reader: string;
  /** Posts of this moment and after it are read again. */
  readonly since: Instant;
  /** Number of the post that it has come to, and those between which it goes. */
  readonly after: number;
  readonly first: number;
  readonly last: number;
  /** Posts read again, and those of them that count otherwise now. */
  readonly read: number;
  readonly moved: number;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
}

/** Below this many posts one looks at all of them: imported history is older than four weeks. */
const LOOK_AT_ALL = 300_000;
const LOOK_BACK = 28 * DAY;

/**
 * How far a changed watch or reader looks back: four weeks, which is what detectors compare with, or everything while
 * little is stored.
 */
export function lookBack(posts: number, now: Instant): Instant {
  return posts <= LOOK_AT_ALL ? 0 : now - LOOK_BACK;
}

/** Whether what is stored has to be read by this reader still. */
export function isRereadDue(reread: Pick<Reread, 'reader' | 'endedAt'> | null, reader: string): boolean {
  return reread === null || reread.reader !== reader || reread.endedAt === null;
}

/** The part that is done, 0..1. */
export function rereadShare({ after, first, last, endedAt }: Reread): number {
  if (endedAt !== null || last <= first) return 1;
  return Math.min(1, Math.max(0, (after - first) / (last - first)));
}
