import type { Growth } from '../statistics/growth-interval.ts';
import type { Share } from '../statistics/share.ts';
import type { Instant } from '../time.ts';
import type { ReportPeriod } from './report-period.ts';

/** Of the shape below. Older snapshots stay readable: they are what was handed on. */
export const SNAPSHOT_VERSION = 1;

export const SECTIONS = ['volume', 'alerts', 'stories', 'service', 'places', 'data'] as const;
export type SectionId = (typeof SECTIONS)[number];

/** What stands in a table. Figures stay figures, so that a spreadsheet can reckon with them; `word`: as they read. */
export type Cell =
  | string
  /** A count. */
  | number
  /** There is none. */
  | null
  | { readonly kind: 'share'; readonly share: Share; readonly word: string }
  | { readonly kind: 'growth'; readonly growth: Growth; readonly word: string };

export interface Column {
  readonly name: string;
  /** Its part of the width, beside the others'. */
  readonly width: number;
  readonly figures?: true;
}

export interface TableBlock {
  readonly kind: 'table';
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** The column of counts that is drawn as bars, too. */
  readonly bars?: number;
}

/** One bar of the chart of volume, with the count of the same place in the time before. */
export interface VolumeBar {
  readonly at: Instant;
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
  readonly before: number | null;
  /** A source that this is heard by was dead meanwhile: there may have been more. */
  readonly incomplete: boolean;
}

export interface VolumeBlock {
  readonly kind: 'volume';
  readonly title: string;
  readonly unit: 'hour' | 'day';
  readonly bars: readonly VolumeBar[];
  /** What the line is called: the time before. Null: nothing is known of then. */
  readonly beforeWord: string | null;
}

/** What people wrote, word for word. */
export interface QuotesBlock {
  readonly kind: 'quotes';
  readonly title: string;
  readonly quotes: readonly { readonly text: string; readonly about: string; readonly url: string | null }[];
}

export interface TextBlock {
  readonly kind: 'text';
  readonly text: string;
}

export type Block = TextBlock | TableBlock | VolumeBlock | QuotesBlock;

export interface Section {
  readonly id: SectionId;
  readonly title: string;
  /** What was found, in a sentence or two: it stands before all figures. */
  readonly finding: string;
  readonly blocks: readonly Block[];
}

/** A report as it was made: words and figures, to be shown the same ever after. */
export interface ReportSnapshot {
  readonly version: number;
  readonly title: string;
  readonly period: ReportPeriod;
  /** `2026年11月16日（周一）至11月22日（周日）` */
  readonly periodWord: string;
  /** Names of the watches it covers. */
  readonly watches: readonly string[];
  readonly madeAt: Instant;
  readonly summary: readonly string[];
  readonly sections: readonly Section[];
}

/** What people wrote over it or beside it; the snapshot itself stays. */
export interface ReportAmendment {
  readonly title: string;
  /** Null: as it was made. */
  readonly summary: string | null;
  readonly remarks: Readonly<Partial<Record<SectionId, string>>>;
}
