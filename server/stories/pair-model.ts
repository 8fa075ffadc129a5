import { readFileSync } from 'node:fs';
import { lettersOf } from './letters.ts';
import { likeness } from './likeness.ts';
import { type PairFeatures, pairFeatures } from './pair-features.ts';
import { passagesOf } from './passages.ts';

const FILE = new URL('./model/pairs.json', import.meta.url);

/** A logistic regression over `PairFeatures`. */
export interface PairWeights {
  /** Log-odds from which on the answer is yes. */
  readonly threshold: number;
  readonly bias: number;
  /** 32-bit floats in base64, one for each measure. */
  readonly dense: string;
  /** One signed byte for each shared term, in base64, and what one step of it is worth. */
  readonly shared: string;
  readonly step: number;
}

/** Asked of two texts: do they tell of the same event; are they about the same subject. */
export const PAIR_QUESTIONS = ['event', 'topic'] as const;
export type PairQuestion = (typeof PAIR_QUESTIONS)[number];

/** What two texts have to do with each other; scores are 0..1, and a half and more is a yes. */
export interface PairJudgement {
  readonly duplicate: boolean;
  readonly duplicateScore: number;
  readonly sameEvent: boolean;
  readonly sameEventScore: number;
  readonly sameTopic: boolean;
  readonly sameTopicScore: number;
}

export type PairScorer = (features: PairFeatures) => number;

/** Scores 0..1, a half at the threshold. */
export function createPairScorer(weights: PairWeights): PairScorer {
  const shared = new Int8Array(Buffer.from(weights.shared, 'base64'));
  const measures = new Float32Array(new Uint8Array(Buffer.from(weights.dense, 'base64')).buffer);
  return ({ dense, shared: terms }) => {
    let odds = weights.bias;
    for (let each = 0; each < dense.length; each++) odds += (dense[each] as number) * (measures[each] ?? 0);
    for (const [term, strength] of terms) odds += strength * (shared[term] as number) * weights.step;
    return 1 / (1 + Math.exp(weights.threshold - odds));
  };
}

/** Judges pairs by the shipped model. Copies tell of the same event whatever the model says. */
export function createPairJudge(): (textA: string, textB: string) => PairJudgement {
  const weights: Record<PairQuestion, PairWeights> = JSON.parse(readFileSync(FILE, 'utf8'));
  const [event, topic] = [createPairScorer(weights.event), createPairScorer(weights.topic)];
  return (textA, textB) => {
    const [a, b] = [lettersOf(null, textA), lettersOf(null, textB)];
    const like = isSame(a, b) ? THE_SAME : likeness(passagesOf(a), passagesOf(b));
    const features = pairFeatures(textA, textB);
    const least = like.copy ? like.score : 0;
    const sameEventScore = Math.max(event(features), least);
    const sameTopicScore = Math.max(topic(features), least);
    return {
      duplicate: like.copy,
      duplicateScore: like.score,
      sameEvent: sameEventScore >= 0.5,
      sameEventScore,
      sameTopic: sameTopicScore >= 0.5,
      sameTopicScore,
    };
  };
}

const THE_SAME = { copy: true, score: 1 };

/** Too short to be found as a copy among many, of two texts the same words are one all the same. */
function isSame(a: Uint16Array, b: Uint16Array): boolean {
  return a.length > 0 && a.length === b.length && a.every((letter, at) => letter === b[at]);
}
