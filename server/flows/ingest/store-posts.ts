import { createBreather } from '../../core/turn.ts';
import type { Tx } from '../../db/database.ts';
import { addImportPosts, addImportPostsAgain, forgetImportPosts } from '../../db/import/import-posts.ts';
import { takeInlets } from '../../db/import/inlets.ts';
import { noteRanks } from '../../db/mention/facts.ts';
import {
  addCopies,
  findKnown,
  insertPosts,
  type KnownPost,
  type NewPost,
  postKey,
  takePostIds,
} from '../../db/post/posts.ts';
import { findRenamed } from '../../db/post/renamed-posts.ts';
import { insertSearch } from '../../db/post/search.ts';
import { openInheritance } from '../placing/inherit-labels.ts';
import { listBarred } from './barred-posts.ts';
import { openExactCopies } from './exact-copies.ts';
import type { OpenBatch } from './near-copies.ts';
import type { Batch, FreshPost, PreparedPost, ReadPost } from './prepare-posts.ts';
import { lookOf, refreshCounts } from './refresh-counts.ts';
import { storeMentions } from './store-mentions.ts';

/** What became of one batch. */
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
}

/** A new post with what it was stored as, and the watches that mention it. */
interface NewOne extends FreshPost {
  readonly post: NewPost;
  readonly watchIds: readonly number[];
}

/**
 * Writes batches. Whoever stored one of their posts in the meantime was first, an earlier one of these batches too: it
 * counts as known.
 * @param openNear null: only exact copies are linked
 * @returns what became of each; `remember` is to be called once the transaction is over: what was stored need not be
 * read back
 */
export async function storePosts(
  tx: Tx,
  batches: readonly Batch[],
  openNear: OpenBatch | null,
): Promise<{ readonly each: readonly Stored[]; remember(): void }> {
  const all = batches.flatMap(({ read, seen }) => [...read, ...seen]);
  const stored = new Map(
    await findKnown(
      tx,
      all.map((post) => post.clean),
    ),
  );
  for (const [key, known] of await renamedIn(tx, batches, stored)) stored.set(key, known);
  // What was read before its deletion was asked for is held off here.
  const barred = await listBarred(
    tx,
    batches.flatMap(({ read }) => read.filter(({ key }) => !stored.has(key))),
  );
  const fresh = firstOfEach(batches, stored, barred);
  const { posts, copies, alike } = await placePosts(tx, fresh, openNear);
  await insertPosts(tx, posts);
  await addCopies(tx, copies);
  await insertSearch(
    tx,
    posts.map(({ id, at }, index) => ({ postId: id, at, tokens: fresh[index]?.read.tokens ?? '' })),
  );
  const inherit = await openInheritance(tx, posts);
  const watchIds = await storeMentions(tx, fresh, posts);
  await noteRanks(tx, posts.flatMap(lookOf));
  await inherit(Math.max(...fresh.map(({ batch }) => batch.now)));
  const news = posts.map((post, at): NewOne => {
    const { id, metrics, contentHash } = post;
    stored.set(postKey(post.source, post.externalId), { id, metrics, contentHash });
    return { ...(fresh[at] as FreshPost), post, watchIds: watchIds[at] ?? [] };
  });
  const byBatch = Map.groupBy(news, ({ batch }) => batch);
  const each: Stored[] = [];
  for (const batch of batches) {
    const settled = await settleBatch(tx, batch, byBatch.get(batch) ?? [], stored);
    const erased = batch.read.filter((post) => barred.has(post)).length;
    each.push({ ...settled, known: settled.known + erased });
  }
  return { each, remember: () => alike?.remember(posts) };
}

/** What its feed showed before under another id: it is known. Too few words to compare are written by many. */
async function renamedIn(
  tx: Tx,
  batches: readonly Batch[],
  known: ReadonlyMap<string, KnownPost>,
): Promise<readonly (readonly [string, KnownPost])[]> {
  const found: (readonly [string, KnownPost])[] = [];
  for (const { feedId, read } of batches) {
    const shown = read.filter(({ key, mark }) => mark.comparable && !known.has(key));
    if (feedId === null || shown.length === 0) continue;
    const looks = shown.map(({ key, clean, mark, author, addresses }) => ({
      key,
      author,
      addresses,
      contentHash: mark.hash,
      title: clean.title,
      text: clean.text,
      at: clean.at,
      precision: clean.precision,
      voice: clean.voice,
    }));
    found.push(...(await findRenamed(tx, feedId, looks)));
  }
  return found;
}

