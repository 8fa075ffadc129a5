import type { SentimentLabel } from '../reading/analysis.ts';
import { HOUR, type Instant, MINUTE } from '../time.ts';

/** What every count of posts carries. */
export interface Amounts {
  /** Originals and copies together. */
  readonly count: number;
  readonly copies: number;
  /** Views where shown, else an estimate from the voice; see `reach.ts`. */
  readonly reach: number;
}

/** Key and amounts of one hourly count: what one batch adds. */
export interface BucketDelta extends Amounts {
  readonly watchId: number;
  /** Start of the clock hour. */
  readonly hour: Instant;
  readonly platform: string;
  readonly sentiment: SentimentLabel;
}

/** The same in steps of five minutes, for the last two days. */
export interface FineDelta extends Amounts {
  readonly watchId: number;
  /** Start of the five minutes. */
  readonly at: Instant;
  readonly platform: string;
  readonly sentiment: SentimentLabel;
}

/** The same by facet: touchpoint, SERVQUAL dimension, both together, severity, intent, place. */
export interface FacetDelta extends BucketDelta {
  /** `touch.heating`, `servqual.empathy`, `pair.empathy.heating`, `sev.outage`, `intent.rumour`, `area.阳光花园` */
  readonly facet: string;
}

/** The same by the day and without platforms: what weeks are read from. */
export interface FacetDayDelta extends Amounts {
  readonly watchId: number;
  /** Start of the day in China. */
  readonly day: Instant;
  readonly facet: string;
  readonly sentiment: SentimentLabel;
}

/** Posts in which a term is a keyword, by the day. */
export interface TermDelta {
  readonly watchId: number;
  /** Start of the day in China. */
  readonly day: Instant;
  readonly term: string;
  readonly count: number;
  readonly negative: number;
  readonly positive: number;
}

/** Who wrote in one hour; a post without an author is an author of its own. */
export interface HourWriters {
  readonly watchId: number;
  readonly hour: Instant;
  readonly writers: readonly string[];
}

/** Everything that a batch of mentions adds to the counts. */
export interface Tally {
  readonly buckets: readonly BucketDelta[];
  readonly fine: readonly FineDelta[];
  readonly facets: readonly FacetDelta[];
  readonly facetDays: readonly FacetDayDelta[];
  readonly terms: readonly TermDelta[];
  readonly writers: readonly HourWriters[];
}

export const FINE_STEP = 5 * MINUTE;
/** Older posts are counted by the hour alone. */
const FINE_KEPT = 48 * HOUR;

/** First millisecond of the five minutes that hold `at`. */
export function startOfFine(at: Instant): Instant {
  return Math.floor(at / FINE_STEP) * FINE_STEP;
}

/** The oldest five minutes that are still counted at `now`. */
export function fineSince(now: Instant): Instant {
  return startOfFine(now - FINE_KEPT);
}
