import type { Instant } from '../../time.ts';
import { type ChangeSeries, type CountPoint, changeSeries } from './change-series.ts';

export type { CountPoint } from './change-series.ts';

/** A time at which the level of a series became another one, and stayed there. */
export interface ChangePoint {
  /** Start of the first bucket of the new level, and its index. */
  readonly at: Instant;
  readonly index: number;
  /** First and last start of a new level that are still likely: 95 % of the posterior over places. */
  readonly earliest: Instant;
  readonly latest: Instant;
  /** Mean count of a usual bucket in the stretches before and after, up to the neighbouring changes. */
  readonly before: number;
  readonly after: number;
  /** How much the change improves the fit: 2 × log likelihood ratio less the penalty. Above 0. */
  readonly gain: number;
  /** Of a change against none between the neighbouring ones, by the BIC approximation of the Bayes factor. */
  readonly probability: number;
}

export interface ChangeOptions {
  /** Fewest buckets a level lasts. What is shorter counts as an outlier, not as two changes. Default 3. */
  readonly least?: number;
  /** What a change must improve 2 × log likelihood by, in units of ln(buckets). Default 3. */
  readonly penalty?: number;
  /** `counts`: negative binomial. `normal`: any real values, e.g. a net sentiment. Default `counts`. */
  readonly model?: 'counts' | 'normal';
}

/**
 * Changes of level in a series of equal buckets in time order, after the fact. PELT finds the exact least
 * of Σ segment costs + penalty × changes (R. Killick, P. Fearnhead, I. Eckley, "Optimal Detection of
 * Changepoints with a Linear Computational Cost", JASA 2012). Cost: −2 log likelihood of a negative
 * binomial whose dispersion is that of the whole series (so noisy series need more), or of a normal.
 * Penalty 3·ln n as in the modified BIC (N. Zhang, D. Siegmund, Biometrics 2007). Runs shorter than
 * `least` are pulled to their surroundings beforehand (Hampel filter), so a single spike changes nothing.
 */
export function changePoints(
  points: readonly CountPoint[],
  { least = 3, penalty = 3, model = 'counts' }: ChangeOptions = {},
): ChangePoint[] {
  const length = Math.max(1, Math.round(least));
  if (points.length < 2 * length) return [];
  const series = changeSeries(points, length, model);
  const price = penalty * Math.log(points.length);
  const bounds = [0, ...pelt(series, length, price), points.length];
  return bounds.slice(1, -1).flatMap((index, i) => {
    const from = bounds[i] ?? 0;
    const to = bounds[i + 2] ?? points.length;
    const change = describe(points, series, { from, index, to }, length, price);
    return change === null ? [] : [change];
  });
}

/** Starts of the segments after the first, ascending. */
function pelt(series: ChangeSeries, least: number, price: number): number[] {
  const n = series.length;
  const best = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const last = new Int32Array(n + 1);
  best[0] = -price;
  /** Of each start the sums up to the newest `least` ends, so that no stretch is priced twice. */
  const sums = new Float64Array((n + 1) * least);
  let open: number[] = [];
  for (let end = least; end <= n; end++) {
    // A start becomes usable once a segment of the least length fits behind it.
    open.push(end - least);
    // Kept `least` steps longer than plain PELT: a start may only be dropped for one that is usable by then.
    const bound = best[end - least] as number;
    const young = end - 2 * least;
    open = open.filter((start) => {
      const place = start * least + (end % least);
      const before = sums[place] as number;
      const sum = (best[start] as number) + series.cost(start, end);
      sums[place] = sum;
      if (sum + price < (best[end] as number)) {
        best[end] = sum + price;
        last[end] = start;
      }
      return start > young || before <= bound;
    });
  }
  const starts: number[] = [];
  for (let end = last[n] ?? 0; end > 0; end = last[end] ?? 0) starts.unshift(end);
  return starts;
}

interface Place {
  readonly from: number;
  readonly index: number;
  readonly to: number;
}

function describe(
  points: readonly CountPoint[],
  series: ChangeSeries,
  { from, index, to }: Place,
  least: number,
  price: number,
): ChangePoint | null {
  const whole = series.cost(from, to);
  const gainAt = (at: number) => whole - series.cost(from, at) - series.cost(at, to);
  const gain = gainAt(index) - price;
  if (gain <= 0) return null;
  const { earliest, latest } = likelyPlaces(gainAt, from + least, to - least, index);
  return {
    at: points[index]?.at ?? 0,
    index,
    earliest: points[earliest]?.at ?? 0,
    latest: points[latest]?.at ?? 0,
    before: series.mean(from, index),
    after: series.mean(index, to),
    gain,
    probability: 1 / (1 + Math.exp(-gain / 2)),
  };
}

/** The shortest run of places around the best one that holds 95 % of exp(gain / 2). */
function likelyPlaces(gainAt: (at: number) => number, from: number, to: number, best: number) {
  const top = gainAt(best);
  const weight = (at: number) => (at < from || at > to ? 0 : Math.exp((gainAt(at) - top) / 2));
  let total = 0;
  for (let at = from; at <= to; at++) total += weight(at);
  let [earliest, latest, held] = [best, best, weight(best)];
  while (held < 0.95 * total) {
    const [left, right] = [weight(earliest - 1), weight(latest + 1)];
    if (left === 0 && right === 0) break;
    if (left >= right) earliest -= 1;
    else latest += 1;
    held += Math.max(left, right);
  }
  return { earliest, latest };
}
