import { sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { bulkInsert } from '../engine/bulk.ts';
import { numbersIn } from '../engine/dialect.ts';

/** Writes down that an import stored these posts, which are new. */
export function addImportPosts(db: Db, importId: number, postIds: readonly number[]): Promise<void> {
  const rows = postIds.map((id) => [importId, id]);
  return bulkInsert(db, 'import_post', ['import_id', 'post_id'], rows);
}

/**
 * Writes down that an import brought posts again which only imports had brought: they go when all of these are taken
 * back.
 */
export async function addImportPostsAgain(
  db: Db,
  importId: number,
  postIds: readonly number[],
): Promise<void> {
  if (postIds.length === 0) return;
  await sql`insert into import_post (import_id, post_id)
    select distinct cast(${importId} as integer), post_id from import_post
    where post_id in (select value from ${numbersIn(db, postIds, 'p')})
    on conflict do nothing`.execute(db);
}

/**
 * Posts that this import brought, and no feed or push; the newest first, so that a copy goes before what it copies.
 * `kept`: another import brought it as well.
 */
export async function listImportPosts(
  db: Db,
  importId: number,
  limit: number,
): Promise<readonly { readonly id: number; readonly kept: boolean }[]> {
  const rows = await db
    .selectFrom('import_post')
    .leftJoin('import_post as other', (join) =>
      join.onRef('other.post_id', '=', 'import_post.post_id').on('other.import_id', '<>', importId),
    )
    .select(['import_post.post_id', (select) => select.fn.count<number>('other.import_id').as('others')])
    .where('import_post.import_id', '=', importId)
    .groupBy('import_post.post_id')
    .orderBy('import_post.post_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ id: row.post_id, kept: Number(row.others) > 0 }));
}

/** This import takes these away no more. */
export async function releaseImportPosts(
  db: Db,
  importId: number,
  postIds: readonly number[],
): Promise<void> {
  if (postIds.length === 0) return;
  await sql`delete from import_post where import_id = ${importId}
    and post_id in (select value from ${numbersIn(db, postIds, 'p')})`.execute(db);
}

/** No import takes these away any more: a feed or a push brought them as well, or they are gone. */
export async function forgetImportPosts(db: Db, postIds: readonly number[]): Promise<void> {
  if (postIds.length === 0) return;
  await sql`delete from import_post
    where post_id in (select value from ${numbersIn(db, postIds, 'p')})`.execute(db);
}

/** Forgets what imports stored that ended before a time: those posts are pruned. */
export async function pruneImportPosts(db: Db, before: Instant): Promise<void> {
  const over = db.selectFrom('import_file').select('id').where('ended_at', '<', before);
  await db.deleteFrom('import_post').where('import_id', 'in', over).execute();
}
