import { makeSnapshot } from '../../core/report/make-snapshot.ts';
import type { Report } from '../../core/report/report.ts';
import { type PeriodAsked, periodOf } from '../../core/report/report-period.ts';
import type { ReportSnapshot } from '../../core/report/report-snapshot.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { keepReport } from '../../db/report/reports.ts';
import { readReportFacts } from '../../db/views/report/report-facts.ts';

export interface ReportAsked extends PeriodAsked {
  /** Null: all active watches. */
  readonly watchId: number | null;
}

/**
 * The report of a watch and a time, not kept.
 * @throws AppError('not_found') for a watch that does not exist, AppError('bad_request') for a time that is none
 */
export async function writeReport(
  deps: { readonly db: Db; readonly now: () => Instant },
  { watchId, ...asked }: ReportAsked,
): Promise<ReportSnapshot> {
  const now = deps.now();
  return makeSnapshot(await readReportFacts(deps.db, { watchId, period: periodOf(asked, now), now }));
}

/**
 * Makes a report and keeps it as it is now.
 * @throws as `writeReport`
 */
export async function makeReport(
  deps: { readonly read: Db; readonly write: Db; readonly now: () => Instant },
  asked: ReportAsked & { readonly by: string },
): Promise<Report> {
  const { by, ...what } = asked;
  const snapshot = await writeReport({ db: deps.read, now: deps.now }, what);
  return keepReport(deps.write, { watchId: what.watchId, snapshot, by });
}
