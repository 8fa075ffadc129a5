import { type Selectable, sql } from 'kysely';
import { type FeedRun, NO_TURNS, type RunFailure, wasNotAsked } from '../../core/feed/feed.ts';
import { EMPTY_PAGE } from '../../core/feed/feed-health.ts';
import type { Wall } from '../../core/feed/source.ts';
import { CHINA_OFFSET, DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import type { FeedRunTable } from '../schema/schema.ts';

/** A run with how old its posts were when they were stored. */
export type RecordedRun = FeedRun & { readonly lagP50: number | null; readonly lagP95: number | null };

type Later = 'kind' | 'failure' | 'range' | 'nextAt';
/** A run to be kept: a turn, unless it says otherwise. */
export type NewRun = Omit<RecordedRun, Later> & Partial<Pick<RecordedRun, 'kind' | 'failure' | 'range'>>;

/** What a feed knows of itself between runs. */
export interface FeedClock {
  readonly failures: number;
  /** Empty pages in a row. */
  readonly empties: number;
  readonly lastOkAt: Instant | null;
  readonly lastPostsAt: Instant | null;
  readonly nextAt: Instant | null;
  /** Seconds; null: as the settings say. */
  readonly pace: number | null;
}

const CLOCK = [
  'failures',
  'empties',
  'last_ok_at as lastOkAt',
  'last_posts_at as lastPostsAt',
  'next_at as nextAt',
  'pace',
] as const;

export async function readClocks(db: Db): Promise<ReadonlyMap<number, FeedClock>> {
  const rows = await db
    .selectFrom('feed')
    .select([...CLOCK, 'id'])
    .execute();
  return new Map(rows.map(({ id, ...clock }) => [id, clock]));
}

export async function readClock(db: Db, feedId: number): Promise<FeedClock> {
  return db.selectFrom('feed').select(CLOCK).where('id', '=', feedId).executeTakeFirstOrThrow();
}

const dayOf = (at: Instant): number => Math.floor((at + CHINA_OFFSET) / DAY);
const isEmptyPage = (run: Pick<FeedRun, 'outcome' | 'detail'>): boolean =>
  run.outcome === 'quiet' && run.detail.startsWith(EMPTY_PAGE);

/**
 * Keeps what a run came to and when the next one is due. A back-fill, and what is read again, leave the feed's clock
 * and history alone. Give it a transaction.
 */
export async function recordRun(
  db: Db,
  run: NewRun,
  nextAt: Instant | null,
  pace: number | null = null,
): Promise<void> {
  if (!NO_TURNS.includes(run.kind ?? 'turn')) {
    await moveClock(db, run, nextAt, pace);
    await countDay(db, run);
  }
  await noteRun(db, run, nextAt);
}

/** Keeps what a run came to, and leaves the feed's clock and history alone. */
export async function noteRun(db: Db, run: NewRun, nextAt: Instant | null): Promise<void> {
  const { feedId, startedAt, endedAt, lagP50, lagP95, range = null, ...rest } = run;
  await db
    .insertInto('feed_run')
    .values({
      ...rest,
      feed_id: feedId,
      started_at: startedAt,
      ended_at: endedAt,
      next_at: nextAt,
      lag_p50: lagP50,
      lag_p95: lagP95,
      range_from: range?.from ?? null,
      range_to: range?.to ?? null,
    })
    .execute();
}

async function moveClock(db: Db, run: NewRun, nextAt: Instant | null, pace: number | null): Promise<void> {
  const good = run.outcome === 'posts' || run.outcome === 'quiet';
  const counts = !good && !wasNotAsked({ failure: run.failure ?? null });
  await db
    .updateTable('feed')
    .set({
      last_run_at: run.startedAt,
      next_at: nextAt,
      pace,
      ...(good && { failures: 0 }),
      ...(counts && { failures: sql<number>`failures + 1` }),
      // A fault says nothing about what is on the page.
      ...(good ? { empties: isEmptyPage(run) ? sql<number>`empties + 1` : 0, last_ok_at: run.endedAt } : {}),
      // A run that ended at a fault may have brought posts before it. Where others stored them first, it has posts too.
      ...(run.stored > 0 ? { last_posts_at: run.endedAt } : {}),
      ...(run.stored === 0 && run.outcome === 'posts'
        ? { last_posts_at: sql<number>`coalesce(last_posts_at, ${run.endedAt})` }
        : {}),
    })
    .where('id', '=', run.feedId)
    .execute();
}

async function countDay(db: Db, run: NewRun): Promise<void> {
  const { feedId, fetched, stored, outcome } = run;
  const readable = outcome === 'posts' || outcome === 'quiet' ? 1 : 0;
  const counts = { runs: 1, readable, empty: isEmptyPage(run) ? 1 : 0, fetched, stored };
  await db
    .insertInto('feed_day')
    .values({ feed_id: feedId, day: dayOf(run.startedAt), ...counts })
    .onConflict((conflict) =>
      conflict.columns(['feed_id', 'day']).doUpdateSet((eb) => ({
        runs: eb('feed_day.runs', '+', counts.runs),
        readable: eb('feed_day.readable', '+', counts.readable),
        empty: eb('feed_day.empty', '+', counts.empty),
        fetched: eb('feed_day.fetched', '+', fetched),
        stored: eb('feed_day.stored', '+', stored),
      })),
    )
    .execute();
}

/** Forgets what the days of feeds came to before a time: each night one day of each feed. */
export async function pruneDays(tx: Db, before: Instant): Promise<void> {
  await tx.deleteFrom('feed_day').where('day', '<', dayOf(before)).execute();
}

export function toRun(row: Selectable<FeedRunTable>): RecordedRun {
  const {
    id: _,
    feed_id,
    started_at,
    ended_at,
    lag_p50,
    lag_p95,
    next_at,
    range_from,
    range_to,
    ...rest
  } = row;
  return {
    ...rest,
    feedId: feed_id,
    startedAt: started_at,
    endedAt: ended_at,
    wall: rest.wall as Wall | null,
    failure: rest.failure as RunFailure | null,
    nextAt: next_at,
    range: range_from === null || range_to === null ? null : { from: range_from, to: range_to },
    lagP50: lag_p50,
    lagP95: lag_p95,
  };
}

/** Newest first; `ofTurns` leaves out what is no turn. */
export async function listRuns(
  db: Db,
  feedId: number,
  limit: number,
  options: { readonly ofTurns?: boolean } = {},
): Promise<readonly RecordedRun[]> {
  let query = db.selectFrom('feed_run').selectAll().where('feed_id', '=', feedId);
  if (options.ofTurns) query = query.where('kind', 'not in', NO_TURNS);
  return (await query.orderBy('started_at', 'desc').limit(limit).execute()).map(toRun);
}

/** What the days of `feedIds` came to since `from`, oldest first. */
export async function listDays(db: Db, from: Instant, feedIds: readonly number[]) {
  const rows = await db
    .selectFrom('feed_day')
    .select(['feed_id as feedId', 'day', 'runs', 'readable', 'empty', 'fetched', 'stored'])
    .where('feed_id', 'in', feedIds)
    .where('day', '>=', dayOf(from))
    .orderBy('feed_id')
    .orderBy('day')
    .execute();
  return rows.map(({ day, ...row }) => ({ ...row, day: day * DAY - CHINA_OFFSET }));
}
