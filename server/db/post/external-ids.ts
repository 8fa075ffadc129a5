import type { Db } from '../database.ts';

/** Under which id the source of each of these posts knows it; at most some hundred posts at once. */
export async function externalIdsOf(db: Db, posts: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (posts.length === 0) return new Map();
  const rows = await db.selectFrom('post').select(['id', 'external_id']).where('id', 'in', posts).execute();
  return new Map(rows.map((row) => [row.id, row.external_id]));
}
