import type { Selectable } from 'kysely';
import { notFound } from '../../core/errors.ts';
import type { Measure, MeasureInput } from '../../core/review/review.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import type { ReviewMeasureTable } from '../schema/schema.ts';

type Who = { readonly by: string; readonly now: Instant };

function toMeasure(row: Selectable<ReviewMeasureTable>): Measure {
  return {
    id: row.id,
    alertId: row.alert_id,
    version: row.version,
    what: row.what,
    owner: row.owner,
    dueAt: row.due_at,
    doneAt: row.done_at,
    doneBy: row.done_by,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}

/** Those of some alerts, those due first first. */
export async function listMeasures(db: Db, alertIds: readonly number[]): Promise<readonly Measure[]> {
  if (alertIds.length === 0) return [];
  const rows = await db
    .selectFrom('review_measure')
    .selectAll()
    .where('alert_id', 'in', alertIds)
    .where('removed_at', 'is', null)
    .orderBy('due_at')
    .orderBy('id')
    .execute();
  return rows.map(toMeasure);
}

/** Of all alerts those that are not done, those due first first. */
export async function listOpenMeasures(db: Db, most: number): Promise<readonly Measure[]> {
  const rows = await db
    .selectFrom('review_measure')
    .selectAll()
    .where('done_at', 'is', null)
    .where('removed_at', 'is', null)
    .orderBy('due_at')
    .orderBy('id')
    .limit(most)
    .execute();
  return rows.map(toMeasure);
}

export async function getMeasure(db: Db, id: number): Promise<Measure | null> {
  const row = await db
    .selectFrom('review_measure')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row ? toMeasure(row) : null;
}

/** @throws AppError('not_found') */
export async function requireMeasure(db: Db, id: number): Promise<Measure> {
  const found = await getMeasure(db, id);
  if (found === null) throw notFound('measure', id);
  return found;
}

export async function addMeasure(tx: Db, alertId: number, input: MeasureInput, who: Who): Promise<Measure> {
  const { what, owner, dueAt } = input;
  const row = await tx
    .insertInto('review_measure')
    .values({
      alert_id: alertId,
      what,
      owner,
      due_at: dueAt,
      version: 1,
      created_at: who.now,
      created_by: who.by,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toMeasure(row);
}

/** Keeps it in the place of version `read`. False, and nothing is kept, where somebody else saved since. */
export async function putMeasure(tx: Db, read: number, measure: Measure): Promise<boolean> {
  const { id, what, owner, dueAt, doneAt, doneBy } = measure;
  return moved(tx, id, read, { what, owner, due_at: dueAt, done_at: doneAt, done_by: doneBy });
}

/** Takes it off the page; the row stays. As `putMeasure` where somebody else saved since. */
export async function removeMeasure(tx: Db, id: number, read: number, who: Who): Promise<boolean> {
  return moved(tx, id, read, { removed_at: who.now, removed_by: who.by });
}

async function moved(tx: Db, id: number, read: number, values: Partial<Selectable<ReviewMeasureTable>>) {
  const row = await tx
    .updateTable('review_measure')
    .set({ ...values, version: read + 1 })
    .where('id', '=', id)
    .where('version', '=', read)
    .where('removed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
