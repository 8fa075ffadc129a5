import { barringMarks } from '../../core/mention/erasure.ts';
import type { Db } from '../../db/database.ts';
import { hasMarks, listMarked } from '../../db/post/erasures.ts';
import type { ReadPost } from './prepare-posts.ts';

const NONE: ReadonlySet<ReadPost> = new Set();

/** Those that somebody had deleted, or whose author, or whose words, are not to be taken in any more. */
export async function listBarred(db: Db, posts: readonly ReadPost[]): Promise<ReadonlySet<ReadPost>> {
  if (posts.length === 0 || !(await hasMarks(db))) return NONE;
  const marks = new Map(
    posts.map((post) => {
      const { clean, mark: content, author, addresses } = post;
      return [post, barringMarks({ ...clean, content, author, addresses })];
    }),
  );
  const marked = await listMarked(db, [...marks.values()].flat());
  return new Set(posts.filter((post) => marks.get(post)?.some((mark) => marked.has(mark))));
}
