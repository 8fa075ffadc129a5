import type { Selectable } from 'kysely';
import { notFound } from '../../core/errors.ts';
import { demandSeen, timeSeen } from '../../core/optimistic-lock.ts';
import type { Annotation, AnnotationInput } from '../../core/series/annotation.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import type { AnnotationTable } from '../schema/schema.ts';
import { requireWatch } from '../watch/watches.ts';

/** More than these in one chart could not be told apart. */
const MAX_ANNOTATIONS = 200;

function toAnnotation(row: Selectable<AnnotationTable>): Annotation {
  return {
    id: row.id,
    watchId: row.watch_id,
    kind: row.kind,
    text: row.text,
    at: row.at,
    until: row.until,
    createdAt: row.created_at,
    createdBy: row.created_by,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  };
}

/**
 * Annotations that touch [from, to), oldest first: those of these watches and those of all. The newest 200
 * where there are more.
 */
export async function listAnnotations(
  db: Db,
  watchIds: readonly number[],
  from: Instant,
  to: Instant,
): Promise<readonly Annotation[]> {
  const rows = await db
    .selectFrom('annotation')
    .selectAll()
    .where('removed_at', 'is', null)
    .where('at', '<', to)
    .where((where) => where.or([where('at', '>=', from), where('until', '>', from)]))
    .where((where) =>
      where.or([
        where('watch_id', 'is', null),
        ...(watchIds.length > 0 ? [where('watch_id', 'in', watchIds)] : []),
      ]),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MAX_ANNOTATIONS)
    .execute();
  return rows.reverse().map(toAnnotation);
}

const columnsOf = (input: AnnotationInput) => ({
  watch_id: input.watchId,
  kind: input.kind,
  text: input.text,
  at: input.at,
  until: input.until,
});

/** @throws AppError('not_found') for a watch that does not exist */
export async function createAnnotation(
  db: Db,
  input: AnnotationInput,
  who: { readonly by: string; readonly now: Instant },
): Promise<Annotation> {
  if (input.watchId !== null) await requireWatch(db, input.watchId);
  const row = await db
    .insertInto('annotation')
    .values({ ...columnsOf(input), created_at: who.now, created_by: who.by })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toAnnotation(row);
}

interface Editor {
  readonly by: string;
  readonly now: Instant;
  /** The mark of what they saw; absent: whatever is there is written over. */
  readonly seen?: string | undefined;
}

/**
 * @throws AppError('not_found') for an annotation or a watch that does not exist, AppError('overtaken') when somebody
 *   else changed it meanwhile
 */
export async function updateAnnotation(
  db: Db,
  id: number,
  input: AnnotationInput,
  who: Editor,
): Promise<Annotation> {
  if (input.watchId !== null) await requireWatch(db, input.watchId);
  const row = await asSeen(db, id, who.seen)
    .set({ ...columnsOf(input), updated_at: who.now, updated_by: who.by })
    .returningAll()
    .executeTakeFirst();
  if (row !== undefined) return toAnnotation(row);
  return demandThere(db, id, who.seen);
}

/** A change to an annotation where it still is as its writer saw it. */
function asSeen(db: Db, id: number, seen: string | undefined) {
  const change = db.updateTable('annotation').where('id', '=', id).where('removed_at', 'is', null);
  return seen === undefined
    ? change
    : change.where((eb) => eb(eb.fn.coalesce('updated_at', eb.lit(0)), '=', timeSeen(seen)));
}

/** @throws AppError('overtaken') when somebody else changed it meanwhile, AppError('not_found') where it is gone */
async function demandThere(db: Db, id: number, seen: string | undefined): Promise<never> {
  const stored = await db
    .selectFrom('annotation')
    .select('updated_at')
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (stored !== undefined) demandSeen(String(stored.updated_at ?? 0), seen);
  throw notFound('annotation', id);
}

/**
 * Takes it out of every timeline; the row stays.
 * @throws AppError('not_found'), AppError('overtaken') when somebody else changed it meanwhile
 */
export async function removeAnnotation(db: Db, id: number, who: Editor): Promise<void> {
  const row = await asSeen(db, id, who.seen)
    .set({ removed_at: who.now, removed_by: who.by })
    .returning('id')
    .executeTakeFirst();
  if (!row) await demandThere(db, id, who.seen);
}
