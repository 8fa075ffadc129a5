import { type RawBuilder, sql } from 'kysely';
import { bulkInsertInto } from './bulk.ts';
import { chunks } from './chunks.ts';
import type { Db } from './database.ts';

/** Puts posts into the full text. `tokens`: what `searchTokens` makes of title and text. */
export async function insertSearch(
  db: Db,
  rows: readonly { readonly postId: number; readonly tokens: string }[],
): Promise<void> {
  await bulkInsertInto(
    db,
    'post_search',
    ['rowid', 'body'],
    rows.map(({ postId, tokens }) => [postId, tokens]),
  );
}

/**
 * Ids of the posts whose characters fit, as a subquery: `where('post_id', 'in', postsFitting(match))`.
 * The index knows which bigrams a post has but not their order: verify what is shown with `verify`.
 * @param match what `searchQuery` made of the words somebody typed
 */
export function postsFitting(match: string): RawBuilder<number> {
  return sql<number>`(select rowid from post_search where post_search match ${match})`;
}

/** Newest fitting posts first, by id. */
export async function findFitting(db: Db, match: string, limit: number): Promise<readonly number[]> {
  const found = await sql<{ id: number }>`
    select rowid as id from post_search where post_search match ${match}
    order by rowid desc limit ${limit}`.execute(db);
  return found.rows.map((row) => row.id);
}

/** Takes posts out of the full text, before they are deleted. */
export async function removeSearch(db: Db, postIds: readonly number[]): Promise<void> {
  for (const part of chunks(postIds, 500)) {
    await sql`delete from post_search where rowid in (${sql.join(part)})`.execute(db);
  }
}
