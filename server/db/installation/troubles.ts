import type { Selectable } from 'kysely';
import type { Trouble, TroubleDetails, TroubleKind } from '../../core/operation/operational-trouble.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { TroubleTable } from '../schema/schema.ts';

export interface StoredTrouble extends Trouble {
  readonly id: number;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
}

export function toTrouble(row: Selectable<TroubleTable>): StoredTrouble {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    detail: parseJson<TroubleDetails[TroubleKind]>(row.detail_json),
    openedAt: row.opened_at,
    closedAt: row.closed_at,
  };
}

export async function listOpenTroubles(db: Db): Promise<readonly StoredTrouble[]> {
  const rows = await db
    .selectFrom('trouble')
    .selectAll()
    .where('closed_at', 'is', null)
    .orderBy('opened_at')
    .orderBy('id')
    .execute();
  return rows.map(toTrouble);
}

/** Null when one of its kind and subject is open already. */
export async function openTrouble(tx: Db, trouble: Trouble, at: Instant): Promise<number | null> {
  const { kind, subject, detail } = trouble;
  const row = await tx
    .insertInto('trouble')
    .values({ kind, subject, detail_json: JSON.stringify(detail), opened_at: at, closed_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** False when somebody else has closed it. */
export async function closeTrouble(tx: Db, id: number, at: Instant): Promise<boolean> {
  const done = await tx
    .updateTable('trouble')
    .set({ closed_at: at })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Forgets those that were over before a moment. */
export async function pruneTroubles(tx: Db, before: Instant): Promise<number> {
  const gone = await tx.deleteFrom('trouble').where('closed_at', '<', before).executeTakeFirst();
  return Number(gone.numDeletedRows);
}
