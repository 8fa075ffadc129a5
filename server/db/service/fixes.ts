import type { Selectable } from 'kysely';
import { notFound } from '../../core/errors.ts';
import type { Fix, FixInput } from '../../core/service/fix.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import type { FixTable } from '../schema/schema.ts';
import { requireWatch } from '../watch/watches.ts';

/** More than these nobody reads through, and each is proven again. */
const MAX_FIXES_LISTED = 100;

/** A fix as its row holds it. */
export function toFix(row: Selectable<FixTable>): Fix {
  return {
    id: row.id,
    watchId: row.watch_id,
    touchpoint: row.touchpoint,
    dimension: row.dimension,
    title: row.title,
    doneAt: row.done_at,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}

/** Those of these watches, newest first; the newest 100 where there are more. */
export async function listFixes(db: Db, watchIds: readonly number[]): Promise<readonly Fix[]> {
  if (watchIds.length === 0) return [];
  const rows = await db
    .selectFrom('fix')
    .selectAll()
    .where('watch_id', 'in', watchIds)
    .where('removed_at', 'is', null)
    .orderBy('done_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MAX_FIXES_LISTED)
    .execute();
  return rows.map(toFix);
}

/** @throws AppError('not_found') for a watch that does not exist */
export async function createFix(
  db: Db,
  input: FixInput,
  who: { readonly by: string; readonly now: Instant },
): Promise<Fix> {
  const { watchId, touchpoint, dimension, title, doneAt } = input;
  await requireWatch(db, watchId);
  const row = await db
    .insertInto('fix')
    .values({
      watch_id: watchId,
      touchpoint,
      dimension,
      title,
      done_at: doneAt,
      created_at: who.now,
      created_by: who.by,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toFix(row);
}

/** Takes it off the page; the row stays. @throws AppError('not_found') */
export async function removeFix(
  db: Db,
  id: number,
  who: { readonly by: string; readonly now: Instant },
): Promise<void> {
  const row = await db
    .updateTable('fix')
    .set({ removed_at: who.now, removed_by: who.by })
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) throw notFound('fix', id);
}
