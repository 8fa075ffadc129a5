import type { Feed } from '../core/feed.ts';
import type { SourcePost } from '../core/post.ts';
import type { FetchResult, Page, ParseResult, Source, Wall } from '../core/source.ts';
import type { Instant } from '../core/time.ts';
import type { Tx } from '../db/database.ts';
import { createFetchStore } from '../db/fetch-store.ts';
import type { CrawlDeps } from './crawl.ts';

/** Why a run ended before its last page. */
export interface RunEnd {
  readonly outcome: 'wall' | 'failed';
  readonly wall: Wall | null;
  readonly detail: string;
  readonly retryAt?: Instant | undefined;
}

/** What all pages of one run came to. */
export interface PagesRead {
  readonly fetched: number;
  readonly stored: number;
  readonly known: number;
  readonly refused: number;
  readonly bytes: number;
  /** Pages with a body, and those that had not changed. */
  readonly pages: number;
  readonly unchanged: number;
  readonly end: RunEnd | null;
  readonly report: {
    readonly mentions: number;
    readonly watchIds: readonly number[];
    readonly lagP50: number | null;
    readonly lagP95: number | null;
  };
}

type Counts = { -readonly [K in keyof PagesRead]: PagesRead[K] };

/** Fetches, reads and stores page after page until there is none, or one that is not a page. */
export async function readPages(deps: CrawlDeps, feed: Feed, signal?: AbortSignal): Promise<PagesRead> {
  const read: Counts = {
    ...{ fetched: 0, stored: 0, known: 0, refused: 0, bytes: 0, pages: 0, unchanged: 0, end: null },
    report: { mentions: 0, watchIds: [], lagP50: null, lagP95: null },
  };
  const source = deps.sources.get(feed.source);
  if (!source) return { ...read, end: failure(`there is no source named ${feed.source}`) };
  const io = { get: deps.fetcher.get, now: deps.now };
  const results = source.collect(feed.params, io)[Symbol.asyncIterator]();
  try {
    while (read.end === null) {
      signal?.throwIfAborted();
      const next = await take(results);
      if (next === null) break;
      read.bytes += next.bytes;
      read.end = next.kind === 'page' ? await readPage(deps, feed, source, next.page, read) : endOf(next);
    }
  } finally {
    await results.return?.(undefined);
  }
  return read;
}

const failure = (detail: string): RunEnd => ({ outcome: 'failed', wall: null, detail });

/** The next page, or null after the last. A source that throws is a fault of the run, not of the job. */
async function take(results: AsyncIterator<FetchResult>): Promise<FetchResult | null> {
  try {
    const next = await results.next();
    return next.done ? null : next.value;
  } catch (fault) {
    const detail = `the source could not ask: ${fault instanceof Error ? fault.message : fault}`;
    return { kind: 'failed', reason: 'bad-url', detail, bytes: 0 };
  }
}

function endOf(result: Exclude<FetchResult, { kind: 'page' }>): RunEnd {
  const { detail, retryAt } = result;
  return result.kind === 'wall'
    ? { outcome: 'wall', wall: result.wall, detail, retryAt }
    : { ...failure(`${result.reason}: ${detail}`), retryAt };
}

async function readPage(
  deps: CrawlDeps,
  feed: Feed,
  source: Source,
  page: Page,
  read: Counts,
): Promise<RunEnd | null> {
  if (page.notModified) {
    read.unchanged += 1;
    return null;
  }
  read.pages += 1;
  const parsed = parse(source, page, feed, deps.now());
  if (parsed.kind === 'wall') return { outcome: 'wall', wall: parsed.wall, detail: parsed.detail };
  const { posts, refused } = parsed;
  const after = posts.length > 0 ? (tx: Tx) => remember(tx, page) : undefined;
  const report = await deps.ingest({
    posts: posts.map((post): SourcePost => ({ ...post, voice: post.voice ?? source.voice })),
    origin: feed.name,
    refused: refused.map((each) => ({ ...each, excerpt: '' })),
    ...(after ? { after } : {}),
  });
  read.fetched += posts.length + refused.length;
  read.stored += report.stored;
  read.known += report.known;
  read.refused += report.refused.length;
  read.report = merge(read, report);
  return posts.length === 0 && refused.length > 0
    ? unreadable(refused.length, refused[0]?.reason ?? '')
    : null;
}

/** `parse` promises not to throw. A source that breaks the promise must not break the run's record. */
function parse(source: Source, page: Page, feed: Feed, now: Instant): ParseResult {
  try {
    return source.parse(page, feed.params, now);
  } catch (fault) {
    const detail = `the source failed on this page: ${fault instanceof Error ? fault.message : fault}`;
    return { kind: 'wall', wall: 'shape-changed', detail };
  }
}

function unreadable(count: number, reason: string): RunEnd {
  return {
    outcome: 'wall',
    wall: 'shape-changed',
    detail: `none of ${count} entries could be read: ${reason}`,
  };
}

/** An empty page is never remembered: behind a later 304 a silent gate would look like no news. */
async function remember(tx: Tx, page: Page): Promise<void> {
  if (!page.conditional) return;
  await createFetchStore(tx).remember(page.url, { ...page.conditional, fetchedAt: page.fetchedAt });
}

/** The lag of the page that stored most speaks for the run. */
function merge(
  read: PagesRead,
  report: PagesRead['report'] & { readonly stored: number },
): PagesRead['report'] {
  const watchIds = [...new Set([...read.report.watchIds, ...report.watchIds])];
  const mentions = read.report.mentions + report.mentions;
  const before = read.report.lagP50 !== null && read.stored - report.stored >= report.stored;
  const { lagP50, lagP95 } = before || report.lagP50 === null ? read.report : report;
  return { mentions, watchIds, lagP50, lagP95 };
}
