import { AppError } from '../errors.ts';
import type { Instant } from '../time.ts';
import type { ReportKind } from './report-period.ts';
import type { ReportAmendment, ReportSnapshot, Section } from './report-snapshot.ts';

/** A report as a list shows it. */
export interface ReportRow {
  readonly id: number;
  readonly kind: ReportKind;
  readonly watchId: number | null;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly title: string;
  readonly madeAt: Instant;
  readonly madeBy: string;
  readonly changedAt: Instant;
  readonly changedBy: string;
  /** One more with each change. */
  readonly version: number;
}

export interface Report extends ReportRow, ReportAmendment {
  readonly snapshot: ReportSnapshot;
}

/** The summary as it is to be read: as a person worded it, else as it was made; a paragraph each. */
export function shownSummary({ summary, snapshot }: Pick<Report, 'summary' | 'snapshot'>): readonly string[] {
  if (summary === null) return snapshot.summary;
  return summary.split(/\n+/).flatMap((line) => line.trim() || []);
}

/** A change of a report by a person. */
export interface Amended {
  readonly by: string;
  readonly at: Instant;
  /** From 2 on. */
  readonly version: number;
}

export function amendedOf({ version, changedBy, changedAt }: ReportRow): Amended | null {
  return version > 1 ? { by: changedBy, at: changedAt, version } : null;
}

/** A report as it is handed on, whatever the file. */
export interface ReportPrint {
  readonly title: string;
  readonly periodWord: string;
  readonly watches: readonly string[];
  readonly madeAt: Instant;
  /** Null: a program made it. */
  readonly madeBy: string | null;
  /** Who changed it last; null where it is as it was made. */
  readonly amended: Amended | null;
  readonly summary: readonly string[];
  readonly sections: readonly (Section & { readonly remark: string | null })[];
}

export function printOf(
  report: Pick<Report, 'title' | 'summary' | 'remarks' | 'snapshot'> &
    Pick<ReportPrint, 'madeBy'> &
    Partial<Pick<ReportPrint, 'amended'>>,
): ReportPrint {
  const { title, remarks, snapshot, madeBy, amended = null } = report;
  const { periodWord, watches, madeAt, sections } = snapshot;
  return {
    title,
    periodWord,
    watches,
    madeAt,
    madeBy,
    amended,
    summary: shownSummary(report),
    sections: sections.map((section) => ({ ...section, remark: remarks[section.id] ?? null })),
  };
}

/**
 * The same with blanks around it taken off; a summary that says what the report says is none of its own.
 * @throws AppError('bad_request') where there is no title
 */
export function checkAmendment(input: ReportAmendment, snapshot: ReportSnapshot): ReportAmendment {
  const title = input.title.trim();
  if (title === '') {
    const faults = [{ field: 'title', message: 'must not be empty' }];
    throw new AppError('bad_request', 'title: must not be empty', { faults });
  }
  const summary = input.summary?.trim() ?? '';
  const remarks = Object.entries(input.remarks).flatMap(([section, text]) => {
    const trimmed = text.trim();
    return trimmed === '' ? [] : [[section, trimmed]];
  });
  const own = summary !== '' && summary !== snapshot.summary.join('\n');
  return { title, summary: own ? summary : null, remarks: Object.fromEntries(remarks) };
}
