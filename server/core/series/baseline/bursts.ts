import type { Samples } from './model.ts';

/** Hours in a row that are looked at together, and from how many standard deviations they are a burst. */
const TOGETHER = 5;
const BURST = 4;
/** Counts more that a burst must have in any case, for the tail of small counts is long. */
const MARGIN = 2;

/**
 * Leaves past bursts out (`kept` = 0). An hour of a burst may look like a lucky one; several of them in a row
 * do not: where the sum of five hours lies beyond four standard deviations, its hours above the expected are
 * dropped.
 */
export function dropBursts(samples: Samples, slots: Float64Array, phi: number, kept: Uint8Array): void {
  let sum = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < samples.length; i++) {
    const mu = meanAt(samples, slots, i);
    sum += samples.counts[i] ?? 0;
    mean += mu;
    squares += mu * mu;
    if (i >= TOGETHER) {
      const gone = meanAt(samples, slots, i - TOGETHER);
      sum -= samples.counts[i - TOGETHER] ?? 0;
      mean -= gone;
      squares -= gone * gone;
    }
    if (sum - mean <= BURST * Math.sqrt(mean + phi * squares) + MARGIN) continue;
    for (let k = Math.max(0, i - TOGETHER + 1); k <= i; k++) {
      if ((samples.counts[k] ?? 0) > meanAt(samples, slots, k)) kept[k] = 0;
    }
  }
}

function meanAt(samples: Samples, slots: Float64Array, index: number): number {
  return slots[samples.slots[index] ?? 0] ?? 0;
}
