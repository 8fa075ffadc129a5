import { upperTailScore } from './negative-binomial.ts';
import { HOUR, hourOfWeek, type Instant } from './time.ts';

/** What one row of a series came to. */
export interface StreamScore {
  /** 0..1; 0.5 means: rarer than 1 in 100,000 by this series' own past, and not a trouble told already. */
  readonly score: number;
  /** What was usual for that hour, from earlier rows only. */
  readonly expected: number;
}

/** A mean that forgets: after `cap` values the newest weighs 1/cap. */
interface Mean {
  count: number;
  mean: number;
}

/** Weeks that an hour of the week remembers, days that an hour of the day and the whole remember. */
const WEEKS_KEPT = 6;
const DAYS_KEPT = 14;
/** Half-life of the level that rides on the weekly shape. */
const LEVEL_HALF = 48 * HOUR;
const DISPERSION_KEPT = 7 * 24 * HOUR;
/** A value counts towards what is usual at most this many deviations above it: peaks teach little. */
const WINSOR = 4;
const LEAST_DISPERSION = 0.02;
const LEAST_EXPECTED = 0.05;
const WARM_UP_ROWS = 3;
/** The first rows teach in full: nothing is known yet that could call them peaks. */
const UNTAMED_ROWS = 12;
/** Tail scores above this feed the tail's own distribution. */
const TAIL_FROM = 1;
/** After an alarm the same trouble is not new: its weight halves in this time. */
const ECHO_HALF = 12 * HOUR;
const ECHO_FULL = 6;
/** Score 0.5 stands for this −log10 of the calibrated probability. */
const ALARM = 5;

function learn(mean: Mean, value: number, cap: number): void {
  mean.count = Math.min(mean.count + 1, Math.max(2, cap));
  mean.mean += (value - mean.mean) / mean.count;
}

/** Hour of the week, leaning on hour of the day, leaning on the whole, where little was seen yet. */
function createShape(perVisit: number, perDay: number) {
  const weekly = Array.from({ length: 168 }, (): Mean => ({ count: 0, mean: 0 }));
  const daily = Array.from({ length: 24 }, (): Mean => ({ count: 0, mean: 0 }));
  const whole: Mean = { count: 0, mean: 0 };
  const lean = (own: Mean, weight: number, parent: number) =>
    (own.count * own.mean + weight * parent) / (own.count + weight);
  const slotsOf = (at: Instant) => {
    const hour = hourOfWeek(at);
    return { week: weekly[hour] ?? whole, day: daily[hour % 24] ?? whole };
  };
  return {
    usual(at: Instant): number {
      const { week, day } = slotsOf(at);
      return Math.max(LEAST_EXPECTED, lean(week, 2 * perVisit, lean(day, perVisit, whole.mean)));
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
function createLevel(bucketMs: number, prior: number) {
  const keep = 0.5 ** (bucketMs / LEVEL_HALF);
  let seen = 0;
  let shaped = 0;
  return {
    ratio: (usual: number) => Math.min(8, Math.max(0.2, (seen + usual * prior) / (shaped + usual * prior))),
    learn(value: number, usual: number): void {
      seen = seen * keep + value;
      shaped = shaped * keep + usual;
    },
  };
}

/** Variance beyond Poisson: phi of `mu + phi·mu²`, a running mean of what single rows say of it. */
function createDispersion(bucketMs: number) {
  const cap = Math.max(30, DISPERSION_KEPT / bucketMs);
  let phi = 0.5;
  let count = 0;
  return {
    value: () => Math.max(LEAST_DISPERSION, phi),
    learn(value: number, mu: number): void {
      count = Math.min(count + 1, cap);
      const said = ((value - mu) ** 2 - mu) / (mu * mu);
      phi = Math.max(0, phi + (Math.min(said, 25) - phi) / (count + 20));
    },
  };
}

/**
 * Real counts have heavier tails than any model. Scores above `TAIL_FROM` are taken as exponential with
 * this series' own rate and mean (peaks over threshold, with a generalised Pareto tail of shape 0), so
 * that a score means the same for a wild series as for a calm one.
 */
function createTail() {
  let rate = 0.1;
  let mean = 0.5;
  let rows = 0;
  return {
    calibrate(score: number): number {
      if (score <= TAIL_FROM) return Math.min(score, -Math.log10(rate));
      return -Math.log10(rate) + (score - TAIL_FROM) / mean / Math.LN10;
    },
    learn(score: number): void {
      rows += 1;
      rate += ((score > TAIL_FROM ? 1 : 0) - rate) / Math.min(rows + 1, 2_000);
      rate = Math.max(rate, 1e-6);
      if (score > TAIL_FROM)
        mean += Math.max(0.02, 1 / (rows + 1)) * (Math.min(score - TAIL_FROM, 20) - mean);
      mean = Math.max(mean, 1e-3);
    },
  };
}

/** One alarm per trouble: what follows an alarm within hours is weighed down. */
function createEcho(bucketMs: number) {
  const keep = 0.5 ** (bucketMs / ECHO_HALF);
  let echo = 0;
  return (score: number): number => {
    const fresh = score * Math.max(0, 1 - echo);
    echo = Math.max(echo * keep, Math.min(1, fresh / ECHO_FULL));
    return fresh;
  };
}

/**
 * Scores a count series row by row, each from earlier rows only. Expected: weekly shape × level of the
 * last two days, and never below half of the last hour's mean. Unusual: upper tail of the negative
 * binomial, calibrated by the series' own tail. `bucketMs` is the length of a row's bucket.
 */
export function createStreamDetector(bucketMs: number): (at: Instant, value: number) => StreamScore {
  const perVisit = Math.max(1, HOUR / bucketMs);
  const shape = createShape(perVisit, (24 * HOUR) / bucketMs);
  const level = createLevel(bucketMs, perVisit);
  const dispersion = createDispersion(bucketMs);
  const tail = createTail();
  const echo = createEcho(bucketMs);
  const recentKeep = 0.5 ** (bucketMs / HOUR);
  let recent = 0;
  let rows = 0;
  return (at, value) => {
    const usual = shape.usual(at);
    const expected = Math.max(usual * level.ratio(usual), recent / 2);
    const phi = dispersion.value();
    const raw = rows < WARM_UP_ROWS ? 0 : upperTailScore(Math.round(value), expected, phi);
    const score = 1 - 2 ** (-echo(tail.calibrate(raw)) / ALARM);
    tail.learn(raw);
    const tame =
      rows < UNTAMED_ROWS
        ? value
        : Math.min(value, expected + WINSOR * Math.sqrt(expected + phi * expected ** 2));
    shape.learn(at, tame);
    level.learn(tame, usual);
    dispersion.learn(tame, expected);
    recent = recent * recentKeep + value * (1 - recentKeep);
    rows += 1;
    return { score, expected: rows === 1 ? value : expected };
  };
}
