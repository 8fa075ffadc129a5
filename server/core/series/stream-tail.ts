import { DAY, HOUR, MINUTE } from '../time.ts';

/** A series' loudest hundredth is what it may call rare. */
const RARE = 0.01;
const RARE_SCORE = -Math.log10(RARE);
/** How fast the bar of that hundredth moves: log units per rare row of five minutes. */
const STEP = 0.01 / (5 * MINUTE);
const MAX_STEP = 0.3;
/** It moves this much faster during the first day. */
const FIRST_DAY = 5;
/** Where the bar starts, and the mean height above it. */
const FIRST_BAR = 0.5;
const FIRST_HEIGHT = 0.4;
/** Nothing below 1.7 times the expected counts as trouble, however calm the series is. */
const MIN_BAR = 0.55;
/** Heights are measured in no smaller unit, for the same reason. */
const MIN_HEIGHT = 0.3;
/** One row teaches at most this many mean heights. */
const TAUGHT_MOST = 6;

/**
 * How rare a log ratio is in this series' own past: −log10 of the probability of one as high. The bar that
 * one row in a hundred passes is tracked online: up by a step with every row above, down by a hundredth of
 * it with every other. So it holds its rate for any series, however it drifts (adaptive conformal
 * inference: I. Gibbs, E. Candès, NeurIPS 2021; quantile tracking: A. Angelopoulos et al., NeurIPS 2023),
 * and it rises during trouble, so that the next must be louder. Above the bar log ratios are exponential:
 * counts have a Pareto tail (peaks over threshold, J. Pickands, Annals of Statistics 1975).
 */
export function createTail(bucketMs: number) {
  const step = Math.min(MAX_STEP, STEP * bucketMs);
  let bar = FIRST_BAR;
  let height = FIRST_HEIGHT;
  let rows = 0;
  return {
    /** 0 below the bar. */
    rarity(logRatio: number): number {
      const above = logRatio - Math.max(bar, MIN_BAR);
      return above > 0 ? RARE_SCORE + above / Math.max(height, MIN_HEIGHT) / Math.LN10 : 0;
    },
    learn(logRatio: number): void {
      const passed = logRatio > bar;
      bar += (rows * bucketMs < DAY ? FIRST_DAY : 1) * step * ((passed ? 1 : 0) - RARE);
      if (passed) {
        const pace = Math.max(0.004, 1 / (rows * RARE + 5));
        height += pace * (Math.min(Math.max(0, logRatio - bar), TAUGHT_MOST * height) - height);
        height = Math.max(height, 0.05);
      }
      rows += 1;
    },
  };
}

/** After an alarm the same trouble is not new: its weight halves in this time, or in so many rows if longer. */
const ECHO_HALF = 12 * HOUR;
const ECHO_HALF_ROWS = 3;
/** A row that is ten times rarer than what was reported is an alarm, and so reported itself. */
const TOLD = 1;

/** One alarm per trouble: by how much a rarity goes beyond that of the trouble already reported. */
export function createEcho(bucketMs: number) {
  const half = Math.max(ECHO_HALF, ECHO_HALF_ROWS * bucketMs);
  let echo = 0;
  return (elapsed: number, rarity: number): number => {
    echo *= 0.5 ** (elapsed / half);
    const fresh = Math.max(0, rarity - echo);
    if (fresh >= TOLD) echo = rarity;
    return fresh;
  };
}

/** Half-life of what is learned about the noise of single rows. */
const NOISE_HALF = 14 * DAY;
/** What is believed before anything was seen, and for how many rows it weighs. */
const FIRST_DISPERSION = 0.2;
const PRIOR_ROWS = 10;
const MIN_DISPERSION = 0.02;

/** NB2 dispersion of single rows: the phi of variance `mu + phi·mu²`, by moments that forget. */
export function createNoise(bucketMs: number) {
  const keep = 0.5 ** (bucketMs / NOISE_HALF);
  // Sums over an hour or two average independent noise: (1 − k)/(1 + k) of it is left, k the weight of the row before.
  const before = 0.5 ** (bucketMs / HOUR);
  const left = (1 - before) / (1 + before);
  let excess = 0;
  let squares = 0;
  const ofRow = (whole: number) => {
    const prior = PRIOR_ROWS * whole * whole;
    return Math.max(0, (excess + FIRST_DISPERSION * prior) / (squares + prior));
  };
  return {
    ofRow: (whole: number) => Math.max(MIN_DISPERSION, ofRow(whole)),
    ofRecent: (whole: number) => Math.max(MIN_DISPERSION, left * ofRow(whole)),
    learn(value: number, expected: number): void {
      excess = excess * keep + (value - expected) ** 2 - expected;
      squares = squares * keep + expected * expected;
    },
  };
}
