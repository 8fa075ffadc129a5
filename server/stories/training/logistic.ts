import { type PairFeatures, SHARED_TERMS } from '../pair-features.ts';

/** Weights on features as they come. */
export interface LogisticWeights {
  readonly bias: number;
  readonly dense: Float64Array;
  readonly shared: Float64Array;
}

/** Strength of the pull to nought (inverse of C in liblinear); weaker by the square of SHARED_GAIN on shared terms. */
const PULL = 1 / 0.3;
const SHARED_GAIN = 4;
const ROUNDS = 400;
const RATE = 0.05;

/**
 * L2-regularised logistic regression by Adam on the whole batch, on standardised dense features. The same rows
 * in the same order give the same weights.
 */
export function learnLogistic(rows: readonly PairFeatures[], labels: readonly number[]): LogisticWeights {
  const size = rows[0]?.dense.length ?? 0;
  const { mean, scale } = standardOf(rows, size);
  const scaled = rows.map(({ dense }) =>
    dense.map((x, at) => (x - (mean[at] as number)) / (scale[at] as number)),
  );
  const weights = new Float64Array(size + SHARED_TERMS + 1);
  const [slope, first, second] = [0, 1, 2].map(() => new Float64Array(weights.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let round = 1; round <= ROUNDS; round++) {
    slopeAt({ rows, scaled, labels, weights, size }, slope);
    const rate = RATE * Math.min(1, (2 * (ROUNDS - round + 1)) / ROUNDS);
    for (let at = 0; at < weights.length; at++) {
      const g = slope[at] as number;
      first[at] = 0.9 * (first[at] as number) + 0.1 * g;
      second[at] = 0.999 * (second[at] as number) + 0.001 * g * g;
      const [m, v] = [
        (first[at] as number) / (1 - 0.9 ** round),
        (second[at] as number) / (1 - 0.999 ** round),
      ];
      weights[at] = (weights[at] as number) - (rate * m) / (Math.sqrt(v) + 1e-8);
    }
  }
  const dense = Float64Array.from(
    { length: size },
    (_, at) => (weights[at] as number) / (scale[at] as number),
  );
  let bias = weights.at(-1) as number;
  for (let at = 0; at < size; at++) bias -= (dense[at] as number) * (mean[at] as number);
  return { bias, dense, shared: weights.slice(size, size + SHARED_TERMS).map((x) => x * SHARED_GAIN) };
}

interface Batch {
  readonly rows: readonly PairFeatures[];
  readonly scaled: readonly Float64Array[];
  readonly labels: readonly number[];
  readonly weights: Float64Array;
  readonly size: number;
}

/** The slope of the summed log loss with the pull, for each weight; the last is the bias. */
function slopeAt({ rows, scaled, labels, weights, size }: Batch, slope: Float64Array): void {
  for (let at = 0; at < weights.length - 1; at++) slope[at] = (weights[at] as number) * PULL;
  slope[weights.length - 1] = 0;
  for (const [each, { shared }] of rows.entries()) {
    const dense = scaled[each] as Float64Array;
    let odds = weights.at(-1) as number;
    for (let at = 0; at < size; at++) odds += (dense[at] as number) * (weights[at] as number);
    for (const [term, strength] of shared) odds += strength * SHARED_GAIN * (weights[size + term] as number);
    const miss = 1 / (1 + Math.exp(-odds)) - (labels[each] as number);
    for (let at = 0; at < size; at++) slope[at] = (slope[at] as number) + miss * (dense[at] as number);
    for (const [term, strength] of shared) {
      slope[size + term] = (slope[size + term] as number) + miss * strength * SHARED_GAIN;
    }
    slope[weights.length - 1] = (slope[weights.length - 1] as number) + miss;
  }
}

function standardOf(
  rows: readonly PairFeatures[],
  size: number,
): { mean: Float64Array; scale: Float64Array } {
  const mean = new Float64Array(size);
  const scale = new Float64Array(size);
  for (const { dense } of rows)
    for (let at = 0; at < size; at++) mean[at] = (mean[at] as number) + (dense[at] as number) / rows.length;
  for (const { dense } of rows) {
    for (let at = 0; at < size; at++) {
      scale[at] = (scale[at] as number) + ((dense[at] as number) - (mean[at] as number)) ** 2 / rows.length;
    }
  }
  return { mean, scale: scale.map((variance) => Math.sqrt(variance) || 1) };
}
