import type { Voice } from './post.ts';
import type { Instant } from './time.ts';

export interface HourPoint {
  readonly hour: Instant;
  readonly total: number;
  readonly negative: number;
  readonly copies: number;
  readonly reach: number;
}

/** Distinct authors behind one fact in its window, and up to five posts that show it. */
export interface Claim {
  /** `sev.outage`, `intent.rumour`, … */
  readonly fact: string;
  readonly authors24h: number;
  readonly posts24h: number;
  readonly posts72h: number;
  readonly firstAt: Instant;
  readonly examples: readonly number[];
}

/** What happened in the minutes before `now`, counted to the minute. */
export interface Recent {
  readonly minutes: number;
  readonly total: number;
  readonly negative: number;
  readonly copies: number;
  readonly authors: number;
  readonly negativeAuthors: number;
}

/** Everything a detector may look at for one watch. Hours without posts are present as zeros. */
export interface Series {
  readonly watchId: number;
  /** Ascending, without gaps, from the first mention or the watch's making (at most 28 days ago) to the current hour. */
  readonly hours: readonly HourPoint[];
  /** Hours of real coverage up to now, at most 28 days; see `coveredSince`. Earlier `hours` prove nothing. */
  readonly knownHours: number;
  readonly lastHour: Recent;
  readonly lastSixHours: Recent;
  readonly claims: readonly Claim[];
  readonly areas6h: number;
  readonly reach24h: number;
  readonly topVoice: Voice | null;
  /** Best hot list rank in 24 h, from 1; null when on none. */
  readonly hotRank: number | null;
  /** The newest negative posts' ids of the last hour, at most five, most engaged first. */
  readonly examples: readonly number[];
}
