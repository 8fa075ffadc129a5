import { laneOf } from '../core/feed/feed-lanes.ts';
import type { Inbox } from '../core/import/inbox.ts';
import type { Queue } from '../core/job/job.ts';
import type { Bus } from '../core/job/live.ts';
import { type Instant, MINUTE } from '../core/time.ts';
import { claimOfRings } from '../db/channel/rings.ts';
import type { Db } from '../db/database.ts';
import { dueFeeds } from '../db/feed/feeds.ts';
import { queueDelivery } from '../flows/deliver/queue-delivery.ts';
import { resumeImports } from '../flows/import/resume-imports.ts';
import { resumeWithdrawals } from '../flows/import/withdraw-import.ts';
import { followModels } from '../flows/reading/follow-models.ts';
import { queueReread } from '../flows/reading/queue-reread.ts';
import { resumeErasures } from '../flows/upkeep/erase-posts.ts';
import type { Log } from '../log.ts';
import type { HealthMonitor } from './health-monitor.ts';
import { createPruning } from './pruning.ts';
import { createSchedule, type RingClaim } from './schedule.ts';
import type { Overrides } from './worker-messages.ts';

export interface SchedulerDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly queue: Queue;
  readonly inbox: Inbox;
  readonly log: Log;
  now(): Instant;
  readonly beat: NonNullable<Overrides['beat']>;
  /** Only one worker's clock counts. */
  leads(): boolean;
  /** Looks at the installation itself, and lets the world know that it lives. */
  readonly monitor: HealthMonitor;
}

/** A feed whose crawl never reported is asked again after this time. */
const RING_MEMORY = 2 * MINUTE;
/** Looking because a feed was read takes no more than one part in so many of the time. */
const LOOKS_SPARED = 10;

/**
 * Feeds are due by the time the database keeps for each. One clock looks every second and asks for what
 * is due, so after a stop every overdue feed runs once, not once per missed turn; and the job's key keeps
 * a feed from overlapping itself. Of feeds on one host only one is asked for at a time: they would wait for
 * each other anyway, and must not take the places of other hosts' feeds while they do.
 */
function createFeedScheduler(deps: SchedulerDeps) {
  const rung = new Map<number, { readonly lane: string; readonly at: Instant }>();
  const ringDue = async () => {
    const due = await dueFeeds(deps.db, deps.now());
    const now = deps.now();
    for (const [id, { at }] of rung) if (Math.abs(now - at) >= RING_MEMORY) rung.delete(id);
    const busy = new Set([...rung.values()].map(({ lane }) => lane));
    for (const feed of due) {
      const lane = laneOf(feed);
      if (busy.has(lane)) continue;
      busy.add(lane);
      await deps.queue.add('crawl', { feedId: feed.id }, { key: `crawl:${feed.id}` });
      // Only what could be added: the others are tried again with the next round.
      rung.set(feed.id, { lane, at: now });
    }
  };
  let cost = { endedAt: 0, ms: 0 };
  const round = oneAtATime(async () => {
    const from = performance.now();
    await ringDue();
    const endedAt = performance.now();
    cost = { endedAt, ms: endedAt - from };
  });
  deps.bus.subscribe((event) => {
    if (event.kind === 'settings' && event.what === 'feeds') rung.clear();
    if (event.kind !== 'feed' || !rung.delete(event.feedId)) return;
    // The next one of the host need not wait for the clock, unless looking takes long: a thousand feeds
    // would be looked through after each of them.
    if (!deps.leads() || performance.now() - cost.endedAt < LOOKS_SPARED * cost.ms) return;
    round().catch((fault: unknown) => deps.log.error({ err: fault }, 'a round of feeds failed'));
  });
  return round;
}

/** Asked for while it runs, it runs once more, however often it was asked. */
function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const loop = async () => {
    do {
      again = false;
      await run();
    } while (again);
  };
  return () => {
    again = running !== null;
    running ??= loop().finally(() => {
      running = null;
    });
    return running;
  };
}

/** Watches with new mentions since somebody last looked at them. */
function createNews(bus: Bus) {
  const fresh = new Set<number>();
  bus.subscribe((event) => {
    if (event.kind === 'mentions') for (const id of event.watchIds) fresh.add(id);
    // Said before the look, by whichever worker looks: what comes during it is news again.
    if (event.kind !== 'looking') return;
    if (event.watchIds === null) fresh.clear();
    else for (const id of event.watchIds) fresh.delete(id);
  });
  return { list: () => [...fresh] };
}

/** Whether mentions came, or labels, since somebody last gave posts their stories. */
function createStoryNews(bus: Bus) {
  let fresh = true;
  bus.subscribe((event) => {
    if (event.kind === 'mentions' || event.kind === 'labels') fresh = true;
    // Said before it is done.
    if (event.kind === 'grouping') fresh = false;
  });
  return { any: () => fresh };
}

/**
 * Every worker has the clock, so that another's goes on at once where one stops. While two believe that they lead,
 * because the one that did has not noticed yet, a ring is still run by one of them.
 */
function ringClaimOf({ db, leads }: SchedulerDeps): RingClaim {
  const claim = claimOfRings(db);
  return async (name, seconds) => leads() && (claim === null || (await claim(name, seconds)));
}

/** What the worker does by the clock. */
export function createScheduler(deps: SchedulerDeps) {
  const { queue, beat } = deps;
  const schedule = createSchedule({ log: deps.log, claim: ringClaimOf(deps) });
  const news = createNews(deps.bus);
  const storyNews = createStoryNews(deps.bus);
  return {
    start(): void {
      schedule.every(beat.feeds ?? 1, 'feeds', createFeedScheduler(deps));
      schedule.every(beat.detect ?? 10, 'detect what is new', async () => {
        const watchIds = news.list();
        if (watchIds.length > 0) await queue.add('detect', { watchIds }, { key: 'detect:new' });
      });
      schedule.every(beat.stories ?? 5, 'group what is new', async () => {
        if (storyNews.any())
          await queue.add('group-stories', { watchId: null }, { key: 'group-stories:new' });
      });
      // Stages move on though nothing is said, and labels and other processes change what was counted.
      schedule.every(60, 'group all', () =>
        queue.add('group-stories', { watchId: null }, { key: 'group-stories:all' }),
      );
      // Quiet is a finding too: levels fall, and other processes import.
      schedule.every(60, 'detect all', () => queue.add('detect', { watchIds: null }, { key: 'detect:all' }));
      schedule.every(60, 'feeds in order', () => queue.add('check-feeds', {}, { key: 'check-feeds' }));
      schedule.every(60, 'imports and deletions on their way', async () => {
        await resumeImports(deps);
        await resumeWithdrawals(deps);
        await resumeErasures(deps);
      });
      schedule.every(60, 'what another reader read', async () => {
        // What was newly taught comes first: else all would be read twice.
        if (!(await followModels(deps))) await queueReread(deps);
      });
      // Not by jobs: they tell of a queue that is stuck.
      schedule.every(60, 'watch tower', deps.monitor.look);
      schedule.every(60, 'heartbeat', deps.monitor.beat);
      schedule.every(60, 'tell what was held', () => queue.add('release-held', {}, { key: 'release-held' }));
      schedule.every(beat.deliver ?? 5, 'deliver', () => queueDelivery(queue));
      schedule.every(beat.daily ?? 60, 'work of the day', createPruning(deps));
    },
    async stop(): Promise<void> {
      deps.monitor.stop();
      await schedule.stop();
    },
  };
}
