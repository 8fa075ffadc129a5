import { endingOf, type Outage, outageOf } from '../../core/feed/feed-incident.ts';
import type { FeedTrouble } from '../../core/message/notice.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import {
  closeIncident,
  type FeedIncident,
  listOpenIncidents,
  openIncident,
} from '../../db/feed/feed-incidents.ts';
import { type FeedVitals, readFeedVitals } from '../../db/views/feed/feed-vitals.ts';
import { type ChannelKinds, tellFeeds } from './tell-feeds.ts';

export interface CheckReport {
  readonly opened: number;
  readonly closed: number;
  /** Channels that will be told. */
  readonly told: number;
}

/**
 * Opens an incident for each feed that is out of order for certain and closes those that are over, and
 * writes one notice for all of them to each channel that takes notices, in one transaction: a feed is told
 * once when it goes and once when it comes back, whatever is started again in between. Of what was paused by
 * people none but programs hear; see `tellFeeds`.
 */
export async function checkFeeds(deps: {
  readonly db: Db;
  readonly notifiers: ChannelKinds;
  readonly now: () => Instant;
}): Promise<CheckReport> {
  const now = deps.now();
  const before = await readState(deps.db, now);
  if (!before.vitals.some((each) => isChange(each, before.open.get(each.feed.id), now)))
    return { opened: 0, closed: 0, told: 0 };
  return deps.db.transaction().execute(async (tx) => {
    // Read anew: while this waited for its turn, a feed may have been read, paused or told of.
    const { vitals, open } = await readState(tx, now);
    const down: FeedTrouble[] = [];
    const up: FeedTrouble[] = [];
    const paused: FeedTrouble[] = [];
    for (const each of vitals) {
      const incident = open.get(each.feed.id);
      if (!incident) down.push(...(await openOne(tx, each, now)));
      else if (await closeOne(tx, each, incident, now)) {
        (each.health === 'paused' ? paused : up).push(troubleOf(each, incident));
      }
    }
    const told = await tellFeeds(tx, deps.notifiers, { down, up, paused }, now);
    return { opened: down.length, closed: up.length + paused.length, told };
  });
}

async function readState(db: Db, now: Instant) {
  const vitals = await readFeedVitals(db, now);
  return { vitals, open: new Map((await listOpenIncidents(db)).map((each) => [each.feedId, each])) };
}

function isChange(vitals: FeedVitals, incident: FeedIncident | undefined, now: Instant): boolean {
  return incident ? endingOf(factsOf(vitals)) !== null : outageOf(factsOf(vitals), now) !== null;
}

function factsOf(vitals: FeedVitals) {
  return { ...vitals, createdAt: vitals.feed.createdAt };
}

async function openOne(tx: Tx, vitals: FeedVitals, now: Instant): Promise<readonly FeedTrouble[]> {
  const health = outageOf(factsOf(vitals), now);
  if (health === null) return [];
  const { lastRun } = vitals;
  const incident = {
    ...{ feedId: vitals.feed.id, health, openedAt: now },
    reason: lastRun?.wall ?? lastRun?.failure ?? null,
    detail: lastRun?.detail ?? '',
  };
  const id = await openIncident(tx, incident);
  return id === null ? [] : [troubleOf(vitals, { ...incident, id })];
}

async function closeOne(tx: Tx, vitals: FeedVitals, incident: FeedIncident, now: Instant): Promise<boolean> {
  const ending = endingOf(factsOf(vitals));
  return ending !== null && closeIncident(tx, incident.id, ending, now);
}

function troubleOf(
  { feed, lastOkAt }: FeedVitals,
  incident: Pick<FeedIncident, 'id' | 'reason' | 'openedAt'> & { readonly health: Outage },
): FeedTrouble {
  const { id: incidentId, health, reason, openedAt } = incident;
  return { feedId: feed.id, incidentId, name: feed.name, health, reason, openedAt, lastOkAt };
}
