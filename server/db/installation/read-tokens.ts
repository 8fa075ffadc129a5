import type { Selectable } from 'kysely';
import type { ReadToken } from '../../core/screens/read-token.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import type { ReadTokenTable } from '../schema/schema.ts';

type Row = Selectable<ReadTokenTable>;

async function watchesOf(db: Db, tokens: readonly Row[]): Promise<ReadonlyMap<number, readonly number[]>> {
  const ids = tokens.filter((token) => token.limited === 1).map((token) => token.id);
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('read_token_watch')
    .selectAll()
    .where('token_id', 'in', ids)
    .orderBy('watch_id')
    .execute();
  const byToken = Map.groupBy(rows, (row) => row.token_id);
  return new Map(ids.map((id) => [id, (byToken.get(id) ?? []).map((row) => row.watch_id)]));
}

async function toTokens(db: Db, rows: readonly Row[]): Promise<readonly ReadToken[]> {
  const watches = await watchesOf(db, rows);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    watchIds: watches.get(row.id) ?? null,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }));
}

export interface NewReadToken {
  readonly name: string;
  readonly hash: string;
  readonly hint: string;
  /** Null: all. */
  readonly watchIds: readonly number[] | null;
}

/** Null when the name is taken. */
export async function addReadToken(db: Db, token: NewReadToken, now: Instant): Promise<ReadToken | null> {
  const { watchIds, ...rest } = token;
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .insertInto('read_token')
      .values({ ...rest, limited: watchIds === null ? 0 : 1, created_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) return null;
    if (watchIds !== null && watchIds.length > 0)
      await tx
        .insertInto('read_token_watch')
        .values(watchIds.map((watch) => ({ token_id: row.id, watch_id: watch })))
        .execute();
    return (await toTokens(tx, [row]))[0] ?? null;
  });
}

export async function findReadToken(db: Db, hash: string): Promise<ReadToken | null> {
  const rows = await db.selectFrom('read_token').selectAll().where('hash', '=', hash).execute();
  return (await toTokens(db, rows))[0] ?? null;
}

/** Those in use first, newest first. */
export async function listReadTokens(db: Db): Promise<readonly ReadToken[]> {
  const rows = await db
    .selectFrom('read_token')
    .selectAll()
    .orderBy((order) => order('revoked_at', 'is not', null))
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return toTokens(db, rows);
}

/** False when there is none in use under this id. */
export async function revokeReadToken(db: Db, id: number, now: Instant): Promise<boolean> {
  const done = await db
    .updateTable('read_token')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function noteReadTokenUse(db: Db, id: number, now: Instant): Promise<void> {
  await db.updateTable('read_token').set({ last_used_at: now }).where('id', '=', id).execute();
}
