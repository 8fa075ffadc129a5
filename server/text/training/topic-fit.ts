import { polarityFrom, TopicHead, type TopicSum } from '../model/topic-head.ts';
import type { TopicDomain } from '../model/topic-names.ts';
import type { TopicWeights } from '../model/topic-pack.ts';
import type { HashedDocument } from './topic-documents.ts';
import { isOwnAspect, scoreTopics } from './topic-scores.ts';

/** Thresholds tried, in log-odds. */
const THRESHOLDS = Array.from({ length: 56 }, (_, step) => -3.5 + step * 0.1);
/** How much a threshold of a topic's own must gain to stray from that of all: rare topics have few rows. */
const SHRINK = 0.0015;
const ROUNDS = 3;
const LEANS = Array.from({ length: 31 }, (_, step) => -1.5 + step * 0.1);

/** How the leaning of polarity is fitted. */
export interface Leaning {
  /** Both sides are moved alike: where they are rare, which of them the dev part has more of is chance. */
  readonly alike: boolean;
  /** What macro-F1 counts beside accuracy. */
  readonly macro: number;
}

interface Judged {
  readonly labels: Int8Array;
  readonly sums: readonly TopicSum[];
}

/** Moves biases so that 0 is the best threshold on the held-out documents, for mention and for polarity. */
export function fitTopics(
  weights: TopicWeights,
  domain: TopicDomain,
  documents: readonly HashedDocument[],
  leaning: Leaning,
): TopicWeights {
  const head = new TopicHead(weights);
  const judged = documents.map(({ parts, hints, labels }) => ({
    labels,
    sums: head.weigh(parts.slice(0, -1), parts.at(-1) ?? [], hints),
  }));
  const thresholds = fitThresholds(judged);
  const leans = fitLeans(judged, domain, leaning);
  return {
    ...weights,
    bias: weights.bias.map((bias, topic) => bias - (thresholds[topic] as number)),
    lean: weights.lean.map(([negative, positive]) => [negative + leans[0], positive + leans[1]] as const),
  };
}

/** Hits, and what is found or told in all, by topic and threshold. */
function countsOf(judged: readonly Judged[], topic: number): readonly (readonly [number, number])[] {
  return THRESHOLDS.map((threshold) => {
    let hits = 0;
    let size = 0;
    for (const { labels, sums } of judged) {
      const told = (labels[topic] as number) >= -1;
      const found = (sums[topic] as TopicSum).logit > threshold;
      if (told && found) hits++;
      size += Number(told) + Number(found);
    }
    return [hits, size];
  });
}

/** Best for micro-F1: first one threshold for all, then each topic's own, drawn towards that one. */
function fitThresholds(judged: readonly Judged[]): number[] {
  const counts = [...(judged[0]?.labels ?? []).keys()].map((topic) => countsOf(judged, topic));
  const micro = (steps: readonly number[]) => {
    let [hits, size] = [0, 0];
    counts.forEach((of, topic) => {
      const [own, both] = of[steps[topic] as number] as readonly [number, number];
      hits += own;
      size += both;
    });
    return size === 0 ? 0 : (2 * hits) / size;
  };
  const common = best(THRESHOLDS.length, (step) => micro(counts.map(() => step)));
  const steps = counts.map(() => common);
  for (let round = 0; round < ROUNDS; round++) {
    steps.forEach((_, topic) => {
      const stray = (step: number) => SHRINK * ((step - common) / 10) ** 2;
      steps[topic] = best(THRESHOLDS.length, (step) => micro(steps.with(topic, step)) - stray(step));
    });
  }
  return steps.map((step) => THRESHOLDS[step] as number);
}

/** What to add to negative and to positive so that accuracy and macro-F1 are best. */
function fitLeans(
  judged: readonly Judged[],
  domain: TopicDomain,
  { alike, macro }: Leaning,
): readonly [number, number] {
  const pairs = LEANS.flatMap((down) => (alike ? [down] : LEANS).map((up) => [down, up] as const));
  const at = best(pairs.length, (tried) => {
    const [down, up] = pairs[tried] ?? [0, 0];
    const cases = judged.map(({ labels, sums }) => ({
      labels,
      views: sums.map(({ negative, positive }) => ({
        p: 1,
        polarity: polarityFrom({ negative: negative + down, positive: positive + up }),
      })),
    }));
    const { polarityAccuracy, polarityMacro } = scoreTopics(domain, cases, isOwnAspect);
    return polarityAccuracy + polarityMacro * macro - 1e-4 * (Math.abs(down) + Math.abs(up));
  });
  return pairs[at] ?? [0, 0];
}

/** The first of the numbers below `count` that is worth most. */
function best(count: number, worth: (at: number) => number): number {
  let found = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < count; at++) {
    const value = worth(at);
    if (value > most) {
      most = value;
      found = at;
    }
  }
  return found;
}
