import { AppError } from '../../core/errors.ts';
import {
  changedDetail,
  type Feed,
  type FeedRun,
  NO_TURNS,
  type RunKind,
  wasNotAsked,
} from '../../core/feed/feed.ts';
import { adaptPace, nextTurn, usualPause } from '../../core/feed/feed-schedule.ts';
import type { SourceRange } from '../../core/feed/source.ts';
import { withoutAddresses } from '../../core/settings/hidden-settings.ts';
import { DAY, HOUR, type Instant, SECOND } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import {
  type FeedClock,
  listDays,
  listRuns,
  type NewRun,
  noteRun,
  readClock,
  recordRun,
} from '../../db/feed/feed-runs.ts';
import { getFeed, isSameFeed, requireFeed } from '../../db/feed/feeds.ts';
import { judgeRun, type PagesRead } from './crawl-outcome.ts';
import { type PageDeps, readPages } from './crawl-pages.ts';

export interface CrawlDeps extends PageDeps {
  readonly db: Db;
  readonly log: { warn(facts: object, message: string): void };
}

export interface CrawlInput {
  readonly feedId: number;
  /** Somebody asked for it before its turn. */
  readonly byHand?: boolean;
  /** A back-fill: posts of this time are wanted. The feed's turns and health go on as they were. */
  readonly range?: SourceRange;
  /**
   * Listed articles that were last asked for before then are read again. The feed's turns and health go on as they
   * were.
   */
  readonly again?: Instant;
  readonly signal?: AbortSignal;
}

/** What a run brought, for whoever notifies the page. */
export interface CrawlReport extends FeedRun {
  readonly watchIds: readonly number[];
  readonly mentions: number;
  /** Of a run that read again: the watches whose posts say something else now. */
  readonly changedWatchIds: readonly number[];
  /** The list may name more than was asked for. */
  readonly isFull: boolean;
}

const MAX_DETAIL_LENGTH = 300;
/** How far back a feed's own history goes when an empty page is judged. */
const HISTORY = 28 * DAY;

/**
 * One run of a feed: page by page fetched, read and stored, so that a wall on the third keeps what the
 * first two gave. Never throws for what the far side does: that is the outcome, recorded with the run.
 * It does throw when storing fails; then nothing of that page is kept, it will be fetched again, and the run is
 * recorded if it can be.
 * @throws AppError('not_found') when there is no such feed
 */
export async function crawl(deps: CrawlDeps, input: CrawlInput): Promise<CrawlReport> {
  const feed = await requireFeed(deps.db, input.feedId);
  const { range, again } = input;
  const startedAt = deps.now();
  const clock = await readClock(deps.db, feed.id);
  const backlog = range !== undefined || again !== undefined || isBacklog(feed, clock, startedAt);
  const began = { feedId: feed.id, kind: kindOf(input), startedAt, range: range ?? null };
  const isFirst = clock.lastPostsAt === null;
  const [last] = await listRuns(deps.db, feed.id, 1, { ofTurns: true });
  const wasCut = last !== undefined && isFaulty(last);
  const read = await readPages(deps, { feed, backlog, isFirst, wasCut, range, again }, input.signal).catch(
    async (fault: unknown) => {
      if (!input.signal?.aborted) await noteStoreFault(deps, feed, clock, began, fault);
      throw fault;
    },
  );
  // Told to stop, we broke it off ourselves: that is no word about the far side.
  if (read.end?.aborted) throw new AppError('busy', `the crawl of feed ${feed.id} was broken off`);
  const { report, fetched, stored, known, refused, bytes } = read;
  const run = {
    ...began,
    endedAt: deps.now(),
    fetched,
    stored,
    known,
    refused,
    bytes,
    ...judgeRun(read, await historyOf(deps.db, feed.id, clock, startedAt)),
    ...(again !== undefined && read.end === null && { detail: changedDetail(read.changed), wall: null }),
  };
  const isTurn = range === undefined && again === undefined;
  const next = isTurn ? planNext(feed, clock, run, read, backlog) : null;
  const lags = backlog ? { lagP50: null, lagP95: null } : { lagP50: report.lagP50, lagP95: report.lagP95 };
  await deps.db.transaction().execute(async (tx) => {
    const today = await getFeed(tx, feed.id);
    const kept = { ...run, ...lags };
    // Changed while it was read, it is due by its new settings, and this says nothing about its new page.
    if (today !== null && !isSameFeed(today, feed)) return noteRun(tx, kept, null);
    return recordRun(tx, kept, next?.at ?? null, next?.pace);
  });
  if (run.outcome === 'failed')
    deps.log.warn({ feed: feed.id, detail: run.detail }, 'a feed could not be read');
  const { changedWatchIds, isFull } = read;
  const told = { watchIds: report.watchIds, mentions: report.mentions, changedWatchIds, isFull };
  return { ...run, nextAt: next?.at ?? null, ...told };
}

