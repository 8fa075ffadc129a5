import type { Selectable } from 'kysely';
import { notFound } from '../../core/errors.ts';
import type { Span } from '../../core/series/trend-window.ts';
import type { Fix, FixInput } from '../../core/service/fix.ts';
import { isSameComplaint, type Neighbour } from '../../core/service/fix-context.ts';
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

/** Those of these watches that took effect in a span, any time unless told otherwise; newest first, the newest 100. */
export async function listFixes(db: Db, watchIds: readonly number[], done?: Span): Promise<readonly Fix[]> {
  if (watchIds.length === 0) return [];
  const rows = await db
    .selectFrom('fix')
    .selectAll()
    .where('watch_id', 'in', watchIds)
    .where('removed_at', 'is', null)
    .$if(done !== undefined, (query) =>
      query.where('done_at', '>=', done?.from ?? 0).where('done_at', '<', done?.to ?? 0),
    )
    .orderBy('done_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MAX_FIXES_LISTED)
    .execute();
  return rows.map(toFix);
}

/** How many of these watches there are. */
export async function countFixes(db: Db, watchIds: readonly number[]): Promise<number> {
  if (watchIds.length === 0) return 0;
  const row = await db
    .selectFrom('fix')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('watch_id', 'in', watchIds)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** For each of these, by its id, all others whose complaints are in part the same, however long before or after. */
export async function readNeighbours(
  db: Db,
  fixes: readonly Fix[],
): Promise<ReadonlyMap<number, readonly Neighbour[]>> {
  const watchIds = [...new Set(fixes.map(({ watchId }) => watchId))];
  if (watchIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('fix')
    .selectAll()
    .where('watch_id', 'in', watchIds)
    .where('removed_at', 'is', null)
    .execute();
  const all = Map.groupBy(rows.map(toFix), ({ watchId, touchpoint }) => `${watchId} ${touchpoint}`);
  return new Map(
    fixes.map((fix) => [
      fix.id,
      (all.get(`${fix.watchId} ${fix.touchpoint}`) ?? [])
        .filter((other) => other.id !== fix.id && isSameComplaint(fix, other))
        .map(({ id, title, doneAt }) => ({ id, title, doneAt })),
    ]),
  );
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
