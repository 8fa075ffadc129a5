import { type CleanPost, type CleanRefusal, cleanPost } from '../../core/mention/clean.ts';
import type { SourcePost } from '../../core/mention/post.ts';
import { type ContentMark, contentMark } from '../../core/mention/pseudonym.ts';
import type { Match } from '../../core/mention/watch.ts';
import type { Analysis } from '../../core/reading/analysis.ts';
import type { Instant } from '../../core/time.ts';
import { postKey } from '../../db/post/posts.ts';

/** A clean post with all that can be worked out before the write lock is taken. */
export interface PreparedPost {
  readonly index: number;
  readonly key: string;
  readonly clean: CleanPost;
  readonly mark: ContentMark;
}

export interface ReadPost extends PreparedPost {
  /** The keys of its link, the one that is kept first; none without a link. */
  readonly addresses: readonly string[];
  readonly author: string | null;
  readonly tokens: string;
  readonly matches: readonly Match[];
  /** Those of the watches for whose subject its author speaks. */
  readonly ownFor: ReadonlySet<number>;
  /** null where no watch matches: reading is the dear part, and nobody would look at it. */
  readonly analysis: Analysis | null;
}

/** What is to be stored together, or not at all. */
export interface Batch {
  /** Read posts that were new a moment ago. */
  readonly read: readonly ReadPost[];
  /** Posts that were known already. */
  readonly seen: readonly PreparedPost[];
  readonly reader: string;
  readonly now: Instant;
  /** The feed that brings them; null where they are pushed or imported. */
  readonly feedId: number | null;
  /** Name of what they come by where no feed brings them; see `InletTable`. */
  readonly inlet: string | null;
  /** The import that brings them; null where none does. */
  readonly importId: number | null;
}

/** A post that is new for certain, and the batch that brings it. */
export interface FreshPost {
  readonly read: ReadPost;
  readonly batch: Batch;
}

export interface RefusedPost {
  readonly index: number;
  readonly reason: CleanRefusal | 'unreadable' | (string & {});
  readonly excerpt: string;
}

/** Cleans a batch. The same post twice in it: the later one only brings newer counts. */
export function cleanBatch(
  posts: readonly SourcePost[],
  now: Instant,
  backlog = false,
): {
  readonly clean: readonly PreparedPost[];
  readonly again: readonly PreparedPost[];
  readonly refused: readonly RefusedPost[];
} {
  const clean = new Map<string, PreparedPost>();
  const again: PreparedPost[] = [];
  const refused: RefusedPost[] = [];
  posts.forEach((post, index) => {
    const result = tryClean(post, now);
    if (result.kind === 'refused') {
      refused.push({ index, reason: result.reason, excerpt: excerptOf(post) });
      return;
    }
    const key = postKey(result.post.source, result.post.externalId);
    const prepared = {
      index,
      key,
      clean: backlog ? withoutTime(result.post) : result.post,
      mark: contentMark(result.post.title, result.post.text),
    };
    if (clean.has(key)) again.push(prepared);
    else clean.set(key, prepared);
  });
  return { clean: [...clean.values()], again, refused };
}

/** In a backlog, a post without a time may be from any day; a hot list's rank is of now. */
function withoutTime(post: CleanPost): CleanPost {
  return post.precision === 'none' && post.voice !== 'hot_list' ? { ...post, precision: 'unknown' } : post;
}

/** A post that breaks its own cleaning must not take the batch with it. */
function tryClean(
  post: SourcePost,
  now: Instant,
): ReturnType<typeof cleanPost> | { kind: 'refused'; reason: 'unreadable' } {
  try {
    return cleanPost(post, now);
  } catch {
    return { kind: 'refused', reason: 'unreadable' };
  }
}

/** What people are shown of a refused post: whatever it has that can be recognised. */
export function excerptOf(post: SourcePost): string {
  const parts = [post.externalId, post.title, post.text, post.url].filter((part) => typeof part === 'string');
  return parts.join(' ').trim().slice(0, 200).toWellFormed();
}
