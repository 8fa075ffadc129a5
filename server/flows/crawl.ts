import { AppError } from '../core/errors.ts';
import type { Feed, FeedRun } from '../core/feed.ts';
import { DAY, HOUR, type Instant, SECOND } from '../core/time.ts';
import type { Db } from '../db/database.ts';
import { getFeed, listRuns, type RecordedRun, recordRun } from '../db/feeds.ts';
import { judgeRun } from './crawl-outcome.ts';
import { type PageDeps, readPages } from './crawl-pages.ts';

export interface CrawlDeps extends PageDeps {
  readonly db: Db;
  readonly log: { warn(facts: object, message: string): void };
}

/** What a run brought, for whoever tells the page. */
export interface CrawlReport extends FeedRun {
  readonly watchIds: readonly number[];
  readonly mentions: number;
}

/** Each fault in a row doubles the pause, up to this many times the usual one. */
const LONGEST_PAUSE = 8;

/**
 * One run of a feed: page by page fetched, read and stored, so that a wall on the third keeps what the
 * first two gave. Never throws for what the far side does: that is the outcome, recorded with the run.
 * It does throw when storing fails; then nothing of that page is kept and it will be fetched again.
 * @throws AppError('not_found') when there is no such feed
 */
export async function crawl(
  deps: CrawlDeps,
  input: { readonly feedId: number; readonly signal?: AbortSignal },
): Promise<CrawlReport> {
  const feed = await getFeed(deps.db, input.feedId);
  if (feed === null) throw new AppError('not_found', `there is no feed ${input.feedId}`);
  const startedAt = deps.now();
  const earlier = await listRuns(deps.db, feed.id, 3);
  const { postsAt, okAt } = await lastTimes(deps.db, feed.id);
  const backlog = postsAt === null || okAt === null || startedAt - okAt > longSilence(feed);
  const read = await readPages(deps, { feed, backlog }, input.signal);
  // Told to stop, we broke it off ourselves: that is no word about the far side.
  if (read.end?.aborted) throw new AppError('busy', `the crawl of feed ${feed.id} was broken off`);
  const { end, report, fetched, stored, known, refused, bytes } = read;
  const run: RecordedRun = {
    feedId: feed.id,
    startedAt,
    endedAt: deps.now(),
    ...{ fetched, stored, known, refused, bytes },
    ...judgeRun(read, earlier[0] ?? null, postsAt),
    lagP50: backlog ? null : report.lagP50,
    lagP95: backlog ? null : report.lagP95,
  };
  await recordRun(deps.db, run, nextAt(run, earlier, feed.every, end?.retryAt));
  if (run.outcome === 'failed')
    deps.log.warn({ feed: feed.id, detail: run.detail }, 'a feed could not be read');
  const { lagP50: _, lagP95: __, ...told } = run;
  return { ...told, watchIds: report.watchIds, mentions: report.mentions };
}

/**
 * After a pause this long the page is a backlog, as it is at the first look: what lies there says nothing
 * about how fast we are, and what has no time of its own may be from any day.
 */
function longSilence(feed: Feed): number {
  return Math.max(HOUR, 4 * feed.every * SECOND);
}

async function lastTimes(db: Db, feedId: number): Promise<{ postsAt: Instant | null; okAt: Instant | null }> {
  const row = await db
    .selectFrom('feed')
    .select(['last_posts_at as postsAt', 'last_ok_at as okAt'])
    .where('id', '=', feedId)
    .executeTakeFirst();
  return row ?? { postsAt: null, okAt: null };
}

/** The usual pause, longer with every fault in a row, and never before the far side said (within a day). */
function nextAt(
  run: FeedRun,
  earlier: readonly FeedRun[],
  every: number,
  retryAt: Instant | undefined,
): Instant {
  const faulty = (each: FeedRun) => each.outcome === 'wall' || each.outcome === 'failed';
  const firstGood = earlier.findIndex((each) => !faulty(each));
  const faults = faulty(run) ? (firstGood < 0 ? earlier.length : firstGood) : 0;
  const usual = run.startedAt + every * SECOND * Math.min(2 ** faults, LONGEST_PAUSE);
  return Math.max(usual, Math.min(retryAt ?? 0, run.startedAt + DAY));
}
