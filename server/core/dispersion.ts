import type { Fit, Sample } from './baseline-model.ts';

const PHI_RANGE = [0.01, 3] as const;

/** NB2 dispersion of single hours, by moments; hours not kept and weights of 0 stay out. */
export function hourDispersion(
  samples: readonly Sample[],
  slots: readonly number[],
  kept: readonly boolean[],
): number {
  let excess = 0;
  let squares = 0;
  samples.forEach((sample, i) => {
    if (!kept[i]) return;
    const mu = slots[sample.slot] ?? 0;
    excess += sample.weight * ((sample.count - mu) ** 2 - mu);
    squares += sample.weight * mu * mu;
  });
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
      const sample = samples[i];
      if (!sample || !kept[i] || sample.weight === 0) whole = false;
      else {
        sum += sample.count;
        mean += slots[sample.slot] ?? 0;
      }
    }
    if (!whole) continue;
    excess += (sum - mean) ** 2 - mean;
    squares += mean ** 2;
  }
  const blocks = squares > 0 ? excess / squares : 0;
  return clampPhi(Math.max(blocks, fitted.phi / 6));
}
