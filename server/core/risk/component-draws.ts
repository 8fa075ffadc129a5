import { DRAWS, NORMAL } from '../statistics/draw-table.ts';
import { normalOfScore, normalScore } from '../statistics/normal.ts';
import { burstOf, type RiskInput, reachPart, velocityOf } from './risk.ts';

/** Standard error of a day's reach, in powers of ten: the reach of one post is right to about a half. */
const REACH_ERROR = 0.3;
/** Two-sided 95 %, as `wilson` has it. */
const Z = 1.96;
const EMPTY = new Float64Array(DRAWS);
const [VOLUME = EMPTY, BEFORE = EMPTY, NEGATIVE = EMPTY, OTHERS = EMPTY, REACH = EMPTY] = NORMAL;

/** Component B by z-score, in steps of 1/64 from −6 to 6: beyond, it is 0 and 1. */
const STEPS = 64;
const MIN_Z = -6;
const BURST_OF_Z = Float64Array.from({ length: 12 * STEPS + 2 }, (_, i) =>
  burstOf(normalScore(MIN_Z + i / STEPS)),
);

/**
 * Adds `weight` × component B to each draw. Another look at the same hour gives a z-score that varies by
 * about 1 around the one seen.
 * Source: Boos & Stefanski, P-value precision and reproducibility, The American Statistician 65 (2011) 213–221.
 */
export function addBurst(to: Float64Array, weight: number, score: number): void {
  if (score <= 0 || weight === 0) return;
  const z = normalOfScore(score);
  for (let i = 0; i < DRAWS; i++) {
    const place = Math.min(Math.max((z + (VOLUME[i] ?? 0) - MIN_Z) * STEPS, 0), 12 * STEPS);
    const below = Math.floor(place);
    const low = BURST_OF_Z[below] ?? 0;
    const part = low + (place - below) * ((BURST_OF_Z[below + 1] ?? 1) - low);
    to[i] = (to[i] ?? 0) + weight * part;
  }
}

/**
 * Adds `weight` × component V: rates behind negative binomial counts, gamma with the counts' mean and
 * variance μ + φμ². It shares its chance with the burst, for both count the last hour.
 */
export function addVelocity(
  to: Float64Array,
  weight: number,
  counts: Pick<RiskInput, 'lastHour' | 'previousMean'> & {
    readonly previousHours: number;
    readonly dispersion: number;
  },
): void {
  if (weight === 0) return;
  const [last, before] = [counts.lastHour + 0.5, counts.previousMean + 0.5];
  const nowShape = last / (1 + counts.dispersion * last);
  const thenShape = (before * counts.previousHours) / (1 + counts.dispersion * before);
  for (let i = 0; i < DRAWS; i++) {
    const ratio = gamma(last, nowShape, VOLUME[i] ?? 0) / gamma(before, thenShape, BEFORE[i] ?? 0);
    to[i] = (to[i] ?? 0) + weight * velocityOf(ratio);
  }
}

/**
 * Adds `weight` × component N: the share by Jeffreys' Beta(k + ½, n − k + ½), then its Wilson bound as ever.
 * Source: Brown, Cai & DasGupta, Interval estimation for a binomial proportion, Statistical Science 16 (2001) 101–133.
 */
export function addNegative(
  to: Float64Array,
  weight: number,
  { negative, total }: Pick<RiskInput, 'negative' | 'total'>,
): void {
  if (total <= 0 || weight === 0) return;
  const k = negative + 0.5;
  const rest = Math.max(0, total - negative) + 0.5;
  const spread = (Z * Z) / (4 * total * total);
  for (let i = 0; i < DRAWS; i++) {
    const drawn = gamma(k, k, NEGATIVE[i] ?? 0);
    const p = drawn / (drawn + gamma(rest, rest, OTHERS[i] ?? 0));
    const half = Z * Math.sqrt((p * (1 - p)) / total + spread);
    const low = (p + (Z * Z) / (2 * total) - half) / (1 + (Z * Z) / total);
    to[i] = (to[i] ?? 0) + weight * Math.max(0, low);
  }
}

/** Adds `weight` × component R: reach is log-normal, half a step of ten wide. */
export function addReach(to: Float64Array, weight: number, reach: number): void {
  if (reach <= 0 || weight === 0) return;
  for (let i = 0; i < DRAWS; i++) {
    to[i] = (to[i] ?? 0) + weight * reachPart(reach * 10 ** (REACH_ERROR * (REACH[i] ?? 0)));
  }
}

/**
 * A gamma of this mean and shape at a standard normal.
 * Source: the cube of Wilson & Hilferty, PNAS 17 (1931) 684–688.
 */
function gamma(mean: number, shape: number, z: number): number {
  const ninth = 1 / (9 * shape);
  return mean * Math.max(0.02, 1 - ninth + z * Math.sqrt(ninth)) ** 3;
}
