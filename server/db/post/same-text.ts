import type { Db } from '../database.ts';

/** Posts, as far as a watch ever mentioned them. */
function mentioned(db: Db) {
  return db.selectFrom('post').innerJoin('analysis', 'analysis.post_id', 'post.id');
}

/** The post whose text a post has: the original of a copy, exact or near, else itself. */
export async function originOf(db: Db, postId: number): Promise<number> {
  const post = await db.selectFrom('post').select('copy_of').where('id', '=', postId).executeTakeFirst();
  return post?.copy_of ?? postId;
}

/** How many posts say what a post says: its original and every exact or near copy, without itself. */
export async function countSameText(db: Db, postId: number): Promise<number> {
  const origin = await originOf(db, postId);
  const count = (of: 'post.id' | 'post.copy_of') =>
    mentioned(db)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where(of, '=', origin)
      .where('post.id', '<>', postId)
      .executeTakeFirstOrThrow();
  const [original, copies] = [await count('post.id'), await count('post.copy_of')];
  return original.count + copies.count;
}

/**
 * All that has the text of an original, itself included, by their numbers: at most `limit` of those beyond `after`.
 * @param origin as `originOf` gives it
 */
export async function listSameText(
  db: Db,
  origin: number,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly number[]> {
  const original =
    after < origin ? await mentioned(db).select('post.id').where('post.id', '=', origin).execute() : [];
  const copies = await mentioned(db)
    .select('post.id')
    .where('post.copy_of', '=', origin)
    .where('post.id', '>', after)
    .orderBy('post.id')
    .limit(limit)
    .execute();
  const ids = [...original, ...copies].map(({ id }) => id);
  return ids.sort((a, b) => a - b).slice(0, limit);
}
