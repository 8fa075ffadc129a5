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
 * Posts that something else brings as well stay when the import that stored them is taken back.
 * @param importId the import that brings them now; null: a feed or a push
 */
export async function releaseImportPosts(
  db: Db,
  importId: number | null,
  postIds: readonly number[],
): Promise<void> {
  if (postIds.length === 0) return;
  await sql`delete from import_post where post_id in (select value from ${numbersIn(db, postIds, 'p')})
    and import_id <> ${importId ?? 0}`.execute(db);
}

/** Posts that only this import brought; the newest first, so that a copy goes before what it copies. */
export async function listImportPosts(db: Db, importId: number, limit: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('import_post')
    .select('post_id')
    .where('import_id', '=', importId)
    .orderBy('post_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.post_id);
}

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
