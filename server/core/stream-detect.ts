import { upperTailScore } from './negative-binomial.ts';
import { createDispersion, createLevel, createShape } from './stream-baseline.ts';
import { HOUR, type Instant } from './time.ts';

/** What one row of a series came to. */
export interface StreamScore {
  /** 0..1; 0.5 means: rarer than 1 in 100,000 by this series' own past, and not a trouble told already. */
  readonly score: number;
  /** What was usual for that hour, from earlier rows only. */
  readonly expected: number;
}

/** A value counts towards what is usual at most this many deviations above it: peaks teach little. */
const WINSOR = 4;
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
