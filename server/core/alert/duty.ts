import { type SpecialDay, specialDay } from '../time/calendar.ts';
import { instantOf, localTime, weekdayOf } from '../time/zone.ts';
import { DAY, type Instant } from '../time.ts';

/** Minutes since midnight, [from, to); `to` not after `from` runs past midnight. */
export interface WorkingHours {
  /** `workdays`: as China works, with its holidays and shifted weekends. */
  readonly days: 'workdays' | 'every-day';
  readonly from: number;
  readonly to: number;
}

/** Somebody who is rung. */
export interface Person {
  readonly id: number;
  readonly name: string;
  /** What they are to the team: 值班经理. */
  readonly title: string;
  readonly zone: string;
  /** Null: at any time. Outside of them only orange and red ring. */
  readonly hours: WorkingHours | null;
  /** Channels that are theirs, in the order in which they are tried. */
  readonly channelIds: readonly number[];
}

export const TURNS = ['everyone', 'day', 'week'] as const;
export type Turn = (typeof TURNS)[number];

/** One step of the chain: who takes over when nobody of the step before confirms. */
export interface DutyStep {
  readonly id: number;
  readonly name: string;
  /** In the order of their turns. */
  readonly people: readonly number[];
  /** `everyone`: all of them at once; else each has a day or a week. */
  readonly turn: Turn;
  /** The first one's first turn begins here; turns change at this time of day. */
  readonly startsAt: Instant;
  readonly zone: string;
}

/** An on-call chain: a team with its own steps, for the watches that name it. */
export interface DutyChain {
  /** null: the chain of all watches that name none. */
  readonly id: number | null;
  /** Empty: it has no name of its own; only the chain without an id may have none. */
  readonly name: string;
  readonly watchIds: readonly number[];
  readonly steps: readonly DutyStep[];
}

/** Chains beside the one of all watches that name none. */
export const MAX_CHAINS = 50;

/** For a time somebody else stands in. */
export interface DutySwap {
  readonly stepId: number;
  readonly personId: number;
  readonly from: Instant;
  readonly until: Instant;
}

/** Who has a step, and until when. */
export interface Shift {
  readonly people: readonly number[];
  /** Null: until somebody changes the plan. */
  readonly until: Instant | null;
  readonly swapped: boolean;
}

/** Who has this step now: whoever stands in, else whose turn it is. Before the first turn the first one has it. */
export function shiftOf(step: DutyStep, swaps: readonly DutySwap[], now: Instant): Shift {
  const ours = swaps.filter(({ stepId }) => stepId === step.id);
  // Of two the one entered last counts.
  const swap = ours.findLast(({ from, until }) => from <= now && now < until);
  if (swap !== undefined) return { people: [swap.personId], until: swap.until, swapped: true };
  const next = ours.map(({ from }) => from).filter((from) => from > now);
  const [people, turnEnd] = turnOf(step, now);
  const ends = turnEnd === null ? next : [...next, turnEnd];
  return { people, until: ends.length === 0 ? null : Math.min(...ends), swapped: false };
}

function turnOf(step: DutyStep, now: Instant): [people: readonly number[], until: Instant | null] {
  const { people, turn } = step;
  if (turn === 'everyone' || people.length === 0) return [people, null];
  const { turns, began } = turnsSince(step, now);
  return [[people[turns % people.length] as number], people.length === 1 ? null : began(turns + 1)];
}

/** How many turns were over by now, and when each begins. A turn begins at the hour at which the first one began. */
function turnsSince({ turn, startsAt, zone }: Pick<DutyStep, 'turn' | 'startsAt' | 'zone'>, now: Instant) {
  const first = localTime(startsAt, zone);
  const local = localTime(now, zone);
  const days = local.day - first.day - (local.minute < first.minute ? 1 : 0);
  const length = turn === 'day' ? 1 : 7;
  const began = (turns: number) => instantOf({ day: first.day + turns * length, minute: first.minute }, zone);
  let turns = Math.floor(days / length);
  // A clock that is set back shows that hour twice, one that is set forward never: the instant decides.
  if (now < began(turns)) turns -= 1;
  else if (now >= began(turns + 1)) turns += 1;
  return { turns: Math.max(0, turns), began };
}

/**
 * When a step that gets other people began, so that whoever has the turn keeps it: who joins or leaves changes nothing
 * about today. Where that one leaves, the turn is the next one's who stays.
 * @param before as it was; its turns must be those of `after`, else `after.startsAt` stands
 */
export function startWithTurn(
  before: DutyStep,
  after: Pick<DutyStep, 'people' | 'turn' | 'startsAt' | 'zone'>,
  now: Instant,
): Instant {
  const same = before.turn === after.turn && before.zone === after.zone && before.startsAt === after.startsAt;
  const untouched = before.people.join() === after.people.join();
  if (!same || untouched || after.turn === 'everyone' || now < before.startsAt) return after.startsAt;
  const { turns, began } = turnsSince(before, now);
  const order = before.people.map((_, at) => before.people[(turns + at) % before.people.length] as number);
  const holder = order.find((person) => after.people.includes(person));
  return holder === undefined ? after.startsAt : began(turns - after.people.indexOf(holder));
}

/** Whether somebody is at work. */
export function isAtWork({ hours, zone }: Pick<Person, 'hours' | 'zone'>, now: Instant): boolean {
  if (hours === null) return true;
  const { day, minute } = localTime(now, zone);
  const isPastMidnight = hours.to <= hours.from;
  // The hours after midnight belong to the day on which they began.
  const isTail = isPastMidnight && minute < hours.to;
  const isWithin = isPastMidnight
    ? minute >= hours.from || isTail
    : minute >= hours.from && minute < hours.to;
  return isWithin && (hours.days === 'every-day' || isWorkday(isTail ? day - 1 : day));
}

const SATURDAY = 6;

/** Whether China works on this day; days as in `LocalTime`. */
export function isWorkday(day: number): boolean {
  const special: SpecialDay | null = specialDay(instantOf({ day, minute: 720 }, 'Asia/Shanghai'));
  if (special?.kind === 'holiday') return false;
  return special?.kind === 'workday' || weekdayOf(day) < SATURDAY;
}

/** Longest time somebody stands in, in milliseconds. */
export const MAX_SWAP_MS = 90 * DAY;
