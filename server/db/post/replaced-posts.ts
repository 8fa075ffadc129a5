import type { Post } from '../../core/mention/post.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import { getSetting, setSetting } from '../installation/settings.ts';
import { toPost } from './posts.ts';

/** A post as it is stored, with what its content is known by and how many copy it. */
export interface StoredPost extends Post {
  readonly contentHash: number;
  readonly copies: number;
}

/** Some posts, by their numbers; those that are not stored are left out. */
export async function findPosts(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, StoredPost>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('post').selectAll().where('id', 'in', ids).execute();
  return new Map(
    rows.map((row) => [row.id, { ...toPost(row), contentHash: row.content_hash, copies: row.copies }]),
  );
}

/** What a page says that was read wrongly before. */
export type Replacement = Pick<
  Post,
  'id' | 'title' | 'text' | 'author' | 'at' | 'precision' | 'voice' | 'copyOf'
> & {
  readonly fullLength: number | null;
  readonly contentHash: number;
};

/**
 * Puts what a page says into the place of what was read from it before: the same post, under its number. Its mentions,
 * full text and counts are the caller's to take out before and to put in after.
 */
export async function replacePost(tx: Db, post: Replacement, before: StoredPost): Promise<void> {
  const { id, title, text, author, at, precision, voice, copyOf, fullLength, contentHash } = post;
  const isOther = contentHash !== before.contentHash;
  await tx
    .updateTable('post')
    .set({
      title,
      text,
      author,
      at,
      precision,
      voice,
      full_length: fullLength,
      content_hash: contentHash,
      // Of how alike it is to an original that it no longer copies, or copies in other words, nothing is known.
      ...(isOther && { copy_of: copyOf, likeness: null }),
    })
    .where('id', '=', id)
    .where('at', '=', before.at)
    .execute();
  if (at !== before.at || (isOther && copyOf !== before.copyOf))
    await tx.updateTable('story_post').set({ at, copy_of: copyOf }).where('post_id', '=', id).execute();
}

const REPLACED = 'posts.replaced';
type Noted = readonly (readonly [postId: number, at: Instant])[];

/** Notes that posts were replaced, for whoever looks at stored posts meanwhile; for a day. */
export async function noteReplaced(tx: Db, postIds: readonly number[], at: Instant): Promise<void> {
  const kept = (await listNoted(tx)).filter(([id, when]) => when > at - DAY && !postIds.includes(id));
  const noted: Noted = [...kept, ...postIds.map((id) => [id, at] as const)];
  await setSetting(tx, REPLACED, JSON.stringify(noted));
}

/** Posts that were replaced at a time or after it. */
export async function listReplacedSince(db: Db, since: Instant): Promise<readonly number[]> {
  return (await listNoted(db)).filter(([, at]) => at >= since).map(([id]) => id);
}

async function listNoted(db: Db): Promise<Noted> {
  const value = await getSetting(db, REPLACED);
  return value === null ? [] : parseJson<Noted>(value);
}
