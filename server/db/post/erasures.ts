import type { Selectable } from 'kysely';
import type { Erasure, KnownLook } from '../../core/mention/erasure.ts';
import { contentMark } from '../../core/mention/pseudonym.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { chunks } from '../engine/chunks.ts';
import { parseJson } from '../engine/json.ts';
import type { ErasureTable } from '../schema/schema.ts';

const KEYS = 500;

/** An erasure with what it is of, while it is under way. */
export interface RunningErasure extends Erasure {
  readonly postId: number | null;
  readonly author: string | null;
  /** Of those that say the same: what they copy. */
  readonly originalId: number | null;
  /** Their words; null where these are too few, or too common, to know them by. */
  readonly contentHash: number | null;
}

function toErasure(row: Selectable<ErasureTable>): RunningErasure {
  return {
    id: row.id,
    askedAt: row.asked_at,
    askedBy: row.asked_by,
    scope: row.scope,
    note: row.note,
    posts: row.posts,
    reports: parseJson(row.reports_json),
    endedAt: row.ended_at,
    postId: row.post_id,
    author: row.author,
    originalId: row.original_id,
    contentHash: row.content_hash,
  };
}

type NewErasure = Omit<RunningErasure, 'id' | 'posts' | 'reports' | 'endedAt'>;

/** Returns its number. */
export async function insertErasure(tx: Tx, erasure: NewErasure): Promise<number> {
  const { askedAt, askedBy, scope, note, postId, author, originalId, contentHash } = erasure;
  const of = { post_id: postId, author, original_id: originalId, content_hash: contentHash };
  const row = await tx
    .insertInto('erasure')
    .values({ asked_at: askedAt, asked_by: askedBy, scope, note, ...of, ended_at: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function getErasure(db: Db, id: number): Promise<RunningErasure | null> {
  const row = await db.selectFrom('erasure').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toErasure(row) : null;
}

/** Newest first, at most `limit`; those asked for before the one with the number `before`, where it is given. */
export async function listErasures(
  db: Db,
  limit: number,
  before?: number,
): Promise<readonly RunningErasure[]> {
  let query = db.selectFrom('erasure').selectAll().orderBy('id', 'desc').limit(limit);
  if (before !== undefined) query = query.where('id', '<', before);
  return (await query.execute()).map(toErasure);
}

/** Numbers of those that are under way. */
export async function listRunningErasures(db: Db): Promise<readonly number[]> {
  const rows = await db.selectFrom('erasure').select('id').where('ended_at', 'is', null).execute();
  return rows.map(({ id }) => id);
}

/** How far it has come. */
export async function noteErased(
  db: Db,
  id: number,
  { posts, reports }: Pick<Erasure, 'posts' | 'reports'>,
): Promise<void> {
  await db
    .updateTable('erasure')
    .set({ posts, reports_json: JSON.stringify(reports) })
    .where('id', '=', id)
    .execute();
}

/** It is done: whose it was is forgotten. */
export async function endErasure(db: Db, id: number, at: Instant): Promise<void> {
  await db
    .updateTable('erasure')
    .set({ ended_at: at, post_id: null, author: null, original_id: null, content_hash: null })
    .where('id', '=', id)
    .execute();
}

/** What bears one of these marks is not taken in any more. */
export async function addMarks(tx: Tx, marks: readonly string[], at: Instant): Promise<void> {
  for (const part of chunks([...new Set(marks)], KEYS))
    await tx
      .insertInto('erased')
      .values(part.map((mark) => ({ mark, at })))
      .onConflict((conflict) => conflict.column('mark').doNothing())
      .execute();
}

/** Whether anything was ever deleted so. */
export async function hasMarks(db: Db): Promise<boolean> {
  return (await db.selectFrom('erased').select('mark').limit(1).executeTakeFirst()) !== undefined;
}

/** Which of these marks are on what was deleted. */
export async function listMarked(db: Db, marks: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const part of chunks(marks, KEYS)) {
    const rows = await db.selectFrom('erased').select('mark').where('mark', 'in', part).execute();
    for (const { mark } of rows) found.add(mark);
  }
  return found;
}

/** A post as far as its deletion needs it. */
export interface ErasablePost extends KnownLook {
  readonly id: number;
  readonly title: string | null;
  readonly text: string;
  readonly rating: number | null;
  readonly copyOf: number | null;
}

const COLUMNS = [
  'id',
  'source',
  'external_id',
  'title',
  'text',
  'author',
  'at',
  'precision',
  'canonical_url',
  'voice',
  'rating',
  'copy_of',
] as const;

/** Those that are there, by their ids. */
export async function listErasable(db: Db, ids: readonly number[]): Promise<readonly ErasablePost[]> {
  const rows = await db.selectFrom('post').select(COLUMNS).where('id', 'in', ids).orderBy('id').execute();
  return rows.map(({ external_id, canonical_url, copy_of, ...row }) => ({
    ...row,
    externalId: external_id,
    content: contentMark(row.title, row.text),
    addresses: canonical_url === null ? [] : [canonical_url],
    copyOf: copy_of,
  }));
}

/**
 * Ids of a post, of what it copies, of all that copy that, and of all with the same words: also when the post that was
 * named is gone meanwhile. What others copy comes last, so that they are found by it until they are gone.
 */
export async function listCopyIds(
  db: Db,
  { postId, originalId, contentHash }: Pick<RunningErasure, 'postId' | 'originalId' | 'contentHash'>,
): Promise<readonly number[]> {
  const named = [postId, originalId].filter((id) => id !== null);
  const alike = await db
    .selectFrom('post')
    .select(['id', 'copy_of'])
    .where((where) =>
      where.or([
        where('id', 'in', named),
        where('copy_of', 'in', named),
        // Many review a thing in the same few words, and none copies another.
        where.and([where('content_hash', '=', contentHash), where('rating', 'is', null)]),
      ]),
    )
    .execute();
  if (alike.length === 0) return [];
  const originals = [...new Set(alike.map(({ id, copy_of }) => copy_of ?? id))];
  const copies = new Set(alike.map(({ id }) => id));
  for (const part of chunks(originals, KEYS)) {
    const rows = await db.selectFrom('post').select('id').where('copy_of', 'in', part).execute();
    for (const { id } of rows) copies.add(id);
  }
  const first = [...copies].filter((id) => !originals.includes(id));
  return [...first, ...originals];
}

/** Of the posts with ids in (after, upTo] those of an author: looks through all of them. */
export async function listAuthorIds(
  db: Db,
  author: string,
  { after, upTo }: { readonly after: number; readonly upTo: number },
): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('post')
    .select('id')
    .where('id', '>', after)
    .where('id', '<=', upTo)
    .where('author', '=', author)
    .execute();
  return rows.map(({ id }) => id);
}
