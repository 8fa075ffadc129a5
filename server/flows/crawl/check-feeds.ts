import { endingOf, maybeSilent, type Outage, outageOf } from '../../core/feed/feed-incident.ts';
import { yieldOf } from '../../core/feed/feed-yield.ts';
import type { FeedTrouble } from '../../core/message/notice.ts';
import { DAY, type Instant, startOfDay } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import {
  closeIncident,
  type FeedIncident,
  listOpenIncidents,
  openIncident,
  turnToOutage,
} from '../../db/feed/feed-incidents.ts';
import { listDays } from '../../db/feed/feed-runs.ts';
import { type FeedVitals, readFeedVitals } from '../../db/views/feed/feed-vitals.ts';
import { type ChannelKinds, queueFeedNotices } from './queue-feed-notices.ts';

export interface CheckReport {
  readonly opened: number;
  readonly closed: number;
  /** Channels that will be notified. */
  readonly told: number;
}

/**
 * Opens an incident for each feed that is out of order for certain and closes those that are over, and writes one
 * notice for all of them to each channel that takes notices, in one transaction: a feed is announced once when it fails
 * and once when it recovers, whatever is started again in between. Of what was paused by people none but programs hear;
 * see `queueFeedNotices`.
 */
export async function checkFeeds(deps: {
  readonly db: Db;
  readonly notifiers: ChannelKinds;
  readonly now: () => Instant;
  /** Since when feeds were read without a break; see `outageOf`. */
  readonly awakeSince?: Instant;
}): Promise<CheckReport> {
  const now = deps.now();
  const moment = { now, awakeSince: deps.awakeSince };
  const before = await readState(deps.db, now);
  if (!before.vitals.some((each) => isChange(each, before, moment))) return { opened: 0, closed: 0, told: 0 };
  return deps.db.transaction().execute(async (tx) => {
    // Read again: while this waited for its turn, a feed may have been read, paused or announced.
    const state = await readState(tx, now);
    const { vitals, open } = state;
    const down: FeedTrouble[] = [];
    const up: FeedTrouble[] = [];
    const paused: FeedTrouble[] = [];
    for (const each of vitals) {
      const incident = open.get(each.feed.id);
      if (!incident) down.push(...(await openOne(tx, each, state, moment)));
      else if (isWorse(each, incident, moment)) down.push(...(await worsenOne(tx, each, incident, moment)));
      else if (await closeOne(tx, each, incident, now)) {
        (each.health === 'paused' ? paused : up).push(troubleOf(each, incident));
      }
    }
    const told = await queueFeedNotices(tx, deps.notifiers, { down, up, paused }, now);
    return { opened: down.length, closed: up.length + paused.length, told };
  });
}

interface Moment {
  readonly now: Instant;
  readonly awakeSince: Instant | undefined;
}

/** How far back a feed's own habit is looked for. */
const HABIT = 28 * DAY;

interface State {
  readonly vitals: readonly FeedVitals[];
  readonly open: ReadonlyMap<number, FeedIncident>;
  /** Feeds that can be read, were busy every day and bring nothing new any more. */
  readonly silent: ReadonlySet<number>;
}

async function readState(db: Db, now: Instant): Promise<State> {
  const vitals = await readFeedVitals(db, now);
  const open = new Map((await listOpenIncidents(db)).map((each) => [each.feedId, each]));
  return { vitals, open, silent: await findSilent(db, vitals, now) };
}

async function findSilent(db: Db, vitals: readonly FeedVitals[], now: Instant): Promise<ReadonlySet<number>> {
  const ids = vitals
    .filter((each) => maybeSilent(factsOf(each), each.lastPostsAt, now))
    .map(({ feed }) => feed.id);
  if (ids.length === 0) return new Set();
  const days = Map.groupBy(await listDays(db, now - HABIT, ids), ({ feedId }) => feedId);
  return new Set(ids.filter((id) => yieldOf(days.get(id) ?? [], 0, startOfDay(now)).fallen));
}

function isChange(vitals: FeedVitals, state: State, moment: Moment): boolean {
  const incident = state.open.get(vitals.feed.id);
  if (!incident) return troubleWith(vitals, state, moment) !== null;
  return isWorse(vitals, incident, moment) || endingOf(factsOf(vitals), incident.health) !== null;
}

function troubleWith(vitals: FeedVitals, { silent }: Pick<State, 'silent'>, moment: Moment): Outage | null {
  return outageAt(vitals, moment) ?? (silent.has(vitals.feed.id) ? 'silent' : null);
}

function outageAt(vitals: FeedVitals, { now, awakeSince }: Moment): Outage | null {
  return outageOf(factsOf(vitals), now, awakeSince);
}

function factsOf(vitals: FeedVitals) {
  return { ...vitals, createdAt: vitals.feed.createdAt };
}

/** Whoever learned that nothing new comes has not learned that it cannot be read. */
function isWorse(vitals: FeedVitals, { health }: FeedIncident, moment: Moment): boolean {
  return health === 'silent' && outageAt(vitals, moment) !== null;
}

async function openOne(
  tx: Tx,
  vitals: FeedVitals,
  state: State,
  moment: Moment,
): Promise<readonly FeedTrouble[]> {
  const health = troubleWith(vitals, state, moment);
  if (health === null) return [];
  const incident = { feedId: vitals.feed.id, ...beginningOf(vitals, health, moment.now) };
  const id = await openIncident(tx, incident);
  return id === null ? [] : [troubleOf(vitals, { ...incident, id })];
}

async function worsenOne(
  tx: Tx,
  vitals: FeedVitals,
  { id }: FeedIncident,
  moment: Moment,
): Promise<readonly FeedTrouble[]> {
  const health = outageAt(vitals, moment);
  if (health === null) return [];
  const outage = { id, ...beginningOf(vitals, health, moment.now) };
  return (await turnToOutage(tx, outage)) ? [troubleOf(vitals, outage)] : [];
}

function beginningOf({ lastRun }: FeedVitals, health: Outage, openedAt: Instant) {
  const reason = lastRun?.wall ?? lastRun?.failure ?? null;
  return { health, openedAt, reason, detail: lastRun?.detail ?? '' };
}

async function closeOne(tx: Tx, vitals: FeedVitals, incident: FeedIncident, now: Instant): Promise<boolean> {
  const ending = endingOf(factsOf(vitals), incident.health);
  return ending !== null && closeIncident(tx, incident.id, ending, now);
}

function troubleOf(
  { feed, lastOkAt }: FeedVitals,
  incident: Pick<FeedIncident, 'id' | 'reason' | 'openedAt'> & { readonly health: Outage },
): FeedTrouble {
  const { id: incidentId, health, reason, openedAt } = incident;
  return { feedId: feed.id, incidentId, name: feed.name, health, reason, openedAt, lastOkAt };
}
