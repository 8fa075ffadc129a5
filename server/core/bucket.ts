import type { SentimentLabel } from './analysis.ts';
import type { Instant } from './time.ts';

/** Key and amounts of one hourly count: what one batch adds. */
export interface BucketDelta {
  readonly watchId: number;
  /** Start of the clock hour. */
  readonly hour: Instant;
  readonly platform: string;
  readonly sentiment: SentimentLabel;
  /** Originals and copies together. */
  readonly count: number;
  readonly copies: number;
  /** Views where shown, else an estimate from the voice; see `reach.ts`. */
  readonly reach: number;
}

/** Key and amounts of one hourly count of a facet: touchpoint, SERVQUAL dimension, severity, intent. */
export interface FacetDelta {
  readonly watchId: number;
  readonly hour: Instant;
  /** `touch.heating`, `servqual.empathy`, `sev.outage`, `intent.rumour` */
  readonly facet: string;
  readonly count: number;
  readonly negative: number;
}
