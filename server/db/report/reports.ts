import type { Selectable } from 'kysely';
import { AppError, notFound } from '../../core/errors.ts';
import { checkAmendment, type Report, type ReportRow } from '../../core/report/report.ts';
import type { ReportAmendment, ReportSnapshot } from '../../core/report/report-snapshot.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { ReportTable } from '../schema/schema.ts';

const ROW = [
  'id',
  'kind',
  'watch_id',
  'from_at',
  'to_at',
  'title',
  'version',
  'made_at',
  'made_by',
  'changed_at',
  'changed_by',
] as const;

type ListedRow = Pick<Selectable<ReportTable>, (typeof ROW)[number]>;

function toRow(row: ListedRow): ReportRow {
  return {
    id: row.id,
    kind: row.kind,
    watchId: row.watch_id,
    title: row.title,
    from: row.from_at,
    to: row.to_at,
    version: row.version,
    madeAt: row.made_at,
    madeBy: row.made_by,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  };
}

function toReport(row: Selectable<ReportTable>): Report {
  return {
    ...toRow(row),
    snapshot: parseJson<ReportSnapshot>(row.snapshot_json),
    summary: row.summary,
    remarks: parseJson<Report['remarks']>(row.remarks_json),
  };
}

/** Newest first, at most `limit`; those made before the one with the number `before`, where it is given. */
export async function listReports(
  db: Db,
  { limit, before }: { readonly limit: number; readonly before?: number | undefined },
): Promise<readonly ReportRow[]> {
  let query = db.selectFrom('report').select(ROW).orderBy('id', 'desc').limit(limit);
  if (before !== undefined) query = query.where('id', '<', before);
  return (await query.execute()).map(toRow);
}

/** @throws AppError('not_found') */
export async function requireReport(db: Db, id: number): Promise<Report> {
  const row = await db.selectFrom('report').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('report', id);
  return toReport(row);
}

export async function keepReport(
  db: Db,
  made: { readonly watchId: number | null; readonly snapshot: ReportSnapshot; readonly by: string },
): Promise<Report> {
  const { snapshot, by } = made;
  const { period, title, madeAt } = snapshot;
  const row = await db
    .insertInto('report')
    .values({
      kind: period.kind,
      watch_id: made.watchId,
      from_at: period.from,
      to_at: period.to,
      title,
      snapshot_json: JSON.stringify(snapshot),
      summary: null,
      remarks_json: '{}',
      version: 1,
      made_at: madeAt,
      made_by: by,
      changed_at: madeAt,
      changed_by: by,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toReport(row);
}

/**
 * Keeps what a person wrote. Who saw an older version than there is now would write over what somebody else wrote
 * meanwhile, and learns who and when.
 * @throws AppError('not_found'), AppError('conflict')
 */
export async function amendReport(
  db: Db,
  id: number,
  change: ReportAmendment & { readonly version: number; readonly by: string; readonly now: Instant },
): Promise<Report> {
  const known = await requireReport(db, id);
  const { title, summary, remarks } = checkAmendment(change, known.snapshot);
  const row = await db
    .updateTable('report')
    .set({
      title,
      summary,
      remarks_json: JSON.stringify(remarks),
      version: change.version + 1,
      changed_at: change.now,
      changed_by: change.by,
    })
    .where('id', '=', id)
    .where('version', '=', change.version)
    .returningAll()
    .executeTakeFirst();
  if (row) return toReport(row);
  throw changedMeanwhile(await requireReport(db, id));
}

/**
 * @param seen the version that was seen; without: whichever there is
 * @throws AppError('not_found'), AppError('conflict') where somebody else changed it meanwhile
 */
export async function deleteReport(db: Db, id: number, seen?: number): Promise<void> {
  let gone = db.deleteFrom('report').where('id', '=', id);
  if (seen !== undefined) gone = gone.where('version', '=', seen);
  const { numDeletedRows } = await gone.executeTakeFirst();
  if (numDeletedRows === 0n) throw changedMeanwhile(await requireReport(db, id));
}

function changedMeanwhile({ id, changedBy, changedAt, version }: ReportRow): AppError {
  return new AppError('conflict', `report ${id} was changed by ${changedBy} meanwhile`, {
    changedBy,
    changedAt,
    version,
  });
}
