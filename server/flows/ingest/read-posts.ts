import type { CleanPost } from '../../core/mention/clean.ts';
import { type Matcher, matchPost } from '../../core/mention/match.ts';
import { pseudonym } from '../../core/mention/pseudonym.ts';
import { searchTokens } from '../../core/reading/bigram.ts';
import {
  inputKey,
  type ReadInput,
  type ReadingPool,
  type ReadOutcome,
} from '../../core/reading/reading-pool.ts';
import type { PreparedPost, ReadPost, RefusedPost } from './prepare-posts.ts';

export interface ReadDeps {
  readonly reading: ReadingPool;
  /** The keys of a link, the one that is kept first; none where it is no link. */
  readonly canonicalise: (url: string) => readonly string[];
  readonly hashKey: Buffer;
}

export interface BatchRead {
  readonly read: readonly ReadPost[];
  readonly refused: readonly RefusedPost[];
  /** Version of what read them; empty when nothing had to be read. */
  readonly reader: string;
}

/** Posts that are matched, and not read yet. */
export interface BatchMatched {
  readonly matched: readonly ReadPost[];
  readonly refused: readonly RefusedPost[];
}

const refuse = ({ index, clean }: PreparedPost, reason: string, why: string): RefusedPost => ({
  index,
  reason,
  excerpt: `${why}: ${clean.text}`.slice(0, 200),
});

/** Matches a batch of posts. No storage. */
export function matchBatch(deps: ReadDeps, matcher: Matcher, posts: readonly PreparedPost[]): BatchMatched {
  const refused: RefusedPost[] = [];
  const matched: ReadPost[] = [];
  for (const post of posts) {
    try {
      matched.push(matchOne(deps, matcher, post));
    } catch (error) {
      refused.push(refuse(post, 'unreadable', error instanceof Error ? error.message : String(error)));
    }
  }
  return { matched, refused };
}

/** Reads those of a batch that a watch mentions. No storage; never call it inside a transaction. */
export async function readMatched(deps: ReadDeps, batch: BatchMatched): Promise<BatchRead> {
  const { matched } = batch;
  const read: ReadPost[] = [];
  const refused = [...batch.refused];
  const concerned = matched.filter((post) => post.matches.length > 0);
  const outcomes = await readTexts(
    deps.reading,
    concerned.map((post) => post.clean),
  );
  const found = new Map(concerned.map((post, index) => [post, outcomes[index]]));
  let reader = '';
  for (const post of matched) {
    const outcome = found.get(post);
    if (outcome === undefined) read.push(post);
    else if ('fault' in outcome) refused.push(refuse(post, outcome.fault.code, outcome.fault.message));
    else {
      read.push({ ...post, analysis: outcome.analysis });
      reader = outcome.reader;
    }
  }
  return { read, refused, reader };
}

/** Matches and reads a batch of posts that are new. No storage; never call it inside a transaction. */
export function readBatch(
  deps: ReadDeps,
  matcher: Matcher,
  posts: readonly PreparedPost[],
): Promise<BatchRead> {
  return readMatched(deps, matchBatch(deps, matcher, posts));
}

const NOBODY: ReadonlySet<number> = new Set();

/** All but the reading. */
function matchOne(deps: ReadDeps, matcher: Matcher, post: PreparedPost): ReadPost {
  const { title, text, url, author, platform, voice, pseudonym: known = null } = post.clean;
  const matches = matchPost(post.clean, matcher);
  const ownFor = author === null ? NOBODY : matcher.ownFor(author, voice, matches);
  const own = matches.length > 0 && matches.every(({ watchId }) => ownFor.has(watchId));
  return {
    ...post,
    ...(own && { clean: { ...post.clean, voice: 'own' } }),
    addresses: url === null ? [] : deps.canonicalise(url),
    author: author === null ? known : pseudonym(deps.hashKey, platform, author),
    tokens: searchTokens(title === null ? text : `${title}\n${text}`),
    matches,
    ownFor,
    analysis: null,
  };
}

/** Reads texts, equal ones of a batch only once, because copies come in waves. Outcomes in order. */
export async function readTexts(
  reading: ReadingPool,
  posts: readonly Pick<CleanPost, 'title' | 'text' | 'rating'>[],
): Promise<readonly ReadOutcome[]> {
  const inputs = posts.map(
    ({ title, text, rating }): ReadInput => ({
      text,
      ...(title === null ? {} : { title }),
      ...(rating === null ? {} : { rating }),
    }),
  );
  const keys = inputs.map(inputKey);
  const distinct = new Map(inputs.map((input, index) => [keys[index], input]));
  const outcomes = await reading.readAll([...distinct.values()]);
  const byKey = new Map([...distinct.keys()].map((key, index) => [key, outcomes[index]]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}
