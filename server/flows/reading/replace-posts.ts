import type { Post, SourcePost } from '../../core/mention/post.ts';
import { pseudonym } from '../../core/mention/pseudonym.ts';
import type { Analysis } from '../../core/reading/analysis.ts';
import { applyLabel, type Override } from '../../core/reading/correction.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { addCopies, findKnown } from '../../db/post/posts.ts';
import {
  findPosts,
  noteReplaced,
  type Replacement,
  replacePost,
  type StoredPost,
} from '../../db/post/replaced-posts.ts';
import { insertSearch, removeSearch } from '../../db/post/search.ts';
import { renewAnalyses } from '../../db/reading/analyses.ts';
import { findReadings } from '../../db/reading/readings.ts';
import { watchGeneration } from '../../db/watch/watches.ts';
import { openExactCopies } from '../ingest/exact-copies.ts';
import { cleanBatch, type PreparedPost, type ReadPost } from '../ingest/prepare-posts.ts';
import { type ReadDeps, readBatch, readTexts } from '../ingest/read-posts.ts';
import type { WatchMatcher } from '../ingest/watch-matcher.ts';
import { type PostRead, putIn, takeOut } from './mention-anew.ts';

export interface ReplaceDeps extends ReadDeps {
  readonly db: Db;
  readonly matcher: WatchMatcher;
  now(): Instant;
}

export interface Replaced {
  /** Posts whose title, text, author or time is another one now. */
  readonly posts: number;
  /** The watches that mentioned them, or do now. */
  readonly watchIds: readonly number[];
}

const NONE: Replaced = { posts: 0, watchIds: [] };

/** A post as its page says it now, beside what is stored of it. */
interface Changed {
  readonly read: ReadPost;
  readonly before: StoredPost;
}

/**
 * Puts what pages say now into the place of what was read from them before. Each post keeps its number, its story, its
 * counts of likes, and what people labelled; its reading, mentions, facts, full text and counts are made again, in one
 * transaction, so that the counts are what a recount would give. What is not stored yet is left to ingest. Done again
 * it changes nothing.
 */
export async function replacePosts(deps: ReplaceDeps, posts: readonly SourcePost[]): Promise<Replaced> {
  for (;;) {
    const replaced = await tryOnce(deps, posts);
    if (replaced !== null) return replaced;
  }
}

/** Null when a watch, or one of the posts, was changed meanwhile. */
async function tryOnce(deps: ReplaceDeps, posts: readonly SourcePost[]): Promise<Replaced | null> {
  const now = deps.now();
  const { clean } = cleanBatch(posts, now);
  const known = await findKnown(
    deps.db,
    clean.map((post) => post.clean),
  );
  const stored = await findPosts(deps.db, [...new Set([...known.values()].map(({ id }) => id))]);
  const beforeOf = ({ key }: PreparedPost) => stored.get(known.get(key)?.id ?? 0);
  const other = clean.filter((post) => {
    const before = beforeOf(post);
    return before !== undefined && isOther(deps, post, before);
  });
  if (other.length === 0) return NONE;
  const { matcher, generation } = await deps.matcher();
  const { read, reader } = await readBatch(deps, matcher, other);
  const changed = read.flatMap((each): readonly Changed[] => {
    const before = beforeOf(each);
    return before === undefined ? [] : [{ read: each, before }];
  });
  // What no watch mentions any more may have a reading all the same: it is to be of the new text.
  const silent = changed.filter((each) => each.read.analysis === null);
  const outcomes = await readTexts(
    deps.reading,
    silent.map((each) => each.read.clean),
  );
  const readings = new Map(
    silent.flatMap(({ before }, at) => {
      const outcome = outcomes[at];
      return outcome === undefined || 'fault' in outcome ? [] : [[before.id, outcome] as const];
    }),
  );
  const analysisOf = ({ read: { analysis }, before }: Changed) =>
    analysis === null ? (readings.get(before.id) ?? null) : { analysis, reader };
  return deps.db.transaction().execute(async (tx) => {
    if ((await watchGeneration(tx)) !== generation || (await areOvertaken(tx, changed))) return null;
    return put(tx, changed, analysisOf, deps.now());
  });
}

/** Of a page without a time the stored one stays: it was read from somewhere, or is when it was first seen. */
const hasTime = ({ precision }: Pick<Post, 'precision'>): boolean =>
  precision !== 'none' && precision !== 'unknown';

