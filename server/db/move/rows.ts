import { sql } from 'kysely';
import { plainJson, storable, type Value } from '../../core/move-row.ts';
import { searchTokens } from '../../core/reading/bigram.ts';
import type { Db, Tx } from '../database.ts';
import { bulkInsertInto } from '../engine/bulk.ts';
import { engineOf } from '../engine/engine.ts';
import { insertPostKeys } from '../post/posts.ts';
import { insertSearch } from '../post/search.ts';
import type { Row } from './scan.ts';
import type { TableShape } from './shape.ts';

/** Some measure of what rows weigh in memory. */
export function weightOf(rows: readonly Row[]): number {
  let weight = 0;
  for (const row of rows) {
    for (const value of row) weight += value === null || typeof value === 'number' ? 8 : value.length;
  }
  return weight;
}

/**
 * Stores rows as they are, ids and all. Posts bring what is made from them: their full text, and on PostgreSQL
 * the keys that they are known again by.
 * @returns how many values held letters that cannot be stored there, and came without them
 */
export async function writeRows(tx: Tx, shape: TableShape, rows: readonly Row[]): Promise<number> {
  let cleared = 0;
  const sqlite = engineOf(tx) === 'sqlite';
  const fit = rows.map((row) =>
    row.map((value, at) => {
      const kind = shape.kinds[at] ?? 'text';
      // PostgreSQL writes JSON its own way, and SQLite compares it as text.
      if (sqlite) return kind === 'json' && typeof value === 'string' ? plainJson(value) : value;
      const kept = storable(value, kind);
      if (kept !== value) cleared += 1;
      return kept;
    }),
  );
  await bulkInsertInto(tx, shape.name, shape.columns, fit);
  if (shape.name === 'post') await writeMade(tx, shape, fit);
  return cleared;
}

async function writeMade(tx: Tx, { columns }: TableShape, posts: readonly Row[]): Promise<void> {
  const place = (column: string) => columns.indexOf(column);
  const [id, at, source, externalId] = ['id', 'at', 'source', 'external_id'].map(place) as [
    number,
    number,
    number,
    number,
  ];
  const [title, text] = [place('title'), place('text')];
  await insertSearch(
    tx,
    posts.map((post) => ({
      postId: Number(post[id]),
      at: Number(post[at]),
      tokens: tokensOf(post[title] ?? null, post[text] ?? ''),
    })),
  );
  await insertPostKeys(
    tx,
    posts.map((post) => [String(post[source]), String(post[externalId]), Number(post[id])]),
  );
}

/** As ingest makes them of a post. */
export function tokensOf(title: Value, text: Value): string {
  return searchTokens(title === null ? String(text) : `${title}\n${text}`);
}

/** Takes all rows out of a table, and what was made of them. */
export async function emptyTable(tx: Tx, name: string): Promise<void> {
  const made = engineOf(tx) === 'postgres' ? ['post_search', 'post_key'] : ['post_search'];
  for (const table of name === 'post' ? ['post', ...made] : [name]) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(tx);
    if (rows.length === 0) continue;
    const how = engineOf(tx) === 'postgres' ? sql`truncate` : sql`delete from`;
    await sql`${how} ${sql.table(table)}`.execute(tx);
  }
}

export async function countRows(db: Db, name: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(db);
  return rows[0]?.n ?? 0;
}
