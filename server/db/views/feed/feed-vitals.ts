import { type Selectable, sql } from 'kysely';
import type { Feed, FeedHealth, FeedRun } from '../../../core/feed/feed.ts';
import { feedHealth } from '../../../core/feed/feed-health.ts';
import { usualPause } from '../../../core/feed/feed-schedule.ts';
import type { Instant } from '../../../core/time.ts';
import { nextTurn } from '../../../core/turn.ts';
import type { Db } from '../../database.ts';
import { byEngine } from '../../engine/dialect.ts';
import { type FeedClock, type RecordedRun, readClocks, toRun } from '../../feed/feed-runs.ts';
import { listFeeds } from '../../feed/feeds.ts';
import type { FeedRunTable } from '../../schema/schema.ts';

/** A feed with how it is and what its last turn came to. */
export interface FeedVitals extends FeedClock {
  readonly feed: Feed;
  readonly health: FeedHealth;
  /** Seconds between two runs as people expect them. */
  readonly pause: number;
  readonly lastRun: FeedRun | null;
}

const NO_CLOCK: FeedClock = {
  failures: 0,
  empties: 0,
  lastOkAt: null,
  lastPostsAt: null,
  nextAt: null,
  pace: null,
};

/** Every feed with how it is. Others get their turn between the looks: with a thousand feeds each takes a while. */
export async function readFeedVitals(db: Db, now: Instant): Promise<readonly FeedVitals[]> {
  const feeds = await listFeeds(db);
  await nextTurn();
  const clocks = await readClocks(db);
  await nextTurn();
  const runs = await readLastRuns(db);
  await nextTurn();
  return feeds.map((feed) => {
    const clock = clocks.get(feed.id) ?? NO_CLOCK;
    const lastRun = runs.get(feed.id) ?? null;
    const pause = usualPause(feed, clock.lastOkAt ?? now);
    const health = feedHealth({ ...feed, ...clock, every: pause, lastRun }, now);
    return { feed, health, pause, lastRun: lastRun && withoutLag(lastRun), ...clock };
  });
}

export function withoutLag(run: RecordedRun): FeedRun {
  const { lagP50: _, lagP95: __, ...rest } = run;
  return rest;
}

/** The last turn of each feed, one look into the index for each. */
async function readLastRuns(db: Db): Promise<ReadonlyMap<number, RecordedRun>> {
  const last = sql`from feed_run where feed_id = f.id and kind not in ('backfill', 'again')
    order by started_at desc, id desc limit 1`;
  const ofFeed = byEngine(db, {
    sqlite: sql`cross join feed_run r on r.id = (select id ${last})`,
    postgres: sql`cross join lateral (select * ${last}) r`,
  });
  const answer = await sql<Selectable<FeedRunTable>>`select r.* from feed f ${ofFeed}`.execute(db);
  return new Map(answer.rows.map((row) => [row.feed_id, toRun(row)]));
}
