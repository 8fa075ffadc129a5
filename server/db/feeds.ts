import { type Selectable, sql } from 'kysely';
import { AppError } from '../core/errors.ts';
import type { Feed, FeedRun, RunOutcome } from '../core/feed.ts';
import type { Params, Wall } from '../core/source.ts';
import type { Instant } from '../core/time.ts';
import type { Db } from './database.ts';
import { parseJson } from './json.ts';
import type { FeedRunTable, FeedTable } from './schema.ts';

export type FeedInput = Pick<Feed, 'name' | 'source' | 'params' | 'every' | 'active'>;

function toFeed(row: Selectable<FeedTable>): Feed {
  return {
    id: row.id,
    name: row.name,
    source: row.source,
    params: parseJson<Params>(row.params_json),
    every: row.every,
    active: row.active === 1,
    createdAt: row.created_at,
  };
}

/** Keys in order, so that the same settings are the same text and no feed exists twice. */
function toRow(input: FeedInput) {
  const params = Object.fromEntries(Object.entries(input.params).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    name: input.name,
    source: input.source,
    params_json: JSON.stringify(params),
    every: input.every,
    active: input.active ? 1 : 0,
  };
}

function twice(error: unknown, input: FeedInput): unknown {
  const taken = error instanceof Error && /UNIQUE constraint failed: feed\./.test(error.message);
  if (!taken) return error;
  return new AppError('conflict', `a feed of ${input.source} with these settings exists already`);
}

export async function listFeeds(db: Db): Promise<readonly Feed[]> {
  return (await db.selectFrom('feed').selectAll().orderBy('id').execute()).map(toFeed);
}

export async function getFeed(db: Db, id: number): Promise<Feed | null> {
  const row = await db.selectFrom('feed').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toFeed(row);
}

/** @throws AppError('conflict') when a feed with the same source and settings exists */
export async function createFeed(db: Db, input: FeedInput, now: Instant): Promise<Feed> {
  try {
    const row = await db
      .insertInto('feed')
      .values({ ...toRow(input), created_at: now, next_at: now })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toFeed(row);
  } catch (error) {
    throw twice(error, input);
  }
}

/** Changed settings are due at once. @throws AppError('not_found'), AppError('conflict') */
export async function updateFeed(db: Db, id: number, input: FeedInput): Promise<Feed> {
  const before = await getFeed(db, id);
  // Another page is a new beginning: what lies on it is a backlog, whatever the old one gave.
  const anew = before !== null && !samePage(before, input);
  try {
    const row = await db
      .updateTable('feed')
      .set({
        ...toRow(input),
        next_at: null,
        failures: 0,
        ...(anew && { last_ok_at: null, last_posts_at: null }),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw new AppError('not_found', `there is no feed ${id}`);
    return toFeed(row);
  } catch (error) {
    throw twice(error, input);
  }
}

/** Whether two inputs read the same page. */
function samePage(a: FeedInput, b: FeedInput): boolean {
  return a.source === b.source && toRow(a).params_json === toRow(b).params_json;
}

/** Its runs go with it; the posts it brought stay. */
export async function deleteFeed(db: Db, id: number): Promise<void> {
  await db.deleteFrom('feed').where('id', '=', id).execute();
}

/** Active feeds whose time has come, longest waiting first. A new one has no time yet: it is due. */
export async function dueFeeds(db: Db, now: Instant): Promise<readonly Feed[]> {
  const rows = await db
    .selectFrom('feed')
    .selectAll()
    .where('active', '=', 1)
    .where((where) => where.or([where('next_at', 'is', null), where('next_at', '<=', now)]))
    .orderBy('next_at')
    .execute();
  return rows.map(toFeed);
}

/** A run with how old its posts were when they were stored. */
export type RecordedRun = FeedRun & { readonly lagP50: number | null; readonly lagP95: number | null };

/** Keeps what a run came to and when the next one is due. Give it the transaction of the posts. */
export async function recordRun(db: Db, run: RecordedRun, nextAt: Instant): Promise<void> {
  const good = run.outcome === 'posts' || run.outcome === 'quiet';
  await db
    .updateTable('feed')
    .set({
      last_run_at: run.startedAt,
      next_at: nextAt,
      failures: good ? 0 : sql<number>`failures + 1`,
      ...(good ? { last_ok_at: run.endedAt } : {}),
      ...(run.outcome === 'posts' ? { last_posts_at: run.endedAt } : {}),
    })
    .where('id', '=', run.feedId)
    .execute();
  const { feedId, startedAt, endedAt, lagP50, lagP95, ...counts } = run;
  await db
    .insertInto('feed_run')
    .values({
      ...counts,
      feed_id: feedId,
      started_at: startedAt,
      ended_at: endedAt,
      lag_p50: lagP50,
      lag_p95: lagP95,
    })
    .execute();
}

function toRun(row: Selectable<FeedRunTable>): RecordedRun {
  const { id: _, feed_id, started_at, ended_at, lag_p50, lag_p95, outcome, wall, ...counts } = row;
  return {
    ...counts,
    feedId: feed_id,
    startedAt: started_at,
    endedAt: ended_at,
    outcome: outcome as RunOutcome,
    wall: wall as Wall | null,
    lagP50: lag_p50,
    lagP95: lag_p95,
  };
}

/** Newest first. */
export async function listRuns(db: Db, feedId: number, limit: number): Promise<readonly RecordedRun[]> {
  const rows = await db
    .selectFrom('feed_run')
    .selectAll()
    .where('feed_id', '=', feedId)
    .orderBy('started_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toRun);
}
