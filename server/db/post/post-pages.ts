import type { Post } from '../../core/mention/post.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { toPost } from './posts.ts';

/**
 * Numbers of the first and the last post stored, and how many there are. Numbers are given without gaps and only those
 * stored first are ever removed.
 */
export async function postNumbers(
  db: Db,
): Promise<{ readonly first: number; readonly last: number; readonly count: number }> {
  const row = await db
    .selectFrom('post')
    .select((select) => [select.fn.max('id').as('last'), select.fn.min('id').as('first')])
    .executeTakeFirst();
  const { first, last } = row as { first: number | null; last: number | null };
  return first === null || last === null
    ? { first: 0, last: 0, count: 0 }
    : { first, last, count: last - first + 1 };
}

/** Those of these posts that are still stored. At most a few hundred. */
export async function keepExisting(db: Db, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await db.selectFrom('post').select('id').where('id', 'in', ids).execute();
  return new Set(rows.map((row) => row.id));
}

/** Posts in the order of their ids, a page at a time: after `after`, up to `last`, not older than `since`. */
export async function readPostsAfter(
  db: Db,
  page: { readonly after: number; readonly last: number; readonly since: Instant; readonly limit: number },
): Promise<readonly Post[]> {
  const rows = await db
    .selectFrom('post')
    .selectAll()
    .where('id', '>', page.after)
    .where('id', '<=', page.last)
    .where('at', '>=', page.since)
    .orderBy('id')
    .limit(page.limit)
    .execute();
  return rows.map(toPost);
}

/** The newest posts since an instant, newest first. */
export async function readNewestPosts(db: Db, since: Instant, limit: number): Promise<readonly Post[]> {
  const rows = await db
    .selectFrom('post')
    .selectAll()
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toPost);
}
