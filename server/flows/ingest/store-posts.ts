import type { Metrics } from '../../core/mention/post.ts';
import type { Instant } from '../../core/time.ts';
import { createBreather } from '../../core/turn.ts';
import type { Tx } from '../../db/database.ts';
import { lowerHotRank, noteRanks, type RankLook } from '../../db/mention/facts.ts';
import {
  addCopies,
  findKnown,
  findOriginals,
  insertPosts,
  type KnownPost,
  type NewPost,
  takePostIds,
  updateMetrics,
} from '../../db/post/posts.ts';
import { insertSearch } from '../../db/post/search.ts';
import type { BatchOrigins, NearCopies } from './near-copies.ts';
import type { PreparedPost, ReadPost } from './prepare-posts.ts';
import { storeMentions } from './store-mentions.ts';

export interface Stored {
  readonly stored: number;
  readonly known: number;
  readonly copies: number;
  readonly mentions: number;
  readonly watchIds: readonly number[];
  readonly updated: number;
  /** Indexes of the posts stored now, and of known ones whose counts are newer now. */
  readonly added: readonly number[];
  readonly renewed: readonly number[];
  readonly changed: readonly number[];
  readonly cut: number;
  /** Indexes of stored posts dated in the future. */
  readonly future: readonly number[];
  readonly lags: readonly number[];
  /** To be called once the transaction is over: what was stored need not be read back. */
  remember(): void;
}

interface Batch {
  /** Read posts that were new a moment ago. */
  readonly read: readonly ReadPost[];
  /** Posts that were known already. */
  readonly seen: readonly PreparedPost[];
  readonly reader: string;
  /** Null: only exact copies are linked. */
  readonly near: NearCopies | null;
  readonly now: Instant;
}

/** Writes a batch. Whoever stored one of its posts in the meantime was first: it counts as known. */
export async function storePosts(tx: Tx, batch: Batch): Promise<Stored> {
  const known = await findKnown(
    tx,
    [...batch.read, ...batch.seen].map((post) => post.clean),
  );
  const fresh = batch.read.filter((post) => !known.has(post.key));
  const placed = await placePosts(tx, fresh, batch);
  await insertPosts(tx, placed.posts);
  await addCopies(tx, placed.copies);
  await insertSearch(
    tx,
    placed.posts.map(({ id, at }, index) => ({ postId: id, at, tokens: fresh[index]?.tokens ?? '' })),
  );
  const mentions = await storeMentions(tx, fresh, placed.posts, batch.reader, batch.now);
  await noteRanks(tx, placed.posts.flatMap(lookOf));
  const stored = new Map(known);
  placed.posts.forEach((post, index) => {
    const { id, metrics, contentHash } = post;
    stored.set(fresh[index]?.key ?? '', { id, metrics, contentHash });
  });
  // A batch may hold the same post twice, or one whose first appearance was refused.
  const later = [...batch.read.filter((post) => known.has(post.key)), ...batch.seen];
  const seen = later.filter((post) => stored.has(post.key));
  const renewed = await refreshCounts(tx, seen, stored);
  return {
    stored: fresh.length,
    known: seen.length,
    copies: placed.posts.filter((post) => post.copyOf !== null).length,
    mentions: mentions.length,
    watchIds: [...new Set(mentions.map((mention) => mention.watchId))].sort((a, b) => a - b),
    updated: renewed.posts,
    added: fresh.map((post) => post.index),
    renewed: renewed.indexes,
    changed: seen.filter((post) => isChanged(post, stored.get(post.key))).map((post) => post.index),
    cut: placed.posts.filter((post) => post.fullLength !== null).length,
    future: fresh.filter((post) => post.clean.future).map((post) => post.index),
    lags: placed.posts.flatMap((post) => lagOf(post)),
    remember: () => placed.alike?.remember(placed.posts),
  };
}

function lagOf(post: NewPost): readonly number[] {
  const exact = post.precision === 'second' || post.precision === 'minute';
  return exact ? [Math.max(0, post.storedAt - post.at)] : [];
}

/** Gives each post its id and, where its content was seen before, exactly or nearly, the original it copies. */
async function placePosts(tx: Tx, fresh: readonly ReadPost[], { near, now }: Batch) {
  const hashes = fresh.filter((post) => post.mark.comparable).map((post) => post.mark.hash);
  const exact = new Map(await findOriginals(tx, [...new Set(hashes)]));
  const unlike = fresh.filter((post) => !exact.has(post.mark.hash)).map((post) => post.clean);
  const alike: BatchOrigins | undefined = await near?.open(tx, unlike);
  const copies = new Map<number, number>();
  let id = await takePostIds(tx, fresh.length);
  const posts: NewPost[] = [];
  const breathe = createBreather();
  for (const { clean, mark, canonicalUrl, author } of fresh) {
    const same = mark.comparable ? exact.get(mark.hash) : undefined;
    const like = same === undefined ? (alike?.place(clean, id) ?? null) : null;
    const copyOf = same ?? like?.id ?? null;
    if (copyOf !== null) copies.set(copyOf, (copies.get(copyOf) ?? 0) + 1);
    if (mark.comparable) exact.set(mark.hash, copyOf ?? id);
    const placed = { copyOf, likeness: like?.likeness ?? null, contentHash: mark.hash };
    posts.push({ ...clean, ...placed, id: id++, author, canonicalUrl, storedAt: now });
    await breathe();
  }
  return { posts, copies, alike };
}

/** Counts only grow; a rank and a heat are what they are now. Null when nothing is newer. */
function newerMetrics(before: Metrics, now: Metrics): Metrics | null {
  const merged: { -readonly [K in keyof Metrics]: number } = { ...before, ...now };
  for (const name of ['likes', 'comments', 'reposts', 'views'] as const) {
    const most = Math.max(before[name] ?? -1, now[name] ?? -1);
    if (most >= 0) merged[name] = most;
  }
  const names = Object.keys(merged) as (keyof Metrics)[];
  return names.some((name) => merged[name] !== before[name]) ? merged : null;
}

async function refreshCounts(
  tx: Tx,
  seen: readonly PreparedPost[],
  known: ReadonlyMap<string, KnownPost>,
): Promise<{ readonly posts: number; readonly indexes: readonly number[] }> {
  const newer = new Map<number, Metrics>();
  const indexes: number[] = [];
  const moved = new Map<number, RankLook>();
  for (const post of seen) {
    const before = known.get(post.key);
    if (before === undefined) continue;
    const metrics = newerMetrics(newer.get(before.id) ?? before.metrics, post.clean.metrics);
    if (metrics === null) continue;
    newer.set(before.id, metrics);
    indexes.push(post.index);
    for (const look of lookOf({ ...post.clean, id: before.id })) moved.set(before.id, look);
  }
  await updateMetrics(tx, newer);
  await noteRanks(tx, [...moved.values()]);
  for (const { postId, rank } of moved.values()) await lowerHotRank(tx, postId, rank);
  return { posts: newer.size, indexes };
}

/** Where a post stood on a hot list when it was seen; nothing for all others. */
function lookOf(post: Pick<NewPost, 'id' | 'metrics' | 'observedAt'>): readonly RankLook[] {
  const { rank } = post.metrics;
  return rank === undefined ? [] : [{ postId: post.id, at: post.observedAt, rank }];
}

function isChanged(post: PreparedPost, before: KnownPost | undefined): boolean {
  return before !== undefined && before.contentHash !== post.mark.hash;
}
