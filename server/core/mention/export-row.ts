import type { SentimentLabel } from '../reading/analysis.ts';
import type { Instant } from '../time.ts';
import type { Metrics, Precision, Voice } from './post.ts';

/** One mention as it leaves the house, whole text included. */
export interface ExportRow {
  readonly postId: number;
  readonly watch: string;
  readonly source: string;
  readonly platform: string;
  readonly externalId: string;
  readonly title: string | null;
  readonly text: string;
  readonly url: string | null;
  readonly author: string | null;
  readonly at: Instant;
  readonly precision: Precision;
  readonly observedAt: Instant;
  readonly voice: Voice;
  readonly region: string | null;
  readonly rating: number | null;
  readonly metrics: Metrics;
  readonly sentiment: SentimentLabel;
  readonly score: number;
  /** False for junk and for what has no place in time: kept, but in no statistic. */
  readonly inStatistics: boolean;
  readonly copyOf: number | null;
  readonly copies: number;
  readonly terms: readonly string[];
}
