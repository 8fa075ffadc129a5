import type { Report } from '../../core/report/report.ts';
import type { ReportSnapshot } from '../../core/report/report-snapshot.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';

/** What is said in a report. */
export interface QuotingReport {
  readonly id: number;
  readonly snapshot: ReportSnapshot;
  /** What people wrote over it or beside it. */
  readonly written: readonly string[];
}

/** In the order of their numbers, at most `limit`, those beyond `after`. */
export async function listQuoting(
  db: Db,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly QuotingReport[]> {
  const rows = await db
    .selectFrom('report')
    .select(['id', 'title', 'snapshot_json', 'summary', 'remarks_json'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id, title, snapshot_json, summary, remarks_json }) => ({
    id,
    snapshot: parseJson<ReportSnapshot>(snapshot_json),
    written: [title, summary ?? '', ...Object.values(parseJson<Report['remarks']>(remarks_json))],
  }));
}

/** Of these reports those that are there. */
export async function listStanding(db: Db, ids: readonly number[]): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom('report').select('id').where('id', 'in', ids).execute();
  return new Set(rows.map(({ id }) => id));
}

/** A report as it reads after something was struck out of it; its version stays, for nobody wrote anything. */
export async function putSnapshot(db: Db, id: number, snapshot: ReportSnapshot): Promise<void> {
  await db
    .updateTable('report')
    .set({ snapshot_json: JSON.stringify(snapshot) })
    .where('id', '=', id)
    .execute();
}
