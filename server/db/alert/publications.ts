import { notFound } from '../../core/errors.ts';
import type { Publication } from '../../core/playbook/publication.ts';
import type { Db } from '../database.ts';

/** Where each of these statements went out, earliest first. */
export async function publicationsOf(
  db: Db,
  statements: readonly number[],
): Promise<ReadonlyMap<number, readonly Publication[]>> {
  if (statements.length === 0) return new Map();
  const rows = await db
    .selectFrom('statement_publication')
    .selectAll()
    .where('statement_id', 'in', statements)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const told = rows.map(({ statement_id: statement, published_by: by, ...row }) => {
    const { id, at, url, note, marked_at: markedAt } = row;
    const mark = row.mark && {
      kind: row.mark,
      at: markedAt ?? 0,
      by: row.marked_by ?? '',
      reason: row.mark_reason ?? '',
    };
    const publication: Publication = {
      id,
      outlet: row.outlet,
      at,
      by,
      url,
      note,
      mark,
    };
    return { statement, publication };
  });
  const groups = Map.groupBy(told, ({ statement }) => statement);
  return new Map([...groups].map(([id, all]) => [id, all.map(({ publication }) => publication)]));
}

/** Returns its number. */
export async function addPublication(
  tx: Db,
  statement: number,
  { outlet, at, by, url, note }: Omit<Publication, 'id' | 'mark'>,
): Promise<number> {
  const row = await tx
    .insertInto('statement_publication')
    .values({ statement_id: statement, outlet, at, published_by: by, url, note })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Of one that was noted wrongly nothing stays but what the history says. */
export async function deletePublication(tx: Db, id: number): Promise<void> {
  await tx.deleteFrom('statement_publication').where('id', '=', id).execute();
}

export async function markPublication(
  tx: Db,
  id: number,
  { kind, at, by, reason }: NonNullable<Publication['mark']>,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('statement_publication')
    .set({ mark: kind, marked_at: at, marked_by: by, mark_reason: reason })
    .where('id', '=', id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw notFound('publication', id);
}
