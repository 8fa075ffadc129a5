import { type Cron, nextRing, readCron } from '../time/cron.ts';
import { DAY, type Instant, MINUTE, SECOND } from '../time.ts';
import type { Feed, FeedPace } from './feed.ts';

/** Each fault in a row doubles the pause, up to this many times the usual one. */
const MAX_BACK_OFF_FACTOR = 8;
/** However long the back-off, a turn is left out for no longer than this. */
const MAX_SKIP_MS = DAY / 2;
/** Feeds with the same pause drift apart by up to a tenth of it. */
const SPREAD = 0.1;
const MAX_SPREAD_MS = MINUTE;
/** By how much an adaptive feed's pause shrinks or grows. */
const MOSTLY_NEW = 0.5;
const SOME_NEW = 0.8;
const NOTHING_NEW = 1.4;

/** What the next turn is decided by. */
export interface FeedTurn {
  readonly feed: Pick<Feed, 'id'> & FeedPace;
  /** Seconds between two runs as they stand: the adaptive pace, else the interval. */
  readonly pace: number;
  /** Faults in a row before this run, if it was one; else 0. */
  readonly faults: number;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  /** When the far side said to come back; honoured within a day. */
  readonly retryAt?: Instant | undefined;
}

/** When a new or changed feed is due: at once by the interval, at its next ring by the clock. */
export function firstTurn(feed: FeedPace, now: Instant): Instant {
  const cron = cronOf(feed);
  return (cron && nextRing(cron, now)) ?? now;
}

/**
 * The next turn after a run, always after its end: the usual pause or the next ring of the clock, longer
 * with every fault in a row, never before the far side said, and spread a little so that feeds which began
 * together do not stay together. After a standstill there is one turn, not one for each that was missed.
 */
export function nextTurn(turn: FeedTurn): Instant {
  const { feed, startedAt, endedAt } = turn;
  const cron = cronOf(feed);
  const asked = Math.min(turn.retryAt ?? 0, startedAt + DAY);
  const usual = cron ? ringAfter(cron, turn, asked) : startedAt + pauseOf(turn);
  return Math.max(usual, asked, endedAt + SECOND);
}

function pauseOf({ feed, pace, faults, startedAt }: FeedTurn): number {
  const usual = pace * SECOND;
  const slack = feed.adaptive && faults === 0 ? feed.adaptive.max * SECOND - usual : usual;
  const spread = Math.min(usual * SPREAD, MAX_SPREAD_MS, slack) * chance(feed.id, startedAt);
  return usual * Math.min(2 ** faults, MAX_BACK_OFF_FACTOR) + Math.round(spread);
}

function ringAfter(cron: Cron, turn: FeedTurn, asked: Instant): Instant {
  const { feed, faults, startedAt } = turn;
  const ring = nextRing(cron, Math.max(startedAt, asked - 1)) ?? startedAt + DAY;
  const skip = Math.min((Math.min(2 ** faults, MAX_BACK_OFF_FACTOR) - 1) * (ring - startedAt), MAX_SKIP_MS);
  const at = skip > 0 ? (nextRing(cron, Math.max(ring - 1, startedAt + skip)) ?? ring) : ring;
  // The same seconds after every ring: who reads the times sees that they hold.
  return at + Math.round(Math.min(gap(cron, at) * SPREAD, MAX_SPREAD_MS) * chance(feed.id, 0));
}

/**
 * Seconds between two runs after a run that could be read: faster while most of what it read was new,
 * because posts may be missed, slower while nothing is, always within the bounds people set. A backlog
 * says nothing about the pace.
 */
export function adaptPace(
  feed: FeedPace,
  pace: number,
  read: { readonly fetched: number; readonly stored: number; readonly backlog: boolean },
): number {
  if (feed.adaptive === null) return feed.every;
  const { min, max } = feed.adaptive;
  const share = read.fetched === 0 ? 0 : read.stored / read.fetched;
  const factor = share === 0 ? NOTHING_NEW : share >= 0.5 && read.stored > 1 ? MOSTLY_NEW : SOME_NEW;
  return Math.round(Math.min(max, Math.max(min, read.backlog ? pace : pace * factor)));
}

/** Seconds between two runs as people expect them: what silence and staleness are measured by. */
export function usualPause(feed: FeedPace, now: Instant): number {
  const cron = cronOf(feed);
  if (cron === null) return feed.adaptive?.max ?? feed.every;
  let longest = 0;
  for (let at = nextRing(cron, now), turns = 0; at !== null && turns < 8; turns++) {
    longest = Math.max(longest, gap(cron, at));
    at = nextRing(cron, at);
  }
  return Math.max(MINUTE, longest) / SECOND;
}

function gap(cron: Cron, at: Instant): number {
  return (nextRing(cron, at) ?? at + DAY) - at;
}

/** An expression was checked when it was saved; one that cannot be read leaves the interval. */
function cronOf(feed: FeedPace): Cron | null {
  if (feed.cron === null) return null;
  const read = readCron(feed.cron);
  return 'cron' in read ? read.cron : null;
}

/** 0 ≤ x < 1, the same for the same feed and time: decisions stay repeatable. */
function chance(id: number, at: Instant): number {
  let x = Math.imul(id ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(Math.floor(at / SECOND) | 0, 0xc2b2ae35);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  return ((x ^ (x >>> 13)) >>> 0) / 2 ** 32;
}
