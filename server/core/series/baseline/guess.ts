import { type Samples, SLOTS } from './model.ts';

/** A median of fewer samples says nothing. */
const MIN_SAMPLES = 3;

/** Median of each hour of the week that has at least three samples, else 0; all 0 where no count is above `least`. */
export function slotMedians(samples: Samples, least: number): Float64Array {
  const quiet = samples.counts.every((count) => count <= least);
  return quiet ? new Float64Array(SLOTS) : mediansBy(samples, SLOTS, MIN_SAMPLES);
}

/** Typical days and typical hours of the day, by hour of week: medians, which a crisis does not move. */
export function firstGuess(samples: Samples): Float64Array {
  const days = new Float64Array(Math.ceil(samples.length / 24));
  for (let i = 0; i < samples.length; i++) {
    const day = Math.floor((samples.length - 1 - i) / 24);
    days[day] = (days[day] ?? 0) + (samples.counts[i] ?? 0);
  }
  const usual = medianOf(days.slice(), 0, days.length);
  const cap = usual + 3 * Math.sqrt(usual + 1);
  const level = days.reduce((sum, count) => sum + Math.min(count, cap), 0) / Math.max(1, days.length) / 24;
  const medians = mediansBy(samples, 24, 1);
  const slots = new Float64Array(SLOTS);
  for (let slot = 0; slot < SLOTS; slot++) slots[slot] = Math.max(level, medians[slot % 24] ?? 0, 1e-3);
  return slots;
}

/** Medians of samples whose slots agree modulo `size`; 0 where there are fewer than `least`. */
function mediansBy(samples: Samples, size: number, least: number): Float64Array {
  const ends = new Uint32Array(size + 1);
  for (let i = 0; i < samples.length; i++) {
    if ((samples.weights[i] ?? 0) > 0) add(ends, ((samples.slots[i] ?? 0) % size) + 1, 1);
  }
  for (let group = 1; group <= size; group++) add(ends, group, ends[group - 1] ?? 0);
  const places = ends.slice();
  const values = new Float64Array(ends[size] ?? 0);
  for (let i = 0; i < samples.length; i++) {
    if ((samples.weights[i] ?? 0) <= 0) continue;
    const group = (samples.slots[i] ?? 0) % size;
    values[places[group] ?? 0] = samples.counts[i] ?? 0;
    add(places, group, 1);
  }
  const medians = new Float64Array(size);
  for (let group = 0; group < size; group++) {
    const [from, to] = [ends[group] ?? 0, ends[group + 1] ?? 0];
    if (to - from >= least) medians[group] = medianOf(values, from, to);
  }
  return medians;
}

/** Sorts values[from..to) in place: few of them, for which plain insertion is fastest. */
function medianOf(values: Float64Array, from: number, to: number): number {
  if (to === from) return 0;
  for (let i = from + 1; i < to; i++) {
    const value = values[i] ?? 0;
    let place = i;
    for (; place > from && (values[place - 1] ?? 0) > value; place--) values[place] = values[place - 1] ?? 0;
    values[place] = value;
  }
  const middle = (from + to) >> 1;
  const high = values[middle] ?? 0;
  return (to - from) % 2 === 1 ? high : ((values[middle - 1] ?? 0) + high) / 2;
}

function add(target: Uint32Array, index: number, value: number): void {
  target[index] = (target[index] ?? 0) + value;
}
