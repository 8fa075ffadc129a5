import { authorMark, postMark } from '../../core/mention/erasure.ts';
import type { Db } from '../../db/database.ts';
import { hasMarks, listMarked } from '../../db/post/erasures.ts';
import type { ReadPost } from './prepare-posts.ts';
import type { BatchRead } from './read-posts.ts';

/** What is left of a batch to be stored. */
export interface KeptRead extends BatchRead {
  /** Posts that somebody had deleted, or whose author asked not to be taken in. */
  readonly erased: number;
}

/** What was deleted on request does not come back, nor anything of an author who asked for that. */
export async function withoutErased(db: Db, told: BatchRead): Promise<KeptRead> {
  if (told.read.length === 0 || !(await hasMarks(db))) return { ...told, erased: 0 };
  const marks = told.read.map(marksOf);
  const marked = await listMarked(db, marks.flat());
  const read = told.read.filter((_, at) => !marks[at]?.some((mark) => marked.has(mark)));
  return { ...told, read, erased: told.read.length - read.length };
}

function marksOf({ clean, author }: ReadPost): readonly string[] {
  const own = postMark(clean);
  return author === null ? [own] : [own, authorMark(author)];
}
