import { SLOTS } from './model.ts';

/** Counts' worth of belief that an hour or a day is like the others. */
const FACTOR_PRIOR = 4;
const HOURS = 24;
const DAYS = 7;

/** Expected count of each slot, and the relative variance of its hour's and its day's part, written by each call. */
export interface Factors {
  readonly means: Float64Array;
  readonly hourDoubts: Float64Array;
  readonly dayDoubts: Float64Array;
}

/**
 * Level × hour of day × day of week, each factor shrunk towards 1, written into `result`. `seen` are weighted counts
 * and `exposure` weighted hours, by hour of week; `phi` says how little a single count weighs.
 */
export function factors(seen: Float64Array, exposure: Float64Array, phi: number, result: Factors): void {
  const level = (total(seen) + 0.5) / Math.max(1, total(exposure));
  const prior = FACTOR_PRIOR * (1 + phi * level);
  const hours = new Array<number>(HOURS).fill(1);
  const days = new Array<number>(DAYS).fill(1);
  let hourUsual: number[] = [];
  let dayUsual: number[] = [];
  const hourSeen = sumsBy(seen, HOURS, 1, [1], 1);
  const daySeen = sumsBy(seen, DAYS, HOURS, [1], 1);
  for (let round = 0; round < 2; round++) {
    hourUsual = sumsBy(exposure, HOURS, 1, days, HOURS);
    for (let k = 0; k < HOURS; k++) hours[k] = (at(hourSeen, k) + prior) / (level * at(hourUsual, k) + prior);
    dayUsual = sumsBy(exposure, DAYS, HOURS, hours, 1);
    for (let k = 0; k < DAYS; k++) days[k] = (at(daySeen, k) + prior) / (level * at(dayUsual, k) + prior);
  }
  const doubtOf = (usual: number): number => 1 / ((level * usual) / (1 + phi * level) + FACTOR_PRIOR);
  for (let k = 0; k < HOURS; k++) result.hourDoubts[k] = doubtOf(at(hourUsual, k));
  for (let k = 0; k < DAYS; k++) result.dayDoubts[k] = doubtOf(at(dayUsual, k));
  for (let slot = 0; slot < SLOTS; slot++) {
    result.means[slot] = level * at(hours, slot % HOURS) * at(days, Math.floor(slot / HOURS));
  }
}

/**
 * Sums over the slots that share `floor(slot / width) % size`, each slot's value times the factor of its
 * `floor(slot / per) % factors.length`.
 */
function sumsBy(
  values: Float64Array,
  size: number,
  width: number,
  factorOf: readonly number[],
  per: number,
): number[] {
  const sums = new Array<number>(size).fill(0);
  for (let slot = 0; slot < SLOTS; slot++) {
    const group = Math.floor(slot / width) % size;
    const factor = at(factorOf, Math.floor(slot / per) % factorOf.length);
    sums[group] = at(sums, group) + (values[slot] ?? 0) * factor;
  }
  return sums;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum;
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}
