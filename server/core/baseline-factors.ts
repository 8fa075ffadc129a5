/** Counts' worth of belief that an hour or a day is like the others. */
const FACTOR_PRIOR = 4;
const SLOTS = 168;

/** Expected count of a slot and the relative variance of that expectation. */
export interface Factors {
  mean(slot: number): number;
  doubt(slot: number): number;
}

/**
 * Level × hour of day × day of week, each factor shrunk towards 1. `seen` are weighted counts and
 * `exposure` weighted hours, by hour of week; `phi` says how little a single count tells.
 */
export function factors(seen: Float64Array, exposure: Float64Array, phi: number): Factors {
  const level = (total(seen) + 0.5) / Math.max(1, total(exposure));
  const hours = new Float64Array(24).fill(1);
  const days = new Float64Array(7).fill(1);
  const prior = FACTOR_PRIOR * (1 + phi * level);
  const hourUsual = new Float64Array(24);
  const dayUsual = new Float64Array(7);
  for (let round = 0; round < 2; round++) {
    const hourSeen = new Float64Array(24);
    hourUsual.fill(0);
    for (let slot = 0; slot < SLOTS; slot++) {
      add(hourSeen, slot % 24, at(seen, slot));
      add(hourUsual, slot % 24, at(exposure, slot) * level * at(days, dayOf(slot)));
    }
    hours.forEach((_, k) => {
      hours[k] = (at(hourSeen, k) + prior) / (at(hourUsual, k) + prior);
    });
    const daySeen = new Float64Array(7);
    dayUsual.fill(0);
    for (let slot = 0; slot < SLOTS; slot++) {
      add(daySeen, dayOf(slot), at(seen, slot));
      add(dayUsual, dayOf(slot), at(exposure, slot) * level * at(hours, slot % 24));
    }
    days.forEach((_, k) => {
      days[k] = (at(daySeen, k) + prior) / (at(dayUsual, k) + prior);
    });
  }
  const doubtOf = (usual: number): number => 1 / (usual / (1 + phi * level) + FACTOR_PRIOR);
  return {
    mean: (slot) => level * at(hours, slot % 24) * at(days, dayOf(slot)),
    doubt: (slot) => doubtOf(at(hourUsual, slot % 24)) + doubtOf(at(dayUsual, dayOf(slot))),
  };
}

function dayOf(slot: number): number {
  return Math.floor(slot / 24);
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}

function add(target: Float64Array, index: number, value: number): void {
  target[index] = at(target, index) + value;
}
