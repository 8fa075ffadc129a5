import { type Selectable, sql } from 'kysely';
import type { Metrics, Post } from '../../core/mention/post.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { bulkInsert } from '../engine/bulk.ts';
import { chunks } from '../engine/chunks.ts';
import { byEngine, rowsIn } from '../engine/dialect.ts';
import { engineOf } from '../engine/engine.ts';
import { parseJson } from '../engine/json.ts';
import { getSetting, setSetting } from '../installation/settings.ts';
import type { PostTable } from '../schema/schema.ts';

/** A post about to be stored. Its id was given by `takePostIds` in the same transaction. */
export interface NewPost extends Post {
  readonly canonicalUrl: string | null;
  readonly fullLength: number | null;
  readonly contentHash: number;
  /** How alike a near copy and its original are, 0.5..1; null for originals and exact copies. */
  readonly likeness: number | null;
  readonly storedAt: Instant;
  /** The feed that brings it; null where it is pushed or imported. */
  readonly feedId: number | null;
  /** By what it comes where no feed brings it. */
  readonly inletId: number | null;
}

/** What is asked about a post seen before. */
export interface KnownPost {
  readonly id: number;
  readonly metrics: Metrics;
  readonly contentHash: number;
}

const KEYS = 500;

export function toPost(row: Selectable<PostTable>): Post {
  return {
    id: row.id,
    source: row.source,
    platform: row.platform,
    externalId: row.external_id,
    url: row.url,
    title: row.title,
    text: row.text,
    author: row.author,
    at: row.at,
    precision: row.precision,
    observedAt: row.observed_at,
    metrics: parseJson<Metrics>(row.metrics_json),
    rating: row.rating,
    region: row.region,
    voice: row.voice,
    copyOf: row.copy_of,
  };
}

const COLUMNS = [
  'id',
  'source',
  'platform',
  'external_id',
  'url',
  'canonical_url',
  'title',
  'text',
  'full_length',
  'author',
  'at',
  'precision',
  'observed_at',
  'stored_at',
  'rating',
  'region',
  'voice',
  'metrics_json',
  'content_hash',
  'copy_of',
  'likeness',
  'feed_id',
  'inlet_id',
] as const;

function toRow(post: NewPost) {
  return [
    post.id,
    post.source,
    post.platform,
    post.externalId,
    post.url,
    post.canonicalUrl,
    post.title,
    post.text,
    post.fullLength,
    post.author,
    post.at,
    post.precision,
    post.observedAt,
    post.storedAt,
    post.rating,
    post.region,
    post.voice,
    JSON.stringify(post.metrics),
    post.contentHash,
    post.copyOf,
    post.likeness,
    post.feedId,
    post.inletId,
  ] as const;
}

const LAST_ID = 'post.last_id';

/**
 * Gives `count` ids, the first of which is returned. An id is never given again, not even when its post is
 * forgotten: alerts go on naming it. Only inside a transaction: it has the write lock, so nobody else takes
 * them, and if it fails none was given.
 */
export async function takePostIds(db: Db, count: number): Promise<number> {
  const last = await lastPostId(db);
  if (count > 0) await setSetting(db, LAST_ID, String(last + count));
  return last + 1;
}

/** The highest id ever given. */
export async function lastPostId(db: Db): Promise<number> {
  const row = await db
    .selectFrom('post')
    .select((select) => select.fn.max('id').as('id'))
    .executeTakeFirst();
  return Math.max((row?.id as number | null | undefined) ?? 0, Number((await getSetting(db, LAST_ID)) ?? 0));
}

/** Key of a post in the maps below. */
export function postKey(source: string, externalId: string): string {
  return `${source}\n${externalId}`;
}

/**
 * Posts with the unique key `k` (source, external_id). On PostgreSQL posts lie in partitions and their keys in
 * a table beside them.
 */
function keyed(db: Db) {
  return engineOf(db) === 'postgres'
    ? db.selectFrom('post_key as k').innerJoin('post', 'post.id', 'k.post_id')
    : db.selectFrom('post as k').innerJoin('post', 'post.id', 'k.id');
}

