import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { chunks } from '../engine/chunks.ts';
import { lookUp, rowsIn } from '../engine/dialect.ts';

const KEYS = 500;

/** A content, and what is kept of its author. */
export interface Written {
  readonly hash: number;
  readonly author: string;
}

export const writtenKey = ({ hash, author }: Written): string => `${hash} ${author}`;

/** As `findOriginals` of the same content, by the same author. By `writtenKey`. */
export async function findOwnOriginals(
  db: Db,
  written: readonly Written[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const part of chunks(written, KEYS)) {
    const wanted = rowsIn(db, part, { hash: 'bigint', author: 'text' }, 'w');
    const { rows } = await sql<Written & { readonly id: number }>`
      select w.hash, w.author, min(coalesce(p.copy_of, p.id)) as id
      from ${wanted} ${lookUp(db, 'post', 'p', sql`p.content_hash = w.hash and p.author = w.author`)}
      group by w.hash, w.author`.execute(db);
    for (const row of rows) found.set(writtenKey(row), row.id);
  }
  return found;
}
