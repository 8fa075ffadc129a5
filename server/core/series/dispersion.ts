import type { Fit, Samples } from './baseline/model.ts';

const PHI_RANGE = [0.01, 3] as const;

/** NB2 dispersion of single hours, by moments; hours not kept and weights of 0 stay out. */
export function hourDispersion(samples: Samples, slots: Float64Array, kept: Uint8Array): number {
  let excess = 0;
  let squares = 0;
  for (let i = 0; i < samples.length; i++) {
    if (kept[i] === 0) continue;
    const weight = samples.weights[i] ?? 0;
    const mu = slots[samples.slots[i] ?? 0] ?? 0;
    excess += weight * (((samples.counts[i] ?? 0) - mu) ** 2 - mu);
    squares += weight * mu * mu;
  }
  return clampPhi(squares > 0 ? excess / squares : 0);
}

function clampPhi(phi: number): number {
  return Math.min(PHI_RANGE[1], Math.max(PHI_RANGE[0], phi));
}

/**
 * NB2 dispersion of sums of six hours, by moments over whole blocks. Measured, not derived: neighbouring
 * hours resemble each other, so their sum varies more than independent hours would.
 */
export function sixHourDispersion(fitted: Fit): number {
  let excess = 0;
  let squares = 0;
  const { samples, slots, kept } = fitted;
  for (let end = samples.length; end >= 6; end -= 6) {
    let sum = 0;
    let mean = 0;
    let whole = true;
    for (let i = end - 6; i < end; i++) {
      if (kept[i] === 0 || samples.weights[i] === 0) whole = false;
      sum += samples.counts[i] ?? 0;
      mean += slots[samples.slots[i] ?? 0] ?? 0;
    }
    if (!whole) continue;
    excess += (sum - mean) ** 2 - mean;
    squares += mean ** 2;
  }
  const blocks = squares > 0 ? excess / squares : 0;
  return clampPhi(Math.max(blocks, fitted.phi / 6));
}
