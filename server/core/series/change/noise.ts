import { median } from '../../statistics/median.ts';

/** A value on one scale: the count divided by `share`, how much more than average was usual for its bucket. */
export interface LevelledRow {
  readonly value: number;
  readonly share: number;
}

/** How much single values scatter around their level. */
export interface Noise {
  /** NB2 dispersion of counts; of real values, which have none, 0. */
  readonly dispersion: number;
  /** Variance of a levelled value around `mean` in a bucket of this share. */
  variance(mean: number, share: number): number;
}

/** Middle of |x| of the standard normal, and of x². */
const MIDDLE_NORMAL = 0.6745;
const MIDDLE_SQUARE = MIDDLE_NORMAL ** 2;
const DISPERSION_RANGE = [1e-4, 5] as const;
/** Below this a mean says little about its own variance. */
const MIN_MEAN = 0.5;

/** The noise of a series, from the steps between neighbours, so that changes of level hardly count. */
export function noiseOf(rows: readonly LevelledRow[], model: 'counts' | 'normal'): Noise {
  // A short series may look calmer than it is: the estimate is raised by about two of its standard errors.
  const caution = 1 + 3 / Math.sqrt(rows.length);
  if (model === 'normal') {
    const variance = stepVariance(rows) * caution;
    return { dispersion: 0, variance: () => variance };
  }
  const dispersion = stepDispersion(rows) * caution;
  return {
    dispersion,
    variance: (mean, share) => Math.max(mean, MIN_MEAN) / share + dispersion * mean * mean,
  };
}

function stepVariance(rows: readonly LevelledRow[]): number {
  const steps = rows.slice(1).map((row, i) => Math.abs(row.value - (rows[i]?.value ?? 0)));
  const middle = median(steps) / MIDDLE_NORMAL;
  const square = steps.reduce((sum, step) => sum + step * step, 0) / Math.max(1, steps.length);
  // Mostly equal values have a median step of nothing: a small part of the mean square stands in.
  return Math.max((middle * middle) / 2, square / 20, 1e-9);
}

/** The dispersion at which the middle squared step is the middle of its distribution. */
function stepDispersion(rows: readonly LevelledRow[]): number {
  const steps = rows.slice(1).map((row, i) => {
    const before = rows[i] ?? row;
    const mean = (row.value + before.value) / 2;
    return {
      square: (row.value - before.value) ** 2 / 2,
      poisson: Math.max(mean, MIN_MEAN) / ((row.share + before.share) / 2),
      mean,
    };
  });
  const shares = new Float64Array(steps.length);
  const tooSmall = (dispersion: number) => {
    for (const [i, { square, poisson, mean }] of steps.entries())
      shares[i] = square / (poisson + dispersion * mean * mean);
    return median(shares) > MIDDLE_SQUARE;
  };
  let [low, high] = DISPERSION_RANGE as readonly [number, number];
  if (!tooSmall(low)) return low;
  while (high / low > 1.001) {
    const middle = Math.sqrt(low * high);
    if (tooSmall(middle)) low = middle;
    else high = middle;
  }
  return high;
}
