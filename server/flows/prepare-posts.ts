import type { Analysis, Reader } from '../core/analysis.ts';
import { searchTokens } from '../core/bigram.ts';
import { type CleanPost, type CleanRefusal, cleanPost } from '../core/clean.ts';
import { type Matcher, matchPost } from '../core/match.ts';
import type { SourcePost } from '../core/post.ts';
import { type ContentMark, contentMark, pseudonym } from '../core/pseudonym.ts';
import type { Instant } from '../core/time.ts';
import type { Match } from '../core/watch.ts';
import { postKey } from '../db/posts.ts';

/** A clean post with all that can be worked out before the write lock is taken. */
export interface PreparedPost {
  readonly index: number;
  readonly key: string;
  readonly clean: CleanPost;
  readonly mark: ContentMark;
}

export interface ReadPost extends PreparedPost {
  readonly canonicalUrl: string | null;
  readonly author: string | null;
  readonly tokens: string;
  readonly matches: readonly Match[];
  /** null where no watch matches: reading is the dear part, and nobody would look at it. */
  readonly analysis: Analysis | null;
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

export interface ReadDeps {
  readonly reader: Reader;
  /** Same page, same string; null when it is no link. */
  readonly canonicalise: (url: string) => string | null;
  readonly hashKey: Buffer;
}

/** Matches and reads a batch of posts that are new. Pure work of the processor, no storage. */
export function readBatch(
  deps: ReadDeps,
  matcher: Matcher,
  posts: readonly PreparedPost[],
): { readonly read: readonly ReadPost[]; readonly refused: readonly RefusedPost[] } {
  const read: ReadPost[] = [];
  const refused: RefusedPost[] = [];
  const readings = new Map<string, Analysis>();
  for (const post of posts) {
    try {
      read.push(readOne(deps, matcher, post, readings));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      refused.push({
        index: post.index,
        reason: 'unreadable',
        excerpt: `${why}: ${post.clean.text}`.slice(0, 200),
      });
    }
  }
  return { read, refused };
}

function readOne(
  deps: ReadDeps,
  matcher: Matcher,
  post: PreparedPost,
  readings: Map<string, Analysis>,
): ReadPost {
  const { title, text, url, author, platform } = post.clean;
  const matches = matchPost(post.clean, matcher);
  return {
    ...post,
    canonicalUrl: url === null ? null : deps.canonicalise(url),
    author: author === null ? null : pseudonym(deps.hashKey, platform, author),
    tokens: searchTokens(title === null ? text : `${title}\n${text}`),
    matches,
    analysis: matches.length === 0 ? null : readText(deps.reader, post.clean, readings),
  };
}

/** Reads a text; `readings` remembers those of a batch, because copies come in waves. */
export function readText(
  reader: Reader,
  post: Pick<CleanPost, 'title' | 'text' | 'rating'>,
  readings: Map<string, Analysis>,
): Analysis {
  const key = `${post.rating ?? ''}\n${post.title ?? ''}\n${post.text}`;
  const known = readings.get(key);
  if (known !== undefined) return known;
  const analysis = reader.read(post.text, {
    ...(post.title === null ? {} : { title: post.title }),
    ...(post.rating === null ? {} : { rating: post.rating }),
  });
  readings.set(key, analysis);
  return analysis;
}
