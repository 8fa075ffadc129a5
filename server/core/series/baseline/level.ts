import type { Fit, Samples } from './model.ts';

/** A level must have held on most of so many days before it is the new usual. */
const DAYS = 5;
const DAY_HOURS = 24;
/** Night, morning, afternoon and evening: what happens every other evening says nothing of a noon. */
const PARTS = 4;
const PART_HOURS = DAY_HOURS / PARTS;
/** Standard errors within which a recent level is that of the four weeks. */
const SURE = 2;
/** Standard error of a median beside that of a mean, for large counts. */
const MEDIAN_ERROR = 1.25;

/** What was observed and expected in some hours, and the sum of the squares of what was expected. */
interface Sums {
  readonly observed: number;
  readonly expected: number;
  readonly squares: number;
}

/** A part of a day beside the whole of it, or null where it says nothing. */
type Day = readonly Sums[];

/**
 * The fit, moved to the level of the last five days where most of them agree on another one: a baseline of four
 * weeks, and one that leaves bursts out, would take weeks to follow. The median of the five daily ratios of
 * observed to expected is brought nearer to 1 by two standard errors, so noise moves nothing. Each day is judged without
 * the quarter of it that is furthest off: three eventful evenings of five are no new level of all hours. A quarter of
 * the day has a level of its own beside that where four of the five days agree on it.
 */
export function atRecentLevel(fitted: Fit): Fit {
  const { samples, slots, phi } = fitted;
  const days: Day[] = [];
  for (let end = samples.length; end >= DAY_HOURS && days.length < DAYS; end -= DAY_HOURS) {
    const day = readDay(samples, slots, end - DAY_HOURS, end);
    if (day === null) return fitted;
    days.push(day);
  }
  if (days.length < DAYS) return fitted;
  const whole = levelOf(
    days.map((day) => withoutFurthest(day, phi)),
    phi,
    1,
  );
  const parts = Array.from({ length: PARTS }, (_, part) =>
    partLevel(
      days.map((day) => day[part] ?? NOTHING),
      phi,
      whole,
    ),
  );
  if (whole === 1 && parts.every((part) => part === 1)) return fitted;
  return {
    ...fitted,
    slots: slots.map((mu, slot) => mu * whole * (parts[Math.floor((slot % DAY_HOURS) / PART_HOURS)] ?? 1)),
  };
}

const NOTHING: Sums = { observed: 0, expected: 0, squares: 0 };

/** What most of the days agree on, as far as it is sure. */
function levelOf(days: readonly Sums[], phi: number, before: number): number {
  return sureLevel(days, phi, before, (ratios) => ratios[ratios.length >> 1] ?? 1);
}

/** What all of the days but one agree on, beside the level of the whole day. */
function partLevel(days: readonly Sums[], phi: number, whole: number): number {
  return sureLevel(days, phi, whole, (ratios) => {
    const [low, high] = [ratios[1] ?? 1, ratios.at(-2) ?? 1];
    if (low > 1) return low;
    return high < 1 ? high : 1;
  });
}

/** @param before what the level is already held to be */
function sureLevel(
  days: readonly Sums[],
  phi: number,
  before: number,
  agreed: (ascending: readonly number[]) => number,
): number {
  const known = days.map(({ observed, expected, squares }) => ({
    ratio: observed / (expected * before),
    error: 1 / (expected * before) + (phi * squares) / expected ** 2,
  }));
  if (known.some(({ ratio }) => !Number.isFinite(ratio))) return 1;
  const ratio = agreed(known.map((each) => each.ratio).sort((a, b) => a - b));
  const errors = known.reduce((sum, { error }) => sum + error, 0);
  const error = (MEDIAN_ERROR * Math.sqrt(errors)) / days.length;
  return 1 + Math.sign(ratio - 1) * Math.max(0, Math.abs(ratio - 1) - SURE * error);
}

/** The day without the quarter that lies furthest from what was expected of it, in standard deviations. */
function withoutFurthest(day: Day, phi: number): Sums {
  const off = day.map(({ observed, expected, squares }) =>
    expected > 0 ? Math.abs(observed - expected) / Math.sqrt(expected + phi * squares) : 0,
  );
  const furthest = off.indexOf(Math.max(...off));
  return day.filter((_, part) => part !== furthest).reduce(plus, NOTHING);
}

function plus(one: Sums, other: Sums): Sums {
  return {
    observed: one.observed + other.observed,
    expected: one.expected + other.expected,
    squares: one.squares + other.squares,
  };
}

/** Null where a part of the day is left out: a dead source, or a holiday, says nothing about the level. */
function readDay(samples: Samples, slots: Float64Array, from: number, to: number): Day | null {
  const parts: Sums[] = Array.from({ length: PARTS }, () => NOTHING);
  for (let i = from; i < to; i++) {
    if (samples.weights[i] === 0) return null;
    const slot = samples.slots[i] ?? 0;
    const mu = slots[slot] ?? 0;
    const part = Math.floor((slot % DAY_HOURS) / PART_HOURS);
    parts[part] = plus(parts[part] ?? NOTHING, {
      observed: samples.counts[i] ?? 0,
      expected: mu,
      squares: mu * mu,
    });
  }
  return parts.some(({ expected }) => expected > 0) ? parts : null;
}
