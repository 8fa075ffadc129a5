import type { HourPoint } from '../../server/core/series/series.ts';
import { upperTailScore } from '../../server/core/statistics/negative-binomial.ts';
import { hourOfWeek } from '../../server/core/time.ts';
import { WEEKS4 } from './synthetic-counts.ts';

/** Whether it rings when hour `index` has just ended. */
export type Method = (hours: readonly HourPoint[], index: number) => boolean;

/** More than mean + 3σ of the four weeks before. */
export const threeSigma: Method = (hours, index) => {
  const counts = past(hours, index).map((point) => point.total);
  const mean = average(counts);
  const sigma = Math.sqrt(average(counts.map((count) => (count - mean) ** 2)));
  return countAt(hours, index) > mean + 3 * sigma;
};

/** Less likely than 1 in 10,000 by a Poisson count around the plain course of day and week. */
export const poissonTail: Method = (hours, index) => {
  const { usual } = plainBaseline(hours, index);
  return upperTailScore(countAt(hours, index), usual(index), 0) >= POISSON_SCORE;
};

const POISSON_SCORE = 4;
const NB_SCORE = 3.2;
/** Of standardised counts: what each must exceed, what it is capped at, and the sum that rings. */
const CUSUM = { slack: 0.5, most: 3, rings: 6.7, hours: 48 };

/** Less likely than 1 in 1,600 by a negative binomial count, or a plain CUSUM of the last 48 hours. */
export const tailOrCusum: Method = (hours, index) => {
  const { usual, phi } = plainBaseline(hours, index);
  if (upperTailScore(countAt(hours, index), usual(index), phi) >= NB_SCORE) return true;
  let sum = 0;
  for (let i = index - CUSUM.hours + 1; i <= index; i++) {
    const mu = usual(i);
    const z = (countAt(hours, i) - mu) / Math.sqrt(mu + phi * mu * mu);
    sum = Math.max(0, sum + Math.min(z, CUSUM.most) - CUSUM.slack);
  }
  return sum > CUSUM.rings;
};

/** Baselines of the last hours looked at: the CUSUM and the tail share them. */
const memory = new WeakMap<readonly HourPoint[], Map<number, ReturnType<typeof makePlainBaseline>>>();
function plainBaseline(hours: readonly HourPoint[], index: number) {
  const known = memory.get(hours) ?? new Map();
  memory.set(hours, known);
  const made = known.get(index) ?? makePlainBaseline(hours, index);
  known.set(index, made);
  return made;
}

/** Mean × hour of day × workday or weekend, by plain averages, and the dispersion by moments. */
function makePlainBaseline(hours: readonly HourPoint[], index: number) {
  const counts = capped(past(hours, index));
  const level = average(counts.map((p) => p.total));
  const byHour = shares(counts, (slot) => slot % 24, 24, level);
  const byDay = shares(counts, (slot) => (slot >= 120 ? 1 : 0), 2, level);
  const mean = (hour: number) => {
    const slot = hourOfWeek(hour);
    return Math.max(0.01, level * (byHour[slot % 24] ?? 1) * (byDay[slot >= 120 ? 1 : 0] ?? 1));
  };
  let excess = 0;
  let squares = 0;
  for (const { hour, total } of counts) {
    const mu = mean(hour);
    excess += (total - mu) ** 2 - mu;
    squares += mu * mu;
  }
  const phi = Math.max(0, excess / squares);
  return { usual: (i: number) => mean(hours[i]?.hour ?? 0), phi };
}

/** Outliers brought down to mean + 3σ, once. */
function capped(hours: readonly HourPoint[]): readonly HourPoint[] {
  const mean = average(hours.map((point) => point.total));
  const most = mean + 3 * Math.sqrt(average(hours.map((point) => (point.total - mean) ** 2)));
  return hours.map((point) => (point.total > most ? { ...point, total: most } : point));
}

function shares(counts: readonly HourPoint[], of: (slot: number) => number, size: number, level: number) {
  const sums = new Float64Array(size);
  const hours = new Float64Array(size);
  for (const { hour, total } of counts) {
    const key = of(hourOfWeek(hour));
    sums[key] = (sums[key] ?? 0) + total;
    hours[key] = (hours[key] ?? 0) + 1;
  }
  return Array.from(sums, (sum, key) => sum / (hours[key] || 1) / (level || 1));
}

function past(hours: readonly HourPoint[], index: number): readonly HourPoint[] {
  return hours.slice(Math.max(0, index - WEEKS4), index);
}

function countAt(hours: readonly HourPoint[], index: number): number {
  return hours[index]?.total ?? 0;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
