import type { Queue } from './core/job.ts';
import type { Bus } from './core/live.ts';
import { type Instant, MINUTE } from './core/time.ts';
import type { Db } from './db/database.ts';
import { dueFeeds } from './db/feeds.ts';
import type { Log } from './log.ts';
import { createSchedule } from './schedule.ts';
import type { Overrides } from './worker-messages.ts';

export interface RoundsDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly queue: Queue;
  readonly log: Log;
  now(): Instant;
  readonly beat: NonNullable<Overrides['beat']>;
}

/** A feed whose crawl never reported is asked again after this time. */
const RING_MEMORY = 2 * MINUTE;

/**
 * Feeds are due by the time the database keeps for each. One clock looks every second and asks for what
 * is due, so after a stop every overdue feed runs once, not once per missed turn; and the job's key keeps
 * a feed from overlapping itself.
 */
function createFeedRound(deps: RoundsDeps) {
  const rung = new Map<number, Instant>();
  deps.bus.subscribe((event) => {
    if (event.kind === 'feed') rung.delete(event.feedId);
    if (event.kind === 'settings' && event.what === 'feeds') rung.clear();
  });
  return async () => {
    const now = deps.now();
    for (const { id } of await dueFeeds(deps.db, now)) {
      if ((rung.get(id) ?? Number.NEGATIVE_INFINITY) > now - RING_MEMORY) continue;
      rung.set(id, now);
      await deps.queue.add('crawl', { feedId: id }, { key: `crawl:${id}` });
    }
  };
}

/** Watches with new mentions since somebody last looked at them. */
function createNews(bus: Bus) {
  const fresh = new Set<number>();
  bus.subscribe((event) => {
    if (event.kind === 'mentions') for (const id of event.watchIds) fresh.add(id);
  });
  return {
    list: () => [...fresh],
    /** To be called before the look: what comes during it is news again. */
    looking(watchIds: readonly number[] | null): void {
      if (watchIds === null) fresh.clear();
      else for (const id of watchIds) fresh.delete(id);
    },
  };
}

/** What the worker does by the clock. */
export function createRounds(deps: RoundsDeps) {
  const { queue, beat } = deps;
  const schedule = createSchedule({ log: deps.log });
  const news = createNews(deps.bus);
  return {
    looking: news.looking,
    start(): void {
      schedule.every(beat.feeds ?? 1, 'feeds', createFeedRound(deps));
      schedule.every(beat.detect ?? 10, 'detect what is new', async () => {
        const watchIds = news.list();
        if (watchIds.length > 0) await queue.add('detect', { watchIds }, { key: 'detect:new' });
      });
      // Quiet is a finding too: levels fall, and other processes import.
      schedule.every(60, 'detect all', () => queue.add('detect', { watchIds: null }, { key: 'detect:all' }));
      schedule.every(beat.deliver ?? 5, 'deliver', () => queue.add('deliver', {}, { key: 'deliver' }));
      schedule.cron('30 3 * * *', 'Asia/Shanghai', 'prune', () => queue.add('prune', {}, { key: 'prune' }));
    },
    stop: () => schedule.stop(),
  };
}
