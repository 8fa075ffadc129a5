import type { Servqual } from '../reading/analysis.ts';
import type { Level } from '../risk/grade.ts';
import type { Annotation } from '../series/annotation.ts';
import type { AuthorCount } from '../series/author-sketch.ts';
import type { OneSided } from '../series/one-sided.ts';
import type { Span } from '../series/trend-window.ts';
import type { Growth } from '../statistics/growth-interval.ts';
import type { NetSentiment } from '../statistics/net-sentiment.ts';
import type { Share } from '../statistics/share.ts';
import type { Instant } from '../time.ts';
import type { VolumePoint } from './mentions.ts';

export type { Span } from '../series/trend-window.ts';
export type { Share } from '../statistics/share.ts';

/** Counts of one thing in one stretch of time; originals and copies together. */
export interface Counted {
  readonly count: number;
  readonly copies: number;
  readonly negative: number;
  readonly positive: number;
}

/** `rising` and `falling` only where the difference survives Benjamini–Hochberg over all topics. */
export type Direction = 'rising' | 'falling' | 'steady';

export interface TopicRow {
  /** A facet's name (`touch.heating`, `area.阳光花园`), or `term.` before a word, or `story.` before an id. */
  readonly topic: string;
  /** What people call it where the name does not say: the title of a story. */
  readonly title: string | null;
  readonly now: Counted;
  readonly negativeShare: Share;
  /** Count in each span of `before`, in their order. */
  readonly before: readonly number[];
  /** Null where there is no past to compare with. */
  readonly growth: Growth | null;
  readonly direction: Direction;
}

/** The stretch shown and those it is compared with; terms are counted by whole days. */
export interface TrendSpans {
  readonly now: Span;
  /** One before, or the same hours of up to four weeks, newest first; empty: nothing is known of then. */
  readonly before: readonly Span[];
}

/** A stretch that Kleinberg's automaton finds busier than usual. */
export interface BurstSpan extends Span {
  /** About 2 ** level times the usual rate. */
  readonly level: number;
  readonly weight: number;
  readonly count: number;
}

export interface LevelChange {
  readonly at: Instant;
  /** Mean count of a usual hour (or day) before and after. */
  readonly before: number;
  readonly after: number;
  readonly probability: number;
}

/** Length of a timeline's steps; `fine`: five minutes. */
export type TimelineUnit = 'fine' | 'hour' | 'day';

/** What was found in a timeline. */
export interface TimelineFindings {
  readonly changes: readonly LevelChange[];
  readonly bursts: readonly BurstSpan[];
}

export interface HeatCell {
  /** Start of the hour. */
  readonly at: Instant;
  readonly count: number;
  readonly negative: number;
}

export interface SplitRow extends Counted {
  /** A platform, or a facet `area.*`. */
  readonly name: string;
  readonly negativeShare: Share;
  /** The same length before; null where nothing is known of then. */
  readonly before: number | null;
}

export interface TermRow extends Counted {
  readonly term: string;
}

export interface TrendsScreen {
  readonly now: Instant;
  readonly watchId: number | null;
  readonly watches: readonly { readonly id: number; readonly name: string }[];
  /** What it is compared with: as asked for, but a long range only with the stretch before. */
  readonly basis: 'before' | 'week';
  readonly spans: TrendSpans;
  /** Whole days; a stretch without one is held against nothing. */
  readonly termSpans: TrendSpans;
  /** Whether the usual swing of the counts is known; if not, intervals are Poisson and may be too narrow. */
  readonly dispersionKnown: boolean;
  readonly total: Counted;
  /** Platforms not read throughout both stretches: what is compared of all is without them, topics are not. */
  readonly oneSided: readonly OneSided[];
  /** From here what is compared: without young watches where they stand apart, and without `oneSided`. */
  readonly totalBefore: readonly number[];
  readonly totalGrowth: Growth | null;
  /** Of all, now and in all earlier spans together; null where nothing was said. */
  readonly negativeShare: Share;
  readonly negativeShareBefore: Share;
  /** Watches that were heard from only after the comparison began. */
  readonly young: readonly { readonly id: number; readonly name: string; readonly since: Instant }[];
  /** Whether they are left out of what is compared, as there are others; what mostly they say has no growth then. */
  readonly youngApart: boolean;
  /** Distinct authors of the stretch, everybody once. */
  readonly authors: AuthorCount;
  /** Surest change first. */
  readonly topics: readonly TopicRow[];
  /** The days of `terms`, the one that runs included. */
  readonly termDays: Span;
  readonly terms: readonly TermRow[];
  readonly timeline: {
    readonly unit: TimelineUnit;
    readonly points: readonly VolumePoint[];
    readonly total: TimelineFindings;
    readonly negative: TimelineFindings;
    readonly marks: readonly { readonly at: Instant; readonly level: Level; readonly alertId: number }[];
    readonly annotations: readonly Annotation[];
  };
  readonly heat: {
    readonly from: Instant;
    readonly to: Instant;
    /** Before this nothing was ever seen: those hours are unknown, not silent. */
    readonly since: Instant | null;
    readonly cells: readonly HeatCell[];
  };
  readonly platforms: readonly SplitRow[];
  readonly regions: readonly SplitRow[];
}

/** One step of one line. */
export interface ComparedPoint extends Counted {
  /** Of what all subjects together have in this step. */
  readonly voice: Share;
  readonly negativeShare: Share;
  readonly net: Share | null;
}

/** One of the things held side by side. */
export interface ComparedSubject {
  /** A topic as in `TopicRow`, or `watch.` before an id. */
  readonly subject: string;
  /** Name of a watch; null for what has a word of its own. */
  readonly name: string | null;
  /** One per step of the screen. */
  readonly points: readonly ComparedPoint[];
  readonly total: Counted;
  /** Of what all subjects together have. */
  readonly voice: Share;
  readonly negativeShare: Share;
  /** Null where only negative posts are counted for it, so that a net would say nothing. */
  readonly net: NetSentiment | null;
  /** Null for what is not counted by dimension. */
  readonly profile:
    | readonly {
        readonly dimension: Servqual;
        /** The facet that leads to its posts. */
        readonly facet: string;
        readonly count: number;
        /** Of the five dimensions together. */
        readonly share: Share;
      }[]
    | null;
}

export interface CompareScreen {
  readonly unit: 'hour' | 'day';
  readonly span: Span;
  /** Starts of the steps. */
  readonly steps: readonly Instant[];
  readonly subjects: readonly ComparedSubject[];
}
