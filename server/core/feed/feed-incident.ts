import { LEVELS, type Level } from '../risk/grade.ts';
import { DAY, type Instant, SECOND } from '../time.ts';
import type { FeedHealth, FeedRun } from './feed.ts';

/** Out of order in a way that somebody must look at. */
export type Outage = Extract<FeedHealth, 'walled' | 'failing' | 'suspect'> | 'silent';

/** Why an incident is over: readable again, or nobody wants it read. */
export type Ending = 'recovered' | 'paused';

export interface OutageFacts {
  readonly health: FeedHealth;
  /** Runs in a row that ended in a wall or a failure. */
  readonly failures: number;
  /** Seconds between two runs as people expect them. */
  readonly pause: number;
  readonly createdAt: Instant;
  readonly lastOkAt: Instant | null;
  readonly lastRun: Pick<FeedRun, 'outcome'> | null;
}

const CERTAIN_FAULTS = 3;
const PATIENCE = 6;

/**
 * The outage a feed is in for certain: three faults in a row or no readable answer for six intervals. One
 * refused visit is no incident; a suspicious row of empty pages has been counted already.
 * @param awakeSince since when somebody was there to read it: what was not read before is no fault of the feed's
 */
export function outageOf(facts: OutageFacts, now: Instant, awakeSince = 0): Outage | null {
  const { health, failures, lastOkAt, lastRun, createdAt, pause } = facts;
  if (health === 'suspect') return health;
  if (health !== 'walled' && health !== 'failing') return null;
  if (failures >= CERTAIN_FAULTS) return health;
  if (health === 'failing' && lastRun !== null && lastOkAt === null) return health;
  const unread = now - Math.max(lastOkAt ?? createdAt, awakeSince);
  return unread > PATIENCE * pause * SECOND ? health : null;
}

/** A feed that never rested for a day is silent after two. */
const SILENCE = 2 * DAY;

/** Whether a feed may be silent: it can be read, and brought nothing new for long. Its habit decides. */
export function maybeSilent(
  { health, createdAt }: Pick<OutageFacts, 'health' | 'createdAt'>,
  lastPostsAt: Instant | null,
  now: Instant,
): boolean {
  return health === 'quiet' && now - (lastPostsAt ?? createdAt) > SILENCE;
}

/**
 * Whether what began as a silence is over: only new posts end it. Where the feed cannot be read any more it turns into
 * that outage.
 */
function endingOfSilence({ health, lastRun }: OutageFacts): Ending | null {
  if (health === 'paused') return 'paused';
  return health === 'ok' && lastRun !== null ? 'recovered' : null;
}

/** Whether an incident is over. Between two faults of a new row nothing is certain: then it goes on. */
export function endingOf(facts: OutageFacts, began: Outage = 'failing'): Ending | null {
  if (began === 'silent') return endingOfSilence(facts);
  const { health, failures, lastRun } = facts;
  if (health === 'paused') return 'paused';
  const readable = (health === 'ok' || health === 'quiet') && failures === 0;
  return readable && lastRun !== null ? 'recovered' : null;
}

/**
 * Which channels hear about the installation itself: those that take the most levels, so that somebody is notified
 * whatever levels are set, and a phone that rings for red alone stays silent.
 */
export function noticeChannels<C extends { readonly minLevel: Level }>(channels: readonly C[]): readonly C[] {
  const lowest = Math.min(...channels.map(({ minLevel }) => LEVELS.indexOf(minLevel)));
  return channels.filter(({ minLevel }) => LEVELS.indexOf(minLevel) === lowest);
}
