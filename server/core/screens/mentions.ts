import type { Metrics, Precision, Voice } from '../mention/post.ts';
import type { Analysis, SentimentLabel } from '../reading/analysis.ts';
import type { Target } from '../reading/target.ts';
import type { StoryMark } from '../story/story-mark.ts';
import type { Instant } from '../time.ts';

/** A mention as a list shows it. `text` is at most 400 characters; spans are of that text. */
export interface MentionRow {
  readonly postId: number;
  readonly watchId: number;
  readonly watchName: string;
  readonly platform: string;
  readonly source: string;
  readonly voice: Voice;
  readonly title: string | null;
  readonly text: string;
  readonly truncated: boolean;
  readonly url: string | null;
  readonly author: string | null;
  readonly at: Instant;
  readonly precision: Precision;
  readonly observedAt: Instant;
  readonly metrics: Metrics;
  readonly rating: number | null;
  readonly region: string | null;
  readonly copyOf: number | null;
  /** How alike it and its original are, 0.5..1, where it is not an exact copy; else null. */
  readonly likeness: number | null;
  readonly copies: number;
  readonly sentiment: SentimentLabel;
  /** Probability of that label. */
  readonly confidence: number;
  readonly score: number;
  /** The sentiment that counts for the watch: not the reading's where it is aimed at somebody else. */
  readonly counted: SentimentLabel;
  /** False for junk and for what has no place in time: listed, but in no statistic. */
  readonly inStatistics: boolean;
  /** Whom it is angry at; null where it is not. */
  readonly target: Target | null;
  /** Who says that this is the sentiment; null where the machine does. */
  readonly labelledBy: string | null;
  /** `sev.*`, `touch.*`, `servqual.*`, `intent.*` names, strongest first. */
  readonly facts: readonly string[];
  readonly terms: readonly string[];
  readonly evidence: readonly { readonly start: number; readonly end: number; readonly weight: number }[];
}

export interface MentionPage {
  readonly rows: readonly MentionRow[];
  /** Pass it back as `cursor`; null at the end. */
  readonly next: string | null;
  /** Matches in the range, exact up to 10,000; null when more. */
  readonly total: number | null;
}

export interface MentionDetail {
  readonly row: MentionRow;
  readonly fullText: string;
  readonly analysis: Analysis;
  readonly reader: string;
  readonly copiesList: readonly {
    readonly postId: number;
    readonly platform: string;
    readonly at: Instant;
    readonly url: string | null;
  }[];
  /** What it belongs to; null where it stands alone. */
  readonly story: StoryMark | null;
}

export interface VolumePoint {
  readonly at: Instant;
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
  readonly copies: number;
  /** Usual value and its 95 % band; null while no baseline exists. */
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface SharePoint {
  readonly at: Instant;
  /** Negative share with its Wilson interval; null where nothing was said. */
  readonly p: number | null;
  readonly lo: number;
  readonly hi: number;
  readonly n: number;
}
