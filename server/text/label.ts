import type { Sentiment, SentimentLabel } from '../core/analysis.ts';

const SHARPNESS = 1.6;
/** Log-odds of the three classes before any evidence; where they cross, neutral ends (−0.08, +0.2). */
const PRIOR = { negative: 0.02, neutral: 0.15, positive: -0.17 };

/**
 * Probabilities and label of a summed weight. Long texts add up more words than they mean, so the sum
 * is squashed first: tanh; then a softmax whose sharpness was fitted to held-out reviews.
 */
export function sentimentOf(sum: number): Sentiment {
  const score = Math.tanh(sum);
  const pull = SHARPNESS * score;
  const negative = Math.exp(PRIOR.negative - pull);
  const neutral = Math.exp(PRIOR.neutral);
  const positive = Math.exp(PRIOR.positive + pull);
  const total = negative + neutral + positive;
  const label: SentimentLabel =
    negative > neutral && negative > positive ? -1 : positive > neutral && positive > negative ? 1 : 0;
  return {
    label,
    negative: negative / total,
    neutral: neutral / total,
    positive: positive / total,
    score,
  };
}
