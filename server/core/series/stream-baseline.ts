import { DAY, HOUR, hourOfWeek, type Instant } from '../time.ts';

/** A mean that forgets: after `cap` values the newest weighs 1/cap. */
interface Mean {
  count: number;
  mean: number;
}

/** Weeks that an hour of the week remembers, days that an hour of the day and the whole remember. */
const WEEKS_KEPT = 6;
const DAYS_KEPT = 14;
/** Visits that an hour of the week, and an hour of the day, must have seen to count half beside what is above it. */
const WEEK_TRUST = 8;
const DAY_TRUST = 4;
/** Fewest posts that a bucket may be expected to hold: about one in a few days of five minutes. */
const MIN_EXPECTED_POSTS = 0.001;
/** Half-life of the level that rides on the weekly shape. */
const LEVEL_HALF = 7 * DAY;
const LEVEL_RANGE = [0.2, 8] as const;
/** Half-life of what is learned about how far the series follows its shape. */
const FOLLOWING_HALF = 14 * DAY;
/** Of the shape that was found this much is used: at quiet hours a burst needs somewhat more to be one. */
const FOLLOWED = 2 / 3;
/** A row can say no more than this about it, up or down. */
const SAID_MOST = 1.5;

function learn(mean: Mean, value: number, cap: number): void {
  mean.count = Math.min(mean.count + 1, Math.max(2, cap));
  mean.mean += (value - mean.mean) / mean.count;
}

/** What is usual for an hour of the week, and for the series as a whole; counts per row. */
export interface Usual {
  readonly shaped: number;
  readonly whole: number;
}

/** Hour of the week, leaning on hour of the day, leaning on the whole, where little was seen yet. */
export function createShape(perVisit: number, perDay: number) {
  const weekly = Array.from({ length: 168 }, (): Mean => ({ count: 0, mean: 0 }));
  const daily = Array.from({ length: 24 }, (): Mean => ({ count: 0, mean: 0 }));
  const whole: Mean = { count: 0, mean: 0 };
  const lean = (own: Mean, visits: number, parent: number) => {
    const weight = visits * perVisit;
    return (own.count * own.mean + weight * parent) / (own.count + weight);
  };
  const slotsOf = (at: Instant) => {
    const hour = hourOfWeek(at);
    return { week: weekly[hour] ?? whole, day: daily[hour % 24] ?? whole };
  };
  return {
    usual(at: Instant): Usual {
      const { week, day } = slotsOf(at);
      const shaped = lean(week, WEEK_TRUST, lean(day, DAY_TRUST, whole.mean));
      return {
        shaped: Math.max(MIN_EXPECTED_POSTS, shaped),
        whole: Math.max(MIN_EXPECTED_POSTS, whole.mean),
      };
    },
    learn(at: Instant, value: number): void {
      const { week, day } = slotsOf(at);
      learn(week, value, perVisit * WEEKS_KEPT);
      learn(day, value, perVisit * DAYS_KEPT);
      learn(whole, value, perDay * DAYS_KEPT);
    },
  };
}

/** How far the last days run above or below the weekly shape, 0.2..8 times. */
export function createLevel(bucketMs: number, prior: number) {
  const keep = 0.5 ** (bucketMs / LEVEL_HALF);
  const [low, high] = LEVEL_RANGE;
  let seen = 0;
  let shaped = 0;
  return {
    ratio: (usual: number) =>
      Math.min(high, Math.max(low, (seen + usual * prior) / (shaped + usual * prior))),
    learn(value: number, usual: number): void {
      seen = seen * keep + value;
      shaped = shaped * keep + usual;
    },
  };
}

/**
 * How far the series follows its shape: the slope of its logarithm on the logarithm of the shape, 0..1. It
 * shrinks a shape that was made of noise towards none (the attenuation of a regression on a noisy regressor).
 */
export function createFollowing(bucketMs: number) {
  const keep = 0.5 ** (bucketMs / FOLLOWING_HALF);
  let squares = (0.02 * DAY) / bucketMs;
  let products = squares / 2;
  return {
    /** The shape as far as it is followed. */
    apply({ shaped, whole }: Usual): number {
      const power = FOLLOWED * Math.max(0, Math.min(1, products / squares));
      return shaped ** power * whole ** (1 - power);
    },
    /** `logRatio`: of what was counted to what the whole alone led to expect. */
    learn({ shaped, whole }: Usual, logRatio: number): void {
      const logShape = Math.log(shaped / whole);
      const said = Math.max(-SAID_MOST, Math.min(SAID_MOST, logRatio));
      products = products * keep + said * logShape;
      squares = squares * keep + logShape * logShape;
    },
  };
}

/** Counts of the last hour or two, with what was expected of them: sums that halve in an hour. */
export function createRecent(bucketMs: number) {
  const usualKeep = 0.5 ** (bucketMs / HOUR);
  const sums = { seen: 0, expected: 0, unshaped: 0 };
  return {
    sums,
    /** `elapsed`: since the row before; rows that are missing are not zeros, they are unknown. */
    add(elapsed: number, seen: number, expected: number, unshaped: number): void {
      const keep = elapsed === bucketMs ? usualKeep : 0.5 ** (elapsed / HOUR);
      sums.seen = sums.seen * keep + seen;
      sums.expected = sums.expected * keep + expected;
      sums.unshaped = sums.unshaped * keep + unshaped;
    },
  };
}
