import type { ReportRow } from '../report/report.ts';
import type { ReportPeriod } from '../report/report-period.ts';
import type { Span } from '../series/trend-window.ts';

export type { Report, ReportRow } from '../report/report.ts';
export type { ReportKind, ReportPeriod } from '../report/report-period.ts';
export type {
  Cell,
  ReportAmendment,
  Section,
  SectionId,
  TableBlock,
  VolumeBlock,
} from '../report/report-snapshot.ts';

/** Newest first; `more`: there are older ones. */
export interface ReportList {
  readonly rows: readonly ReportRow[];
  readonly more: boolean;
}

/** What a report would be about, before it is made. */
export interface ReportPreview {
  readonly period: ReportPeriod;
  /** What it would be compared with; null: nothing is known of then. */
  readonly before: Span | null;
  readonly mentions: number;
  /** Alerts that opened in it. */
  readonly alerts: number;
}
