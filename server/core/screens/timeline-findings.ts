import { FINE_STEP } from '../series/bucket.ts';
import { changePoints } from '../series/change/change-point.ts';
import { burstsOfCounts } from '../series/kleinberg.ts';
import { DAY, HOUR, type Instant } from '../time.ts';
import type { TimelineFindings, TimelineUnit } from './trends.ts';

/** One step of a timeline: what was counted, and what was usual for it where that is known. */
export interface TimelineStep {
  readonly at: Instant;
  readonly count: number;
  readonly usual: number | null;
}

/** A level that lasts less than this many steps is a burst, not a change of level. */
const MIN_STEPS: Readonly<Record<TimelineUnit, number>> = { fine: 12, hour: 6, day: 3 };
export const STEP_LENGTH: Readonly<Record<TimelineUnit, number>> = { fine: FINE_STEP, hour: HOUR, day: DAY };
/** Natural logarithm of how much better a burst explains its stretch than the usual rate does. */
const CLEAR_WEIGHT = 6;
const MAX_BURSTS = 12;

/**
 * Where the level of a timeline changed for good, and where it was busy for a while (Kleinberg's first
 * level; what is fiercer lies inside it and raises its level). Of bursts the twelve heaviest.
 * The step under way is part of a burst, which it can only make larger, but of no level: it is not over.
 * @param end when the counting ended, within the last step or at its end
 */
export function timelineFindings(
  steps: readonly TimelineStep[],
  unit: TimelineUnit,
  end: Instant,
): TimelineFindings {
  const length = STEP_LENGTH[unit];
  const known = steps.every((step) => step.usual !== null);
  const points = steps.map(({ at, count, usual }) =>
    known ? { at, count, usual: Math.max(usual ?? 0, 0.05) } : { at, count },
  );
  const whole = points.filter(({ at }) => at + length <= end);
  const changes = changePoints(whole, { least: MIN_STEPS[unit] });
  const all = burstsOfCounts(points);
  const bursts = all
    .filter(({ level, weight }) => level === 1 && weight >= CLEAR_WEIGHT)
    .map(({ first, last, weight, startAt, endAt }) => ({
      from: startAt,
      to: endAt + length,
      weight,
      level: Math.max(...all.filter((one) => one.first >= first && one.last <= last).map((one) => one.level)),
      count: steps.slice(first, last + 1).reduce((sum, step) => sum + step.count, 0),
    }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MAX_BURSTS)
    .sort((a, b) => a.from - b.from);
  return {
    bursts,
    changes: changes.map(({ at, before, after, probability }) => ({ at, before, after, probability })),
  };
}
