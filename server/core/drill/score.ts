import { type ClockResult, hold } from '../review/clock.ts';
import { MINUTE } from '../time.ts';
import { type Drill, doneOf } from './drill.ts';
import type { DrillTime } from './drill-clock.ts';
import { type Expected, expectedOf, slaDue } from './expected.ts';
import { ABILITIES, type Ability } from './scenario.ts';

/** `partly`: done, and not all of it right. `late`: right, after its minute. */
export type Outcome = 'on-time' | 'late' | 'partly' | 'wrong' | 'missed';

/** Times in drill milliseconds. */
export interface ScoreLine extends Omit<Expected, 'timed' | 'from'> {
  readonly outcome: Outcome;
  /** Whole minutes, begun ones counted; 0 unless lateness cost something. */
  readonly lateMinutes: number;
  readonly points: number;
}

/** Among clocks the three that every playbook has, by the levels it truly had. */
export interface DrillClock {
  readonly name: 'confirmed' | 'reported' | 'answered';
  readonly held: ClockResult;
}

export interface Score {
  /** Of a hundred; null where nothing was asked: it was ended before anything was due. */
  readonly total: number | null;
  readonly points: number;
  readonly weight: number;
  /** Share is null where nothing was asked of an ability. */
  readonly abilities: readonly {
    readonly ability: Ability;
    readonly points: number;
    readonly weight: number;
    readonly share: number | null;
  }[];
  /** In the order in which they were due. */
  readonly lines: readonly ScoreLine[];
  readonly clocks: readonly DrillClock[];
  /** What cost most, the dearest first: places in `lines`. */
  readonly practise: readonly number[];
  /** How much was not asked, because the drill was ended before it was due. */
  readonly left: number;
}

/** Late is worth less, but never less than half: something done late is better than nothing. */
const WORTH_LATE = 0.5;
const GOOD_ENOUGH = 0.6;
const MAX_PRACTICE_POINTS = 6;

/**
 * What a drill is worth. Each expected thing has a weight w and a minute by which it is due, and earns
 *
 *   w × right × timely
 *
 * `right`, 0..1: for a decision 1 or 0, or, of several right options, (right ones − wrong ones chosen) / right ones, at
 * least 0; half for a level graver than it was; for the wording of the first statement 1 − ¼ for each fault; for its
 * facts 1 − ½ for each claim stated as one before it was verified, 0 with personal data in it; 0 for a claim that was
 * called true or false before anybody knew.
 * `timely`, ½..1: 1 in time; late it falls in a straight line to ½, which it reaches when it was late by as long as
 * there was time for it. What was never done earns nothing.
 * The total is the sum of what was earned among a hundred parts of the sum of the weights. What was not due yet when
 * somebody ended the drill, and was not done, is left out of both.
 */
export function scoreOf(drill: Drill, time: Pick<DrillTime, 'elapsed'>): Score {
  const all = expectedOf(drill);
  const asked = all.filter(({ doneAt, dueAt }) => doneAt !== null || dueAt <= time.elapsed);
  const lines = asked.map(lineOf).toSorted((a, b) => a.dueAt - b.dueAt);
  const sum = (of: readonly ScoreLine[], key: 'points' | 'weight') =>
    of.reduce((total, line) => total + line[key], 0);
  const [points, weight] = [sum(lines, 'points'), sum(lines, 'weight')];
  return {
    total: weight === 0 ? null : Math.round((100 * points) / weight),
    points,
    weight,
    lines,
    abilities: ABILITIES.map((ability) => {
      const own = lines.filter((line) => line.ability === ability);
      const [got, most] = [sum(own, 'points'), sum(own, 'weight')];
      return { ability, points: got, weight: most, share: most === 0 ? null : got / most };
    }),
    clocks: clocksOf(drill, time.elapsed),
    practise: practiseOf(lines),
    left: all.length - asked.length,
  };
}

function lineOf({ timed, from, ...expected }: Expected): ScoreLine {
  const { doneAt, dueAt, weight, right } = expected;
  if (doneAt === null) return { ...expected, outcome: 'missed', lateMinutes: 0, points: 0 };
  const late = timed ? Math.max(0, doneAt - dueAt) : 0;
  const timely = 1 - (1 - WORTH_LATE) * Math.min(1, late / Math.max(MINUTE, dueAt - from));
  const judged = right === 0 ? 'wrong' : right < 1 ? 'partly' : late > 0 ? 'late' : 'on-time';
  const lateMinutes = Math.ceil(late / MINUTE);
  return { ...expected, outcome: judged, lateMinutes, points: weight * right * timely };
}

function practiseOf(lines: readonly ScoreLine[]): readonly number[] {
  const lost = ({ weight, points }: ScoreLine) => weight - points;
  return lines
    .map((line, place) => ({ line, place }))
    .filter(({ line }) => line.points < GOOD_ENOUGH * line.weight)
    .sort((a, b) => lost(b.line) - lost(a.line) || a.place - b.place)
    .slice(0, MAX_PRACTICE_POINTS)
    .map(({ place }) => place);
}

const REPORTING = '上报';

function clocksOf({ plan: { scenario, playbook }, events }: Drill, elapsed: number): readonly DrillClock[] {
  const reporting = doneOf(events, 'step').find(
    ({ act }) =>
      act.done &&
      act.playbook === playbook.id &&
      playbook.steps.some(({ no, phase }) => no === act.no && phase === REPORTING),
  );
  const held = (phase: string, done: { readonly drillAt: number } | undefined): ClockResult => {
    const at = done?.drillAt ?? null;
    return hold(at, slaDue(scenario, phase, at), elapsed, false);
  };
  return [
    { name: 'confirmed', held: held('研判', doneOf(events, 'acknowledged')[0]) },
    { name: 'reported', held: held('内部上报', reporting) },
    { name: 'answered', held: held('首次回应', doneOf(events, 'statement')[0]) },
  ];
}
