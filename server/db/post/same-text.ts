import type { Db } from '../database.ts';

const MOST = 500;

/**
 * A post and all that says the same, its original and every exact or near copy, as far as a watch ever mentioned them.
 * @returns the post itself first, then the older before the younger, at most 500; empty when it is not stored
 */
export async function listSameText(db: Db, postId: number): Promise<readonly number[]> {
  const read = db
    .selectFrom('post')
    .innerJoin('analysis', 'analysis.post_id', 'post.id')
    .select(['post.id', 'post.copy_of as copyOf']);
  const asked = await read.where('post.id', '=', postId).executeTakeFirst();
  if (asked === undefined) return [];
  const root = asked.copyOf ?? postId;
  const original = root === postId ? [] : await read.where('post.id', '=', root).execute();
  const copies = await read.where('post.copy_of', '=', root).orderBy('post.id').limit(MOST).execute();
  const others = [...original, ...copies].map(({ id }) => id).filter((id) => id !== postId);
  return [postId, ...others].slice(0, MOST);
}