/** An id, and what it was or will be where it is an address of a site that moves to https. */
function idForms(id: string): readonly string[] {
  if (id.startsWith('http://')) return [id, `https://${id.slice(7)}`];
  return id.startsWith('https://') ? [id, `http://${id.slice(8)}`] : [id];
}

/** Which of these posts are stored already, by `postKey`. */
export async function findKnown(
  db: Db,
  posts: readonly { readonly source: string; readonly externalId: string }[],
): Promise<ReadonlyMap<string, KnownPost>> {
  const found = new Map<string, KnownPost>();
  for (const [source, group] of Map.groupBy(posts, (post) => post.source)) {
    for (const part of chunks(group, KEYS)) {
      const ids = [...new Set(part.flatMap(({ externalId }) => idForms(externalId)))];
      const rows = await keyed(db)
        .select(['post.id', 'k.external_id', 'post.metrics_json', 'post.content_hash'])
        .where('k.source', '=', source)
        .where('k.external_id', 'in', ids)
        .execute();
      const byId = new Map(rows.map((row) => [row.external_id, row]));
      for (const { externalId } of part) {
        const row = idForms(externalId)
          .map((id) => byId.get(id))
          .find((each) => each !== undefined);
        if (row === undefined) continue;
        found.set(postKey(source, externalId), {
          id: row.id,
          metrics: parseJson<Metrics>(row.metrics_json),
          contentHash: row.content_hash,
        });
      }
    }
  }
  return found;
}

/** The original of each content: of the first post stored with it, which may be a near copy. Content hash → id. */
export async function findOriginals(db: Db, hashes: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  for (const part of chunks(hashes, KEYS)) {
    const first = db
      .selectFrom('post')
      .select((select) => ['content_hash', select.fn.min('id').as('id')])
      .where('content_hash', 'in', part)
      .groupBy('content_hash')
      .as('first');
    const rows = await db
      .selectFrom('post')
      .innerJoin(first, 'first.id', 'post.id')
      .select(['post.content_hash', 'post.copy_of', 'post.id'])
      .execute();
    for (const row of rows) found.set(row.content_hash, row.copy_of ?? row.id);
  }
  return found;
}

export async function insertPosts(db: Db, posts: readonly NewPost[]): Promise<void> {
  await bulkInsert(db, 'post', COLUMNS, posts.map(toRow));
  await insertPostKeys(
    db,
    posts.map((post) => [post.source, post.externalId, post.id] as const),
  );
}

/** What posts are known again by, as (source, external id, post's id): on SQLite a key of `post` itself. */
export async function insertPostKeys(
  db: Db,
  keys: readonly (readonly [source: string, externalId: string, postId: number])[],
): Promise<void> {
  if (engineOf(db) === 'sqlite') return;
  await bulkInsert(db, 'post_key', ['source', 'external_id', 'post_id'], keys);
}

/** Adds to the copies counted on originals: original's id → copies seen now. */
export async function addCopies(db: Db, copies: ReadonlyMap<number, number>): Promise<void> {
  if (copies.size === 0) return;
  const seen = [...copies].map(([id, count]) => ({ id, count }));
  await sql`update post set copies = post.copies + seen.count
    from ${rowsIn(db, seen, { id: 'bigint', count: 'bigint' }, 'seen')} where post.id = seen.id`.execute(db);
}

/** Newer counts of posts known already. Nothing else of a stored post ever changes. */
export async function updateMetrics(db: Db, metrics: ReadonlyMap<number, Metrics>): Promise<void> {
  if (metrics.size === 0) return;
  const newer = [...metrics].map(([id, value]) => ({ id, value: JSON.stringify(value) }));
  const value = byEngine(db, { sqlite: sql`newer.value`, postgres: sql`cast(newer.value as jsonb)` });
  await sql`update post set metrics_json = ${value}
    from ${rowsIn(db, newer, { id: 'bigint', value: 'text' }, 'newer')} where post.id = newer.id`.execute(db);
}
