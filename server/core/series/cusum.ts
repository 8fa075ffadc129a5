import { quantile } from '../statistics/negative-binomial.ts';
import { specialDay } from '../time/calendar.ts';
import { HOUR, type Instant, startOfHour } from '../time.ts';
import { type Baseline, baselineOf, expectedIn } from './baseline/baseline.ts';
import type { HourPoint, Series } from './series.ts';

/** A chart waits for one kind of rise and is slow to believe in others. */
export interface CusumChart {
  /** Stable between runs. */
  readonly key: string;
  /** The rise it is best at finding: so many times the usual. */
  readonly rise: number;
  /** Hours it looks back over; before them it knows nothing. */
  readonly hours: number;
  /** Counts are brought down to so many standard deviations above the usual, so that no hour decides alone. */
  readonly most: number;
  /** The newest hours that stay out of its baseline: a slow rise must not become its own yardstick. */
  readonly excludedHours: number;
  /** Known days without which the baseline says too little for it. */
  readonly leastDays: number;
  /** The score from which it is a finding, by the information of an hour in counts (`informationOf`). */
  readonly leastScore: (information: number) => number;
  /** After so many hours a rise has been announced, and its level is the new usual. */
  readonly toldHours: number;
}

/** A rise that a chart sees. */
export interface Rise {
  /** When it began: the end of the last hour that looked usual; and when the evidence sufficed. */
  readonly since: Instant;
  readonly foundAt: Instant;
  /** End of the last whole hour. */
  readonly until: Instant;
  /** Mentions from `since` to `until`, beside what that time usually holds. */
  readonly observed: number;
  readonly expected: number;
  /** The 97.5 % quantile of that. */
  readonly usualHigh: number;
  /** −log10 of the bound on the probability that usual hours bring the sum this far. */
  readonly score: number;
  /** The highest it has been in this rise: what it was found by, while the sum itself falls again. */
  readonly peak: number;
  readonly days: number;
  readonly dispersion: number;
}

interface Walk {
  sum: number;
  peak: number;
  since: Instant;
  foundAt: Instant | null;
  level: number;
  /** Score from which a rise counts; more after one was found, so that its tail is not found again. */
  least: number;
}

const MORE_AFTER_TOLD = 1.5;

/**
 * CUSUM of log likelihood ratios between a risen and the usual rate, both negative binomial with the same dispersion: S
 * ← max(0, S + ln f(x; ρμ, φ) − ln f(x; μ, φ)). Usual hours let an excursion of S pass h with a probability of at most
 * e^−h (Wald). The sum is made again from the hours each time, so it needs no memory: found once, a rise is reported
 * for `toldHours`, then the level it reached is the new usual. Source: E. S. Page, Biometrika 41 (1954) 100–115; G.
 * Lorden, Ann. Math. Stat. 42 (1971) 1897–1908.
 * @returns null while there is none, and in cold start
 */
export function riseOf(series: Series, now: Instant, chart: CusumChart): Rise | null {
  const baseline = baselineOf(series, 'total', now, chart.excludedHours);
  if (baseline.kind === 'cold-start' || baseline.days < chart.leastDays) return null;
  const until = startOfHour(now);
  const hours = series.hours.slice(-chart.hours - 1).filter(({ hour }) => hour < until);
  const least = chart.leastScore(informationOf(baseline));
  const walk: Walk = {
    sum: 0,
    peak: 0,
    since: hours[0]?.hour ?? until,
    foundAt: null,
    level: 1,
    least,
  };
  for (const point of hours) {
    advance(walk, point, baseline, chart);
    const end = point.hour + HOUR;
    if (walk.foundAt === null && walk.sum >= walk.least * Math.LN10) walk.foundAt = end;
    if (walk.foundAt !== null && end - walk.foundAt >= chart.toldHours * HOUR)
      settle(walk, hours, end, baseline);
  }
  if (walk.foundAt === null || walk.sum <= 0) return null;
  return toRise(walk, walk.foundAt, hours, baseline);
}

/** The information of a usual hour, in counts of a Poisson watch; overdispersed counts hold less. */
function informationOf({ slots, hourDispersion: phi }: Baseline): number {
  return Math.max(0.05, slots.reduce((sum, mu) => sum + mu / (1 + phi * mu), 0) / slots.length);
}

function advance(walk: Walk, { hour, total }: HourPoint, baseline: Baseline, chart: CusumChart): void {
  const special = specialDay(hour);
  const mu = walk.level * expectedIn(baseline, hour, hour + HOUR).mean;
  const phi = baseline.hourDispersion;
  const risen = chart.rise * mu;
  const count = Math.min(total, mu + chart.most * Math.sqrt(mu + phi * mu * mu) + 0.5);
  const growth = Math.log((1 + phi * risen) / (1 + phi * mu));
  const ratio = count * (Math.log(chart.rise) - growth) - growth / phi;
  // An hour of a holiday weighs little, whichever way it went.
  walk.sum += ratio * (special?.weight ?? 1);
  walk.peak = Math.max(walk.peak, walk.sum);
  if (walk.sum > 0) return;
  walk.sum = 0;
  walk.peak = 0;
  walk.since = hour + HOUR;
  walk.foundAt = null;
}

/** What was reported becomes the usual: the level of the hours since it was found. */
function settle(walk: Walk, hours: readonly HourPoint[], end: Instant, baseline: Baseline): void {
  const told = countsIn(hours, walk.foundAt ?? end, end, baseline);
  walk.least += MORE_AFTER_TOLD;
  walk.level = Math.max(1, told.observed / Math.max(told.expected, 1));
  walk.sum = 0;
  walk.peak = 0;
  walk.since = end;
  walk.foundAt = null;
}

function toRise(walk: Walk, foundAt: Instant, hours: readonly HourPoint[], baseline: Baseline): Rise {
  const end = (hours.at(-1)?.hour ?? walk.since) + HOUR;
  const { observed, expected } = countsIn(hours, walk.since, end, baseline);
  const { dispersion } = expectedIn(baseline, walk.since, end);
  return {
    since: walk.since,
    foundAt,
    until: end,
    observed,
    expected,
    usualHigh: quantile(0.975, expected, dispersion),
    score: walk.sum / Math.LN10,
    peak: walk.peak / Math.LN10,
    days: baseline.days,
    dispersion: baseline.hourDispersion,
  };
}

function countsIn(hours: readonly HourPoint[], from: Instant, to: Instant, baseline: Baseline) {
  const inside = hours.filter(({ hour }) => hour >= from && hour < to);
  return {
    observed: inside.reduce((sum, { total }) => sum + total, 0),
    expected: expectedIn(baseline, from, to).mean,
  };
}
