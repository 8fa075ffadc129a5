import type { Metrics } from '../../core/mention/post.ts';
import type { Tx } from '../../db/database.ts';
import { lowerHotRank, noteRanks, type RankLook } from '../../db/mention/facts.ts';
import { type KnownPost, type NewPost, updateMetrics } from '../../db/post/posts.ts';
import type { PreparedPost } from './prepare-posts.ts';

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

/** What is known of the posts is brought up to date with them. */
export async function refreshCounts(
  tx: Tx,
  seen: readonly PreparedPost[],
  known: Map<string, KnownPost>,
): Promise<{ readonly posts: number; readonly indexes: readonly number[] }> {
  const newer = new Map<number, Metrics>();
  const indexes: number[] = [];
  const moved = new Map<number, RankLook>();
  for (const post of seen) {
    const before = known.get(post.key);
    if (before === undefined) continue;
    const metrics = newerMetrics(before.metrics, post.clean.metrics);
    if (metrics === null) continue;
    known.set(post.key, { ...before, metrics });
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
export function lookOf(post: Pick<NewPost, 'id' | 'metrics' | 'observedAt'>): readonly RankLook[] {
  const { rank } = post.metrics;
  return rank === undefined ? [] : [{ postId: post.id, at: post.observedAt, rank }];
}
