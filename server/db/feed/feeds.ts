import type { Selectable } from 'kysely';
import { AppError, notFound } from '../../core/errors.ts';
import type { Feed, FeedPace } from '../../core/feed/feed.ts';
import { interleave } from '../../core/feed/feed-lanes.ts';
import { firstTurn } from '../../core/feed/feed-schedule.ts';
import type { Params } from '../../core/feed/source.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import { isTaken } from '../engine/unique.ts';
import type { FeedTable } from '../schema/schema.ts';
import { keepPause } from './feed-pauses.ts';
import { forgetWaiting } from './waiting-addresses.ts';

export type FeedInput = Pick<Feed, 'name' | 'source' | 'params' | 'every' | 'active'> &
  Partial<Pick<Feed, 'cron' | 'adaptive'>>;
/** Without `active` it goes on, or stays paused, as it is. */
type FeedChange = Omit<FeedInput, 'active'> & { readonly active?: boolean | undefined };

function toFeed(row: Selectable<FeedTable>): Feed {
  return {
    id: row.id,
    name: row.name,
    source: row.source,
    params: parseJson<Params>(row.params_json),
    every: row.every,
    cron: row.cron,
    adaptive:
      row.every_min === null || row.every_max === null ? null : { min: row.every_min, max: row.every_max },
    active: row.active === 1,
    createdAt: row.created_at,
  };
}

function paceOf({ every, cron = null, adaptive = null }: FeedInput): FeedPace {
  return { every, cron, adaptive };
}

/** Keys in order, so that the same settings are the same text and no feed exists twice. */
function toRow(input: FeedInput) {
  const params = Object.fromEntries(Object.entries(input.params).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    name: input.name,
    source: input.source,
    params_json: JSON.stringify(params),
    every: input.every,
    cron: input.cron ?? null,
    every_min: input.adaptive?.min ?? null,
    every_max: input.adaptive?.max ?? null,
    active: input.active ? 1 : 0,
  };
}

function twice(error: unknown, input: Pick<FeedInput, 'source'>): unknown {
  if (!isTaken(error, 'feed')) return error;
  return new AppError('conflict', `a feed of ${input.source} with these settings exists already`);
}

export async function listFeeds(db: Db): Promise<readonly Feed[]> {
  return (await db.selectFrom('feed').selectAll().orderBy('id').execute()).map(toFeed);
}

export async function getFeed(db: Db, id: number): Promise<Feed | null> {
  const row = await db.selectFrom('feed').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toFeed(row);
}

/** @throws AppError('not_found') */
export async function requireFeed(db: Db, id: number): Promise<Feed> {
  const found = await getFeed(db, id);
  if (found === null) throw notFound('feed', id);
  return found;
}

/** @throws AppError('conflict') when a feed with the same source and settings exists */
export async function createFeed(db: Db, input: FeedInput, now: Instant): Promise<Feed> {
  try {
    const row = await db
      .insertInto('feed')
      .values({ ...toRow(input), created_at: now, next_at: firstTurn(paceOf(input), now) })
      .returningAll()
      .executeTakeFirstOrThrow();
    if (!input.active) await keepPause(db, row.id, false, now);
    return toFeed(row);
  } catch (error) {
    throw twice(error, input);
  }
}

/**
 * Changed settings are due at `now`, or at the next ring. In a turn of its own: a run that ends meanwhile sees them.
 * @param demand throws where what is stored by then may not be written over
 * @throws AppError('not_found'), AppError('conflict')
 */
export async function updateFeed(
  db: Db,
  id: number,
  input: FeedChange,
  now: Instant,
  demand: (stored: Feed) => void = () => {},
): Promise<Feed> {
  try {
    return await db.transaction().execute(async (tx) => {
      const before = await requireFeed(tx, id);
      demand(before);
      return changeFeed(tx, before, { ...input, active: input.active ?? before.active }, now);
    });
  } catch (error) {
    throw twice(error, input);
  }
}

async function changeFeed(tx: Tx, before: Feed, input: FeedInput, now: Instant): Promise<Feed> {
  const { id } = before;
  // Another page is a new beginning: what lies on it is a backlog, whatever the old one gave.
  const anew = !samePage(before, input);
  const row = await tx
    .updateTable('feed')
    .set({
      ...toRow(input),
      next_at: firstTurn(paceOf(input), now),
      pace: null,
      failures: 0,
      ...(anew && { last_ok_at: null, last_posts_at: null, empties: 0 }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (before.active !== input.active) await keepPause(tx, id, input.active, now);
  return toFeed(row);
}

/** Whether two inputs read the same page. */
function samePage(a: FeedInput, b: FeedInput): boolean {
  return a.source === b.source && toRow(a).params_json === toRow(b).params_json;
}

/** Whether a feed still is what a run began with: the same page at the same pace. */
export function isSameFeed(a: Feed, b: Feed): boolean {
  return samePage(a, b) && JSON.stringify(paceOf(a)) === JSON.stringify(paceOf(b));
}

/** Its runs go with it; the posts it brought stay. */
export async function deleteFeed(db: Db, id: number): Promise<void> {
  await db.deleteFrom('feed').where('id', '=', id).execute();
  await forgetWaiting(db, id);
}

/** Pauses or resumes; what is resumed is due as if it were new. @throws AppError('not_found') */
export async function setFeedActive(db: Db, id: number, active: boolean, now: Instant): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const feed = await requireFeed(tx, id);
    if (feed.active === active) return;
    const due = active ? { next_at: firstTurn(feed, now) } : {};
    await tx
      .updateTable('feed')
      .set({ active: active ? 1 : 0, ...due })
      .where('id', '=', id)
      .execute();
    await keepPause(tx, id, active, now);
  });
}

/**
 * Active feeds whose time has come, longest waiting first, one host after the other. One that was last read in the
 * future was so before the clock was set back: it would wait for its turn as long as the clock was set back.
 */
export async function dueFeeds(db: Db, now: Instant): Promise<readonly Feed[]> {
  const rows = await db
    .selectFrom('feed')
    .selectAll()
    .where('active', '=', 1)
    .where((where) =>
      where.or([
        where('next_at', 'is', null),
        where('next_at', '<=', now),
        where('last_run_at', '>', now),
        where('created_at', '>', now),
      ]),
    )
    .orderBy('next_at', (order) => order.asc().nullsFirst())
    .execute();
  return interleave(rows.map(toFeed));
}
