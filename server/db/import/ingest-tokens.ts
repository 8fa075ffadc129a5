import type { Selectable } from 'kysely';
import type { IngestToken } from '../../core/screens/import.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import type { IngestTokenTable } from '../schema/schema.ts';

function toToken(row: Selectable<IngestTokenTable>): IngestToken {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
    received: row.received,
  };
}

/** Null when the name is taken. */
export async function addToken(
  db: Db,
  token: { readonly name: string; readonly hash: string; readonly hint: string },
  now: Instant,
): Promise<IngestToken | null> {
  const row = await db
    .insertInto('ingest_token')
    .values({ ...token, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ? toToken(row) : null;
}

export async function findToken(db: Db, hash: string): Promise<IngestToken | null> {
  const row = await db.selectFrom('ingest_token').selectAll().where('hash', '=', hash).executeTakeFirst();
  return row ? toToken(row) : null;
}

/** Those in use first, newest first. */
export async function listTokens(db: Db): Promise<readonly IngestToken[]> {
  const rows = await db
    .selectFrom('ingest_token')
    .selectAll()
    .orderBy((order) => order('revoked_at', 'is not', null))
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return rows.map(toToken);
}

/** False when there is none in use under this id. Its name stays taken: what it brought is known by it. */
export async function revokeToken(db: Db, id: number, now: Instant): Promise<boolean> {
  const done = await db
    .updateTable('ingest_token')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function countUse(db: Db, id: number, items: number, now: Instant): Promise<void> {
  await db
    .updateTable('ingest_token')
    .set((eb) => ({ last_used_at: now, received: eb('received', '+', items) }))
    .where('id', '=', id)
    .execute();
}
