import type { Level } from '../risk/grade.ts';
import { rankOf } from '../risk/grade.ts';
import { type Instant, MINUTE } from '../time.ts';
import type { Alert } from './alert.ts';
import { type DutyStep, type DutySwap, isAtWork, type Person, shiftOf } from './duty.ts';

/** How long people have to confirm an alert, and how often others are asked. */
export interface EscalationPolicy {
  /** Minutes until the next step is rung; null: this level is never passed on. */
  readonly minutes: Readonly<Record<Level, number | null>>;
  /** Rings after the first, 0..5. */
  readonly repeats: number;
}

export const DEFAULT_ESCALATION: EscalationPolicy = {
  minutes: { I: 5, II: 10, III: 30, IV: 120 },
  repeats: 5,
};
export const MAX_REPEATS = 5;

/** Where an alert stands that nobody has confirmed. */
export interface Escalation {
  /** Rings after the first, so far. */
  readonly count: number;
  /** When the next one is due; null: none. */
  readonly dueAt: Instant | null;
  /** How often it was said again since nobody was left to pass it on to; absent: not yet. */
  readonly repeats?: number;
}

/** An alert that rings, or rings graver, has its time from now on; a confirmed one is nobody else's. */
export function escalationFrom(
  alert: Pick<Alert, 'status' | 'level'>,
  policy: EscalationPolicy,
  at: Instant,
  count = 0,
): Escalation {
  const minutes = policy.minutes[alert.level];
  if (alert.status !== 'open' || minutes === null || count >= policy.repeats) return { count, dueAt: null };
  return { count, dueAt: at + minutes * MINUTE };
}

/** That an alert was passed on: which ring it is, how long nobody confirmed, and to whom it goes. */
export interface Passing {
  readonly count: number;
  /** Milliseconds since it opened, or since it asked again. */
  readonly waited: number;
  /** Somebody had confirmed it before it asked again; absent: nobody had. */
  readonly askedAgain?: boolean;
  /** Name of the step; null: there is no chain. */
  readonly step: string | null;
  /** Names, with what they are. */
  readonly people: readonly string[];
}

/** Everybody who may be rung for one alert: the chain of its watch, and the people of the installation. */
export interface Duty {
  readonly people: readonly Person[];
  readonly steps: readonly DutyStep[];
  readonly swaps: readonly DutySwap[];
  /** People who have a turn in other chains and none in this; absent: nobody. */
  readonly elsewhere?: readonly number[];
  /** Channels that routes name for other watches alone, where the watch has a chain or a route; absent: none. */
  readonly channelsOfOthers?: readonly number[];
}

/** What a ring needs to know of a channel. */
export interface Ringable {
  readonly id: number;
  /** The lowest level that it takes. */
  readonly minLevel: Level;
}

/** What is known of those who may be rung. */
export interface Reachable<C> {
  /** Channels that are switched on. */
  readonly active: readonly C[];
  readonly duty: Duty;
}

/** Whom a ring goes to. */
export interface Called {
  /** Place of the step in the chain, from 0; null where there is no chain. */
  readonly step: number | null;
  readonly people: readonly Person[];
}

/**
 * Whom ring number `count` goes to, 0 being the first: each goes one step further, the last step is asked again. A
 * step with nobody who can be reached at this hour is passed over for the next one that has somebody, and behind the
 * last for the nearest before it. Who has no channel that is switched on and takes the level cannot be reached. Blue
 * and yellow ring nobody outside of their hours.
 */
export function calledAt(known: Reachable<Ringable>, level: Level, count: number, now: Instant): Called {
  const { steps } = known.duty;
  if (steps.length === 0) return { step: null, people: [] };
  const from = Math.min(count, steps.length - 1);
  const order = [...steps.keys()];
  for (const step of [...order.slice(from), ...order.slice(0, from).toReversed()]) {
    const people = reachable(known, steps[step] as DutyStep, level, now);
    if (people.length > 0) return { step, people };
  }
  return { step: null, people: [] };
}

function reachable(
  { active, duty }: Reachable<Ringable>,
  step: DutyStep,
  level: Level,
  now: Instant,
): readonly Person[] {
  const isGrave = rankOf(level) >= rankOf('II');
  return shiftOf(step, duty.swaps, now).people.flatMap((id) => {
    const person = duty.people.find((each) => each.id === id);
    if (person === undefined || channelsOf([person], active, level).length === 0) return [];
    return isGrave || isAtWork(person, now) ? [person] : [];
  });
}

/** Whether anybody of the chain can be rung for this level at some hour. */
export function canEverBeCalled({ active, duty }: Reachable<Ringable>, level: Level): boolean {
  const team = teamOf(duty);
  const theirs = duty.people.filter(({ id }) => team.includes(id));
  return channelsOf(theirs, active, level).length > 0;
}

/** The same people, each to be called first through what does not fail at present. */
export function workingFirst(duty: Duty, failing: ReadonlySet<number>): Duty {
  const people = duty.people.map((person) => ({
    ...person,
    channelIds: person.channelIds.toSorted((a, b) => Number(failing.has(a)) - Number(failing.has(b))),
  }));
  return { ...duty, people };
}

/** Who has a turn or stands in, in the order of the chain. */
export function teamOf({ steps, swaps }: Pick<Duty, 'steps' | 'swaps'>): readonly number[] {
  return steps.flatMap(({ id, people }) => [
    ...people,
    ...swaps.filter(({ stepId }) => stepId === id).map(({ personId }) => personId),
  ]);
}

/**
 * Of the channels that take the level a red alert rings all that somebody has; others the first, and the next one only
 * when that fails.
 */
export function channelsOf<C extends Ringable>(
  people: readonly Person[],
  active: readonly C[],
  level: Level,
): readonly C[] {
  const takes = active.filter(({ minLevel }) => rankOf(level) >= rankOf(minLevel));
  return people.flatMap(({ channelIds }) => {
    const theirs = channelIds.flatMap((id) => takes.find((channel) => channel.id === id) ?? []);
    return level === 'I' ? theirs : theirs.slice(0, 1);
  });
}