function isOther({ hashKey }: ReplaceDeps, { clean }: PreparedPost, before: StoredPost): boolean {
  const author = clean.author === null ? before.author : pseudonym(hashKey, clean.platform, clean.author);
  const isMoved = hasTime(clean) && (clean.at !== before.at || clean.precision !== before.precision);
  return isMoved || clean.title !== before.title || clean.text !== before.text || author !== before.author;
}

async function areOvertaken(tx: Tx, changed: readonly Changed[]): Promise<boolean> {
  const now = await findPosts(
    tx,
    changed.map(({ before }) => before.id),
  );
  return changed.some(({ before }) => {
    const post = now.get(before.id);
    return post?.contentHash !== before.contentHash || post.at !== before.at;
  });
}

type AnalysisOf = (changed: Changed) => { readonly analysis: Analysis; readonly reader: string } | null;

async function put(
  tx: Tx,
  changed: readonly Changed[],
  analysisOf: AnalysisOf,
  now: Instant,
): Promise<Replaced> {
  const ids = changed.map(({ before }) => before.id);
  const kept = new Map((await findReadings(tx, ids)).map(({ post, override }) => [post.id, override]));
  const taken = await takeOut(tx, ids);
  await noteReplaced(tx, ids, now);
  await removeSearch(tx, ids);
  const exact = await openExactCopies(
    tx,
    changed.map(({ read }) => read),
  );
  const placed: { readonly one: Changed; readonly post: Post }[] = [];
  for (const one of changed) {
    const post = await putPost(tx, one, exact.originOf(one.read));
    exact.take(one.read, post.copyOf ?? post.id);
    placed.push({ one, post });
  }
  await insertSearch(
    tx,
    placed.map(({ one, post }) => ({ postId: post.id, at: post.at, tokens: one.read.tokens })),
  );
  const posts = await putReadings(tx, placed, analysisOf, kept);
  return { posts: changed.length, watchIds: await putIn(tx, posts, taken, now) };
}

/** Whom others copy stays the original that they are counted under. */
function copiedBy(before: StoredPost, contentHash: number, origin: number | null): number | null {
  if (contentHash === before.contentHash) return before.copyOf;
  return before.copies > 0 || origin === before.id ? null : origin;
}

async function putPost(tx: Tx, { read, before }: Changed, origin: number | null): Promise<Post> {
  const { clean, mark, author } = read;
  const copyOf = copiedBy(before, mark.hash, origin);
  const { at, precision } = hasTime(clean) ? clean : before;
  const next: Replacement = {
    id: before.id,
    title: clean.title,
    text: clean.text,
    author: author ?? before.author,
    at,
    precision,
    voice: clean.voice,
    copyOf,
    fullLength: clean.fullLength,
    contentHash: mark.hash,
  };
  await replacePost(tx, next, before);
  if (copyOf !== before.copyOf) {
    const moves = [...(before.copyOf === null ? [] : [[before.copyOf, -1] as const])];
    await addCopies(tx, new Map([...moves, ...(copyOf === null ? [] : [[copyOf, 1] as const])]));
  }
  const { contentHash: _, copies: __, ...post } = before;
  const { fullLength: ___, contentHash: ____, ...said } = next;
  return { ...post, ...said };
}

/** Keeps the readings. What people labelled holds for what the page says, too. */
async function putReadings(
  tx: Tx,
  placed: readonly { readonly one: Changed; readonly post: Post }[],
  analysisOf: AnalysisOf,
  kept: ReadonlyMap<number, Override | null>,
): Promise<readonly PostRead[]> {
  const read = placed.flatMap(({ one, post }) => {
    const found = analysisOf(one);
    const override = kept.get(post.id) ?? null;
    // Without a mention before and now nobody looks at it: then it had no reading, and needs none.
    if (found === null || (one.read.matches.length === 0 && !kept.has(post.id))) return [];
    const { analysis: machine, reader } = found;
    const analysis = override === null ? machine : applyLabel(machine, override);
    const { ownFor } = one.read;
    return [{ post, override, reader, analysis, ownFor, machine: override === null ? null : machine }];
  });
  await renewAnalyses(
    tx,
    read.map(({ post, ownFor: _, ...rest }) => ({ postId: post.id, ...rest })),
  );
  return read.map(({ post, analysis, override, ownFor }) => ({
    post,
    analysis,
    ownFor,
    judged: override?.sentiment ?? null,
  }));
}