/** Of posts that several bring the first one. */
function firstOfEach(
  batches: readonly Batch[],
  known: ReadonlyMap<string, KnownPost>,
  barred: ReadonlySet<ReadPost>,
): readonly FreshPost[] {
  const fresh = new Map<string, FreshPost>();
  for (const batch of batches) {
    for (const read of batch.read) {
      const isNew = !known.has(read.key) && !barred.has(read);
      if (isNew && !fresh.has(read.key)) fresh.set(read.key, { read, batch });
    }
  }
  return [...fresh.values()];
}

/** Takes over newer counts of what was known, and says what became of the batch. */
async function settleBatch(
  tx: Tx,
  batch: Batch,
  news: readonly NewOne[],
  stored: Map<string, KnownPost>,
): Promise<Stored> {
  const own = new Set(news.map(({ read }) => read));
  // A batch may hold the same post twice, or one whose first appearance was refused.
  const later = [...batch.read.filter((post) => !own.has(post)), ...batch.seen];
  const seen = later.filter((post) => stored.has(post.key));
  await noteImported(
    tx,
    batch,
    news,
    seen.flatMap(({ key }) => stored.get(key)?.id ?? []),
  );
  const renewed = await refreshCounts(tx, seen, stored);
  const watchIds = news.flatMap((one) => one.watchIds);
  return {
    stored: news.length,
    known: seen.length,
    copies: news.filter(({ post }) => post.copyOf !== null).length,
    mentions: watchIds.length,
    watchIds: [...new Set(watchIds)].sort((a, b) => a - b),
    updated: renewed.posts,
    added: news.map(({ read }) => read.index),
    renewed: renewed.indexes,
    changed: seen.filter((post) => isChanged(post, stored.get(post.key))).map((post) => post.index),
    cut: news.filter(({ post }) => post.fullLength !== null).length,
    future: news.filter(({ read }) => read.clean.future).map(({ read }) => read.index),
    lags: news.flatMap(({ post }) => lagOf(post)),
  };
}

/** What an import alone brought can be taken back with it; what comes by something else as well cannot. */
async function noteImported(
  tx: Tx,
  { importId }: Batch,
  news: readonly NewOne[],
  seenIds: readonly number[],
): Promise<void> {
  if (importId === null) return forgetImportPosts(tx, seenIds);
  const newIds = news.map(({ post }) => post.id);
  await addImportPosts(tx, importId, newIds);
  await addImportPostsAgain(tx, importId, seenIds);
}

function lagOf(post: NewPost): readonly number[] {
  const exact = post.precision === 'second' || post.precision === 'minute';
  return exact ? [Math.max(0, post.storedAt - post.at)] : [];
}

/** Gives each post its id and, where its content was seen before, exactly or nearly, the original it copies. */
async function placePosts(tx: Tx, fresh: readonly FreshPost[], openNear: OpenBatch | null) {
  const exact = await openExactCopies(
    tx,
    fresh.map(({ read }) => read),
  );
  const unlike = fresh.filter(({ read }) => exact.originOf(read) === null).map(({ read }) => read.clean);
  const alike = await openNear?.(unlike);
  const copies = new Map<number, number>();
  let id = await takePostIds(tx, fresh.length);
  const inlets = await inletsOf(tx, fresh);
  const posts: NewPost[] = [];
  const breathe = createBreather();
  for (const { read, batch } of fresh) {
    const { clean, mark, addresses, author } = read;
    const same = exact.originOf(read);
    const like = same === null ? (alike?.place(clean, id, author) ?? null) : null;
    const copyOf = same ?? like?.id ?? null;
    if (copyOf !== null) copies.set(copyOf, (copies.get(copyOf) ?? 0) + 1);
    exact.take(read, copyOf ?? id);
    const placed = { copyOf, likeness: like?.likeness ?? null, contentHash: mark.hash };
    posts.push({
      ...clean,
      ...placed,
      id: id++,
      author,
      canonicalUrl: addresses[0] ?? null,
      storedAt: batch.now,
      feedId: batch.feedId,
      inletId: inlets.get(batch.inlet ?? '') ?? null,
    });
    await breathe();
  }
  return { posts, copies, alike };
}

/** By what they come, of those that no feed brings. */
async function inletsOf(tx: Tx, fresh: readonly FreshPost[]): Promise<ReadonlyMap<string, number>> {
  const names = new Set(fresh.flatMap(({ batch }) => batch.inlet ?? []));
  return takeInlets(tx, [...names], fresh[0]?.batch.now ?? 0);
}

function isChanged(post: PreparedPost, before: KnownPost | undefined): boolean {
  return before !== undefined && before.contentHash !== post.mark.hash;
}
