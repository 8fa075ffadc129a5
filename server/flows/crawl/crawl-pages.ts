import type { Feed } from '../../core/feed/feed.ts';
import type { ReadPage } from '../../core/feed/page-reading.ts';
import type {
  FetchResult,
  Page,
  ParseResult,
  Source,
  SourceIO,
  SourceRange,
} from '../../core/feed/source.ts';
import type { SourcePost } from '../../core/mention/post.ts';
import { WORDLESS } from '../../core/reading/wordless.ts';
import { withoutAddresses } from '../../core/settings/hidden-settings.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { createFetchStore } from '../../db/feed/fetch-store.ts';
import type { IngestInput, IngestReport } from '../ingest/ingest.ts';
import {
  addReport,
  brokenOff,
  endOf,
  failed,
  type PagesRead,
  type RunEnd,
  unreadable,
  walled,
} from './crawl-outcome.ts';
import { createVisits, type Visits } from './visits.ts';

export interface PageDeps {
  readonly db: Db;
  readonly sources: ReadonlyMap<string, Source>;
  readonly fetcher: Pick<SourceIO, 'get'>;
  readonly readPage: ReadPage;
  /** The ingest flow with its own deps given. */
  readonly ingest: (input: IngestInput) => Promise<IngestReport>;
  /** Puts what pages say into the place of what was read from them before; absent: nothing is read again. */
  readonly replace?: (posts: readonly SourcePost[]) => Promise<{
    readonly posts: number;
    readonly watchIds: readonly number[];
  }>;
  readonly now: () => Instant;
}

export interface Visit {
  readonly feed: Feed;
  /** The feed never gave a post before: what is there now lay there already. */
  readonly backlog: boolean;
  /** It has no posts so far. */
  readonly isFirst: boolean;
  /** Its last run ended before it had all. */
  readonly wasCut?: boolean;
  /** A back-fill: posts of this time are wanted. */
  readonly range?: SourceRange | undefined;
  /** Listed articles that were last asked for before then are read again. */
  readonly again?: Instant | undefined;
}

/** Posts of a page that are stored in one transaction: a page of thousands keeps nobody from writing for long. */
const MAX_BATCH_POSTS = 200;

/** Fewer new posts are no page that something may lie behind. */
const FULL = 5;

type Counts = { -readonly [K in keyof PagesRead]: PagesRead[K] };

function nothingRead(): Counts {
  return {
    fetched: 0,
    stored: 0,
    known: 0,
    refused: 0,
    bytes: 0,
    pages: 0,
    unchanged: 0,
    behind: false,
    end: null,
    changed: 0,
    changedWatchIds: [],
    isFull: false,
    report: { mentions: 0, watchIds: [], lagP50: null, lagP95: null, notes: { future: 0, cut: 0 } },
  };
}

/**
 * Fetches, reads and stores page after page until the source asks for no more, or one is not what it should be. The
 * first answer that is no page is how the run ended, whatever came after it.
 */
export async function readPages(deps: PageDeps, visit: Visit, signal?: AbortSignal): Promise<PagesRead> {
  const { feed, range } = visit;
  const read = nothingRead();
  const source = deps.sources.get(feed.source);
  if (!source) return { ...read, end: failed('no-source', `there is no source named ${feed.source}`) };
  const clean = (text: string) => withoutAddresses(text, feed.params, source.params);
  const visits = createVisits(
    deps,
    feed,
    { isFirst: visit.isFirst, again: visit.again },
    async (url, reason, after) => {
      const refused = [{ index: read.refused, reason, excerpt: clean(url) }];
      const report = await deps.ingest({ posts: [], origin: feed.name, refused, after });
      Object.assign(read, addReport(read, report, 0));
    },
  );
  const parse = onceEach((page) => deps.readPage(source, page, feed.params, deps.now()));
  const { isFirst, wasCut = false } = visit;
  const hadPosts = !isFirst && range === undefined && visit.again === undefined;
  const since = { hadPosts, wasCut, isBehind: () => read.behind };
  const io = { ...visits.hands, ...since, read: parse, now: deps.now, ...(range && { range }) };
  const results = source.collect(feed.params, io)[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal?.throwIfAborted();
      const next = await take(results);
      if (next === null) break;
      if ('outcome' in next) {
        read.end ??= next;
        break;
      }
      read.bytes += next.bytes;
      const reading = { ...visit, source, visits, parse };
      if (next.kind !== 'page') {
        read.end ??= endOf(next);
        // Its whole entries are posts like any; what is wrong with it is that it broke off.
        if (next.part !== undefined) await readPage(deps, reading, next.part, read);
        continue;
      }
      const fault = await readPage(deps, reading, next.page, read);
      read.end ??= fault;
      if (fault !== null) break;
    }
  } finally {
    await results.return?.(undefined);
  }
  read.isFull = visits.isFull();
  if (read.end !== null) read.end = { ...read.end, detail: clean(read.end.detail) };
  return read;
}

