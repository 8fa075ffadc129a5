import { DAY, type Instant, SECOND } from '../time.ts';
import type { FeedHealth, RunOutcome } from './feed.ts';

/** What a quiet run writes in `detail`: a real page with nothing on it. */
export const EMPTY_PAGE = 'empty page';
/** What a quiet run writes in `detail`: the far side says nothing changed (304). */
export const NOT_MODIFIED = 'not modified';

/** What health is judged by. */
export interface FeedFacts {
  readonly active: boolean;
  /** Seconds between two runs. */
  readonly every: number;
  readonly createdAt: Instant;
  /** Runs in a row that ended in a wall or a failure. */
  readonly failures: number;
  /** Last run that could be read, posts or not. */
  readonly lastOkAt: Instant | null;
  /** Last run that brought a new post. */
  readonly lastPostsAt: Instant | null;
  readonly lastRun: { readonly outcome: RunOutcome; readonly wall: string | null } | null;
}

/**
 * Health of a feed at `now`, gravest first. `walled`: the far side refused. `failing`: three faults in a
 * row, never once read, or no readable answer for six intervals. `suspect`: gave posts before and came
 * back empty twice in a row (the crawl notes the wall `empty-suspect` on a quiet run). `quiet`: readable,
 * but nothing new for a day or six intervals.
 */
export function feedHealth(feed: FeedFacts, now: Instant): FeedHealth {
  if (!feed.active) return 'paused';
  const patience = 6 * feed.every * SECOND;
  const { lastRun } = feed;
  if (lastRun === null) return now - feed.createdAt > patience ? 'failing' : 'new';
  if (lastRun.outcome === 'wall') return 'walled';
  if (feed.failures >= 3 || feed.lastOkAt === null || now - feed.lastOkAt > patience) return 'failing';
  if (lastRun.wall === 'empty-suspect') return 'suspect';
  const silence = now - (feed.lastPostsAt ?? feed.createdAt);
  // Whatever stands on its pages: a page of known posts is no sign of life.
  return silence > Math.max(DAY, patience) ? 'quiet' : 'ok';
}

/** What the emptiness of a page is judged by. */
export interface EmptyFacts {
  readonly hadPosts: boolean;
  /** Empty pages in a row, this one among them. */
  readonly inRow: number;
  /** Runs of the last weeks that could be read, and how many of these found an empty page, all before this row. */
  readonly readable: number;
  readonly empty: number;
}

/** A row of empty pages rarer than this is not taken for chance. */
const CHANCE = 0.01;

/**
 * Whether a page without posts is suspicious by the feed's own history. Where no page was ever empty, one
 * is chance and two in a row may be a silent gate; where pages are empty now and then, the row must be
 * longer than chance explains.
 */
export function isEmptySuspect({ hadPosts, inRow, readable, empty }: EmptyFacts): boolean {
  if (!hadPosts || inRow < 2) return false;
  return empty <= 0 || ((empty + 1) / (readable + 2)) ** inRow < CHANCE;
}
