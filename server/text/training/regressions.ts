import { COLUMNS } from '../model/layout.ts';
import { type Linear, trainLogistic } from './logistic.ts';
import { type Expert, HEADS, type Sample, TABLE_COLUMN } from './sets.ts';
import type { Trained } from './trained.ts';

/** How much of an expert is NB-weighted regression of its own set alone; chosen on the dev parts. */
const REGRESSIONS: Partial<Record<Expert, { readonly share: number; readonly cost: number }>> = {
  review: { share: 0.25, cost: 4 },
  post: { share: 0.4, cost: 4 },
  repost: { share: 0.9, cost: 8 },
  feeling: { share: 0.25, cost: 4 },
};

/** Mixes regressions into the columns of the experts that gain by them; an emotion is asked against all others. */
export function addRegressions(
  trained: Trained,
  samples: readonly Sample[],
  documents: readonly Int32Array[],
  progress: (words: string) => void,
): void {
  for (const [name, { share, cost }] of Object.entries(REGRESSIONS)) {
    const expert = name as Expert;
    progress(`regression for ${expert}`);
    const own = [...samples.keys()].filter((at) => samples[at]?.expert === expert);
    const column = TABLE_COLUMN[expert];
    if (column === null) continue;
    const features = trained.weights.length / COLUMNS;
    const { classes } = HEADS[expert];
    // The one column of a two-way expert is the odds of its second class.
    const asked = classes === 2 ? [1] : Array.from({ length: classes }, (_, answer) => answer);
    asked.forEach((answer, at) => {
      const linear = trainLogistic(
        {
          documents: own.map((sample) => documents[sample] as Int32Array),
          signs: Int8Array.from(own, (sample) => (samples[sample]?.answer === answer ? 1 : -1)),
          features,
        },
        cost,
      );
      mixIn(trained, linear, column + at, share);
    });
  }
}

function mixIn(trained: Trained, { weights, bias }: Linear, column: number, share: number): void {
  weights.forEach((weight, row) => {
    const at = row * COLUMNS + column;
    trained.weights[at] = (trained.weights[at] as number) * (1 - share) + weight * share;
  });
  trained.bias[column] = (trained.bias[column] as number) * (1 - share) + bias * share;
}
