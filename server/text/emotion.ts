import type { Emotion, Sentiment } from '../core/analysis.ts';
import type { Reading } from './reading.ts';
import { negationsIn } from './sentiment.ts';
import { KIND } from './terms.ts';

/** The lexicon's nine emotions in the six that are told. */
const SIX: Readonly<Record<string, Emotion>> = {
  anger: 'anger',
  disgust: 'anger',
  disappointment: 'sadness',
  sadness: 'sadness',
  anxiety: 'fear',
  fear: 'fear',
  surprise: 'surprise',
  joy: 'joy',
  trust_gratitude: 'joy',
};

/** Shares of six emotions, summing to 1. Unnamed displeasure counts as anger, unnamed praise as joy. */
export function emotionOf(reading: Reading, sentiment: Sentiment): Record<Emotion, number> {
  const weight: Record<Emotion, number> = { anger: 0, sadness: 0, fear: 0, joy: 0, surprise: 0, neutral: 0 };
  for (const { term, start } of reading.of(KIND.emotion)) {
    const emotion = SIX[term.name] ?? 'neutral';
    if (negationsIn(reading, Math.max(0, start - 3), start).length % 2 === 1) continue;
    // Joy named in a text that is negative as a whole is mostly irony or contrast.
    weight[emotion] += emotion === 'joy' ? sentiment.positive + 0.1 : emotion === 'surprise' ? 0.6 : 1;
  }
  weight.anger += 0.5 * sentiment.negative;
  weight.sadness += 0.15 * sentiment.negative;
  weight.joy += 0.6 * sentiment.positive;
  weight.neutral += 0.25 + 0.9 * sentiment.neutral;
  const total = weight.anger + weight.sadness + weight.fear + weight.joy + weight.surprise + weight.neutral;
  for (const name of Object.keys(weight) as Emotion[]) weight[name] /= total;
  return weight;
}
