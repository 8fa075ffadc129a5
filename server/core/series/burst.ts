import { quantile, upperTailScore } from '../statistics/negative-binomial.ts';
import { type Instant, MINUTE } from '../time.ts';
import { type Baseline, baselineOf, type ColdStart, expectedIn, type Measure } from './baseline/baseline.ts';
import type { Recent, Series } from './series.ts';

/** One window held against what is usual for it. */
export interface Burst {
  /** `volume-1h`, `volume-6h`, `negative-1h`, `negative-6h`: stable between runs. */
  readonly key: string;
  readonly measure: Measure;
  readonly recent: Recent;
  readonly observed: number;
  readonly expected: number;
  readonly usualHigh: number;
  /** −log10 P(at least this many), 0..300. */
  readonly score: number;
  readonly days: number;
  readonly dispersion: number;
}

/**
 * Judges total volume of the last 1 h and 6 h and negative volume of the last 1 h by the upper tail of
 * the negative binomial around the baseline. Null in cold start.
 */
export function burstsOf(series: Series, now: Instant): readonly Burst[] | null {
  const total = baselineOf(series, 'total', now);
  const negative = baselineOf(series, 'negative', now);
  if (isCold(total) || isCold(negative)) return null;
  return [
    judge('volume-1h', 'total', series.lastHour, total, now),
    judge('volume-6h', 'total', series.lastSixHours, total, now),
    judge('negative-1h', 'negative', series.lastHour, negative, now),
  ];
}

/** Complaints of a usual week from which they are not rare: where one draws another, six of a day are no news. */
const MAX_RARE_PER_WEEK = 5;
/** Its key: what it counts are people, not posts. */
export const RARE_COMPLAINTS = 'negative-6h';
/** So many people in six hours, or it may be one quarrel that some join in. */
export const RARE_PEOPLE = 6;
/** Complaints draw others: so much surer must it be than a burst, which is asked for as much as the team says. */
const SURER = 1;

/**
 * Complaints of six hours where they are rare: five of them never fall into one hour, and too few posts are there for
 * a share. Counts no person twice. Null where complaints are usual, and in cold start.
 * @param least −log10 of the probability from which the team calls something a burst
 */
export function rareComplaints(series: Series, least: number, now: Instant): Burst | null {
  const { lastSixHours } = series;
  if (lastSixHours.negativeAuthors < RARE_PEOPLE) return null;
  const negative = baselineOf(series, 'negative', now);
  if (isCold(negative)) return null;
  if (negative.slots.reduce((sum, mu) => sum + mu, 0) > MAX_RARE_PER_WEEK) return null;
  const people = { ...lastSixHours, negative: lastSixHours.negativeAuthors };
  const burst = judge(RARE_COMPLAINTS, 'negative', people, negative, now);
  return burst.score < least + SURER ? null : { ...burst, recent: lastSixHours };
}

function judge(key: string, measure: Measure, recent: Recent, baseline: Baseline, now: Instant): Burst {
  const observed = recent[measure];
  const { mean, dispersion } = expectedIn(baseline, now - recent.minutes * MINUTE, now);
  return {
    key,
    measure,
    recent,
    observed,
    expected: mean,
    usualHigh: quantile(0.975, mean, dispersion),
    score: upperTailScore(observed, mean, dispersion),
    days: baseline.days,
    dispersion,
  };
}

function isCold(baseline: Baseline | ColdStart): baseline is ColdStart {
  return baseline.kind === 'cold-start';
}
