import { median } from '../../statistics/median.ts';
import type { Instant } from '../../time.ts';
import { type LevelledRow, type Noise, noiseOf } from './noise.ts';

/** One bucket; `usual` is the count its hour or weekday leads to expect, where the series has a rhythm. */
export interface CountPoint {
  readonly at: Instant;
  readonly count: number;
  readonly usual?: number;
}

/** A series made ready for the search of changes: costs and means of stretches in constant time. */
export interface ChangeSeries {
  readonly length: number;
  /** −2 log likelihood of [from, to) at its own mean, less what no split can change. */
  cost(from: number, to: number): number;
  /** Mean over [from, to), as a count of a bucket that is usual on average. */
  mean(from: number, to: number): number;
}

/** A value this many standard deviations off its surroundings is an outlier where it does not last. */
const OUTLYING = 4;

/**
 * Outliers pulled in, costs prepared. With `usual`, a bucket weighs as the variance of an average bucket
 * stands to its own, and the likelihood is a quasi-likelihood; without, it is the model's own.
 */
export function changeSeries(
  points: readonly CountPoint[],
  least: number,
  model: 'counts' | 'normal',
): ChangeSeries {
  const raw = levelled(points);
  const noise = noiseOf(raw, model);
  const rows = tamed(raw, least, noise);
  const mean = rows.reduce((sum, row) => sum + row.value, 0) / rows.length;
  const weight = ({ share }: LevelledRow) => noise.variance(mean, 1) / noise.variance(mean, share);
  const weights = runningSum(rows.map(weight));
  const sums = runningSum(rows.map((row) => weight(row) * row.value));
  const squares = runningSum(rows.map((row) => weight(row) * row.value ** 2));
  const cost = model === 'normal' ? normalCost(noise.variance(0, 1)) : countCost(1 / noise.dispersion);
  return {
    length: rows.length,
    mean: (from, to) => sums(from, to) / weights(from, to),
    cost: (from, to) => cost(weights(from, to), sums(from, to), squares(from, to)),
  };
}

/** Values on one scale: counts divided by how much more than average was usual. */
function levelled(points: readonly CountPoint[]): LevelledRow[] {
  const usual = points.map((point) => Math.max(point.usual ?? 1, 1e-3));
  const mean = usual.reduce((sum, value) => sum + value, 0) / usual.length;
  return points.map((point, i) => {
    const share = (usual[i] ?? 1) / mean;
    return { value: point.count / share, share };
  });
}

/**
 * Hampel filter over 2 × least − 1 buckets: what departs from the median around it by more than four
 * standard deviations becomes that median. A run of `least` holds the majority and stays.
 */
function tamed(rows: readonly LevelledRow[], least: number, noise: Noise): LevelledRow[] {
  const values = Float64Array.from(rows, ({ value }) => value);
  return rows.map((row, i) => {
    const middle = median(values.subarray(Math.max(0, i - least + 1), i + least));
    const off = Math.abs(row.value - middle);
    return off > OUTLYING * Math.sqrt(noise.variance(middle, row.share)) ? { ...row, value: middle } : row;
  });
}

function runningSum(values: readonly number[]): (from: number, to: number) => number {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, i) => {
    sums[i + 1] = (sums[i] ?? 0) + value;
  });
  return (from, to) => (sums[to] as number) - (sums[from] as number);
}

type StretchCost = (weight: number, sum: number, squares: number) => number;

function normalCost(variance: number): StretchCost {
  return (weight, sum, squares) => (squares - (sum * sum) / weight) / variance;
}

/** −2 × [S·ln(m/(r+m)) + N·r·ln(r/(r+m))] with m = S/N: the rest of the likelihood is the same for all splits. */
function countCost(size: number): StretchCost {
  return (weight, sum) => {
    const mean = Math.max(0, sum / weight);
    const ones = sum > 0 ? sum * Math.log(mean / (size + mean)) : 0;
    return -2 * (ones - weight * size * Math.log1p(mean / size));
  };
}
