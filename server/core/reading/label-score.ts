import { wilson } from '../statistics/wilson.ts';
import type { SentimentLabel } from './analysis.ts';

/** How often predicted labels are what people said. */
export interface LabelScore {
  readonly n: number;
  readonly correct: number;
  readonly accuracy: number;
  /** Wilson interval of the accuracy, 95 %. */
  readonly lo: number;
  readonly hi: number;
  /** Mean F1 of the labels that people used at all. */
  readonly macroF1: number;
}

/** Scores [said, predicted] pairs. */
export function scoreLabels(pairs: readonly (readonly [SentimentLabel, SentimentLabel])[]): LabelScore {
  const correct = pairs.filter(([said, predicted]) => said === predicted).length;
  const f1s = ([-1, 0, 1] as const).flatMap((label) => {
    const said = pairs.filter((pair) => pair[0] === label).length;
    if (said === 0) return [];
    const predicted = pairs.filter((pair) => pair[1] === label).length;
    const both = pairs.filter((pair) => pair[0] === label && pair[1] === label).length;
    return [(2 * both) / (said + predicted)];
  });
  const n = pairs.length;
  return {
    n,
    correct,
    accuracy: n === 0 ? 0 : correct / n,
    ...wilson(correct, n),
    macroF1: f1s.length === 0 ? 0 : f1s.reduce((sum, f1) => sum + f1, 0) / f1s.length,
  };
}
