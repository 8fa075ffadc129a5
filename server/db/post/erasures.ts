import type { Selectable } from 'kysely';
import type { Erasure } from '../../core/mention/erasure.ts';
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
  };
}

type NewErasure = Pick<RunningErasure, 'askedAt' | 'askedBy' | 'scope' | 'note' | 'postId' | 'author'>;

/** Returns its number. */
export async function insertErasure(tx: Tx, erasure: NewErasure): Promise<number> {
  const { askedAt, askedBy, scope, note, postId, author } = erasure;
  const row = await tx
    .insertInto('erasure')
    .values({ asked_at: askedAt, asked_by: askedBy, scope, note, post_id: postId, author, ended_at: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function getErasure(db: Db, id: number): Promise<RunningErasure | null> {
  const row = await db.selectFrom('erasure').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toErasure(row) : null;
}

/** Newest first, at most `limit`. */
export async function listErasures(db: Db, limit: number): Promise<readonly RunningErasure[]> {
  const rows = await db.selectFrom('erasure').selectAll().orderBy('id', 'desc').limit(limit).execute();
  return rows.map(toErasure);
}

/** Numbers of those that are under way. */
export async function listRunningErasures(db: Db): Promise<readonly number[]> {
  const rows = await db.selectFrom('erasure').select('id').where('ended_at', 'is', null).execute();
  return rows.map(({ id }) => id);
}

/** How far it has come. */
export async function noteErased(
  tx: Tx,
  id: number,
  { posts, reports }: Pick<Erasure, 'posts' | 'reports'>,
): Promise<void> {
  await tx
    .updateTable('erasure')
    .set({ posts, reports_json: JSON.stringify(reports) })
    .where('id', '=', id)
    .execute();
}

/** It is done: whose it was is forgotten. */
export async function endErasure(db: Db, id: number, at: Instant): Promise<void> {
  await db
    .updateTable('erasure')
    .set({ ended_at: at, post_id: null, author: null })
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
export interface ErasablePost {
  readonly id: number;
  readonly source: string;
  readonly externalId: string;
  readonly text: string;
  readonly author: string | null;
  readonly copyOf: number | null;
}

const COLUMNS = ['id', 'source', 'external_id as externalId', 'text', 'author', 'copy_of as copyOf'] as const;

/** Those that are there, by their ids. */
export function listErasable(db: Db, ids: readonly number[]): Promise<ErasablePost[]> {
  return db.selectFrom('post').select(COLUMNS).where('id', 'in', ids).orderBy('id').execute();
}

/** Ids of a post and of all that copy it. */
export async function listCopyIds(db: Db, original: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('post')
    .select('id')
    .where((where) => where.or([where('id', '=', original), where('copy_of', '=', original)]))
    .execute();
  return rows.map(({ id }) => id);
}

/** Ids of an author's posts, at most `limit`: looks through all posts. */
export async function listAuthorIds(db: Db, author: string, limit: number): Promise<readonly number[]> {
  const rows = await db.selectFrom('post').select('id').where('author', '=', author).limit(limit).execute();
  return rows.map(({ id }) => id);
}