/** Where anything can be stored at all, the feed's runs record that this one could not; the job says why. */
async function noteStoreFault(
  { db, now, sources }: CrawlDeps,
  feed: Feed,
  clock: FeedClock,
  began: Pick<FeedRun, 'feedId' | 'kind' | 'startedAt' | 'range'>,
  fault: unknown,
): Promise<void> {
  const said = fault instanceof Error ? fault.message : String(fault);
  const run: NewRun = {
    ...began,
    endedAt: now(),
    outcome: 'failed',
    failure: 'store-fault',
    wall: null,
    fetched: 0,
    stored: 0,
    known: 0,
    refused: 0,
    bytes: 0,
    lagP50: null,
    lagP95: null,
    detail: withoutAddresses(said, feed.params, sources.get(feed.source)?.params ?? []).slice(
      0,
      MAX_DETAIL_LENGTH,
    ),
  };
  const { startedAt, endedAt } = run;
  const pace = clock.pace ?? feed.every;
  const isTurn = !NO_TURNS.includes(began.kind);
  const next = isTurn ? nextTurn({ feed, pace, faults: clock.failures, startedAt, endedAt }) : null;
  const recorded = db.transaction().execute((tx) => recordRun(tx, run, next, clock.pace));
  await recorded.catch(() => undefined);
}

function kindOf({ range, again, byHand }: CrawlInput): RunKind {
  if (again !== undefined) return 'again';
  if (range) return 'backfill';
  return byHand ? 'by-hand' : 'turn';
}

/**
 * After a pause this long the page is a backlog, as it is at the first look: what lies there says nothing
 * about how fast we are, and what has no time of its own may be from any day.
 */
function isBacklog(feed: Feed, { lastPostsAt, lastOkAt }: FeedClock, now: Instant): boolean {
  if (lastPostsAt === null || lastOkAt === null) return true;
  return now - lastOkAt > Math.max(HOUR, 4 * usualPause(feed, lastOkAt) * SECOND);
}

/** What the feed's pages were like before this row of empty ones. */
async function historyOf(db: Db, feedId: number, clock: FeedClock, now: Instant) {
  const days = await listDays(db, now - HISTORY, [feedId]);
  const sum = (of: 'readable' | 'empty') => days.reduce((total, day) => total + day[of], 0) - clock.empties;
  return {
    hadPosts: clock.lastPostsAt !== null,
    inRow: clock.empties + 1,
    readable: Math.max(0, sum('readable')),
    empty: Math.max(0, sum('empty')),
  };
}

const isFaulty = ({ outcome }: Pick<FeedRun, 'outcome'>): boolean =>
  outcome === 'wall' || outcome === 'failed';

function planNext(
  feed: Feed,
  clock: FeedClock,
  run: Pick<FeedRun, 'outcome' | 'wall' | 'failure' | 'startedAt' | 'endedAt'>,
  read: PagesRead,
  backlog: boolean,
): { readonly at: Instant; readonly pace: number | null } {
  const faulty = isFaulty(run);
  const before = clock.pace ?? feed.every;
  const pace = faulty ? before : adaptPace(feed, before, { ...read, backlog });
  // Whose host is left alone comes as soon as it is not: nothing is known against this feed.
  const isBeginning = run.wall === 'malformed' && read.fetched > read.refused;
  // What a page that always breaks off still brings is wanted in its time.
  const faults = faulty && !wasNotAsked(run) && !isBeginning ? clock.failures : 0;
  const { startedAt, endedAt } = run;
  const at = nextTurn({ feed, pace, faults, startedAt, endedAt, retryAt: read.end?.retryAt });
  return { at, pace: feed.adaptive === null ? null : pace };
}