/** The next page, or null after the last. A source that throws is a fault of the run, not of the job. */
async function take(results: AsyncIterator<FetchResult>): Promise<FetchResult | RunEnd | null> {
  try {
    const next = await results.next();
    return next.done ? null : next.value;
  } catch (fault) {
    return failed(
      'source-fault',
      `the source could not ask: ${fault instanceof Error ? fault.message : fault}`,
    );
  }
}

interface Reading extends Visit {
  readonly source: Source;
  readonly visits: Visits;
  readonly parse: (page: Page) => Promise<ParseResult>;
}

/** A source may look at a page before it hands it out: it is read once all the same. */
function onceEach(parse: Reading['parse']): Reading['parse'] {
  const results = new WeakMap<Page, Promise<ParseResult>>();
  return (page) => {
    const result = results.get(page) ?? parse(page);
    results.set(page, result);
    return result;
  };
}

async function readPage(
  deps: PageDeps,
  { feed, source, backlog, isFirst, range, again, visits, parse }: Reading,
  page: Page,
  read: Counts,
): Promise<RunEnd | null> {
  const before = { stored: read.stored, known: read.known };
  read.behind = false;
  if (page.notModified) {
    read.unchanged += 1;
    return null;
  }
  read.pages += 1;
  const parsed = await parse(page);
  if (parsed.kind === 'wall') return walled(parsed.wall, parsed.detail);
  const { posts, refused, truncated = false } = parsed;
  const after = posts.length > 0 && !truncated ? (tx: Tx) => remember(tx, page, visits) : undefined;
  const rest = refused.map((each) => ({ ...each, excerpt: '' }));
  for (let from = 0; from === 0 || from < posts.length; from += MAX_BATCH_POSTS) {
    const batch = posts.slice(from, from + MAX_BATCH_POSTS);
    const isLast = from + MAX_BATCH_POSTS >= posts.length;
    const given = batch.map((post): SourcePost => ({ ...post, voice: post.voice ?? source.voice }));
    // First, so that a run that is broken off in between reads the article once more.
    if (again !== undefined) await replace(deps, given, read);
    const report = await deps.ingest({
      posts: given,
      origin: feed.name,
      feedId: feed.id,
      backlog,
      positions: batch.map((_, index) => from + index),
      ...(isLast && { refused: rest, ...(after && { after }) }),
    });
    Object.assign(read, addReport(read, report, batch.length + (isLast ? rest.length : 0)));
  }
  if (truncated) return brokenOff(posts.length);
  const isAllNew = read.stored - before.stored >= FULL && read.known === before.known;
  const isList =
    again === undefined && !visits.asksOnce() && posts.every(({ voice }) => voice !== 'hot_list');
  read.behind = isAllNew && isList && !isFirst && range === undefined && source.kind !== 'hot-list';
  const unread = refused.find(({ reason }) => !WORDLESS.has(reason));
  return posts.length === 0 && unread !== undefined ? unreadable(refused.length, unread.reason) : null;
}

async function replace(
  { replace: put }: PageDeps,
  posts: readonly SourcePost[],
  read: Counts,
): Promise<void> {
  const replaced = await put?.(posts);
  if (replaced === undefined) return;
  read.changed += replaced.posts;
  read.changedWatchIds = [...new Set([...read.changedWatchIds, ...replaced.watchIds])];
}

/**
 * An empty page is never remembered: behind a later 304 a silent gate would look like no news. Nor is one
 * that broke off: the rest of it would stay behind that 304.
 */
async function remember(tx: Tx, page: Page, visits: Visits): Promise<void> {
  await visits.remember(tx, page);
  if (!page.conditional) return;
  await createFetchStore(tx).remember(page.url, { ...page.conditional, fetchedAt: page.fetchedAt });
}
