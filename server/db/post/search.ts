import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { bulkInsertInto } from '../engine/bulk.ts';
import { chunks } from '../engine/chunks.ts';
import { engineOf } from '../engine/engine.ts';

/** A post as the full text takes it. */
export interface SearchRow {
  readonly postId: number;
  readonly at: Instant;
  /** What `searchTokens` makes of title and text. */
  readonly tokens: string;
}

const ROWS = 500;

/** Puts posts into the full text: FTS5 on SQLite, lexemes without positions under GIN on PostgreSQL. */
export async function insertSearch(db: Db, rows: readonly SearchRow[]): Promise<void> {
  if (engineOf(db) === 'sqlite') {
    const bodies = rows.map(({ postId, tokens }) => [postId, tokens] as const);
    return bulkInsertInto(db, 'post_search', ['rowid', 'body'], bodies);
  }
  for (const part of chunks(rows, ROWS)) {
    const list = (values: readonly number[]) => `{${values.join(',')}}`;
    await sql`insert into post_search (post_id, at, body)
      select id, at, array_to_tsvector(string_to_array(tokens, ' ')) from unnest(
        cast(${list(part.map((row) => row.postId))} as bigint[]), cast(${list(part.map((row) => row.at))} as bigint[]),
        cast(${part.map((row) => row.tokens)} as text[])) posts(id, at, tokens)`.execute(db);
  }
}

/** Rows of the full text that fit, of a table `s`; `id` is the post's. */
export function fitting(db: Db, match: string) {
  return engineOf(db) === 'sqlite'
    ? { id: sql<number>`s.rowid`, from: sql`post_search s where s.post_search match ${match}` }
    : {
        id: sql<number>`s.post_id`,
        from: sql`post_search s where s.body @@ cast(${toTsquery(match)} as tsquery)`,
      };
}

/** `"ab" AND "c"* OR "d"` as PostgreSQL writes it: `'ab' & 'c':* | 'd'`. */
function toTsquery(match: string): string {
  const term = (written: string) =>
    written.replace(/^"(.*)"(\*?)$/, (_, token: string, more: string) => `'${token}'${more && ':*'}`);
  const all = (alternative: string) => alternative.split(' AND ').map(term).join(' & ');
  return match.split(' OR ').map(all).join(' | ');
}

/**
 * Ids of the posts whose characters fit, as a subquery: `where('post_id', 'in', postsFitting(db, match))`.
 * The index knows which bigrams a post has but not their order: verify what is shown with `verify`.
 * @param match what `searchQuery` made of the words somebody typed
 */
export function postsFitting(db: Db, match: string): RawBuilder<number> {
  const { id, from } = fitting(db, match);
  return sql<number>`(select ${id} from ${from})`;
}

/** Newest fitting posts first, by id. */
export async function findFitting(db: Db, match: string, limit: number): Promise<readonly number[]> {
  const { id, from } = fitting(db, match);
  const found = await sql<{ id: number }>`
    select ${id} as id from ${from} order by 1 desc limit ${limit}`.execute(db);
  return found.rows.map((row) => row.id);
}

/** Takes posts out of the full text, before they are deleted. */
export async function removeSearch(db: Db, postIds: readonly number[]): Promise<void> {
  const key = engineOf(db) === 'sqlite' ? sql`rowid` : sql`post_id`;
  for (const part of chunks(postIds, ROWS)) {
    await sql`delete from post_search where ${key} in (${sql.join(part)})`.execute(db);
  }
}
