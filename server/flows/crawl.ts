import { AppError } from '../core/errors.ts';
import type { FeedRun } from '../core/feed.ts';
import { DAY, type Instant, SECOND } from '../core/time.ts';
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
  const postsAt = await lastPostsAt(deps.db, feed.id);
  // What lies on a page before anybody looked says nothing about now: neither how fast we are nor when it was.
  const backlog = postsAt === null;
  const read = await readPages(deps, { feed, backlog }, input.signal);
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

async function lastPostsAt(db: Db, feedId: number): Promise<Instant | null> {
  const row = await db.selectFrom('feed').select('last_posts_at').where('id', '=', feedId).executeTakeFirst();
  return row?.last_posts_at ?? null;
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
