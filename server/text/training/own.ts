import { COLUMN, COLUMNS } from '../model/layout.ts';
import { type Linear, trainLogistic } from './logistic.ts';
import type { Sample } from './sets.ts';
import type { Trained } from './trained.ts';

/** Of the weight of the data against the prior; chosen on sentences put by. */
const COST = 4;
/** Negative, neutral, positive. */
export const SIDES = 3;
/** Parts that are put by in turn. */
const PARTS = 4;
/** So many everyday posts beside them: one that had read nothing else misleads the judge about posts. */
const POSTS = 500;

interface Lesson {
  readonly document: Int32Array;
  readonly answer: number;
}

interface Own extends Lesson {
  readonly own: number;
}

/**
 * The expert of our own sentences: NB-weighted regressions of one side against the others, learnt from them and some
 * everyday posts. It has the columns of the car forums, whose texts only shape the shared layer. Three logits for
 * each sentence come back, by regressions that had not seen it: from answers known by heart the judge would learn
 * to believe nobody else.
 */
export function addOwn(
  trained: Trained,
  samples: readonly Sample[],
  documents: readonly Int32Array[],
): Float64Array {
  const own = ownOf(samples, documents);
  const posts = postsOf(samples, documents);
  const features = trained.weights.length / COLUMNS;
  learn([...own, ...posts], features).forEach(({ weights, bias }, c) => {
    const column = COLUMN.car + c;
    weights.forEach((weight, row) => {
      trained.weights[row * COLUMNS + column] = weight;
    });
    trained.bias[column] = bias;
  });
  const unseen = new Float64Array(own.length * SIDES);
  for (let part = 0; part < PARTS; part++) {
    const put = own.filter(({ own: number }) => number % PARTS === part);
    if (put.length === 0 || put.length === own.length) continue;
    learn([...own.filter(({ own: number }) => number % PARTS !== part), ...posts], features).forEach(
      (linear, c) => {
        for (const { own: number, document } of put) {
          unseen[number * SIDES + c] = logitOf(linear, document);
        }
      },
    );
  }
  return unseen;
}

/** Each once: gates see them several times. */
function ownOf(samples: readonly Sample[], documents: readonly Int32Array[]): Own[] {
  const found = new Map<number, Own>();
  samples.forEach(({ own, answer }, at) => {
    if (own !== undefined) found.set(own, { own, answer, document: documents[at] as Int32Array });
  });
  return [...found.values()];
}

function postsOf(samples: readonly Sample[], documents: readonly Int32Array[]): Lesson[] {
  const told = samples.flatMap(({ expert, row: { label } }, at) =>
    expert === 'feeling' && typeof label === 'number'
      ? [{ answer: label + 1, document: documents[at] as Int32Array }]
      : [],
  );
  return told.slice(0, POSTS);
}

function learn(lessons: readonly Lesson[], features: number): Linear[] {
  return Array.from({ length: SIDES }, (_, c) =>
    trainLogistic(
      {
        documents: lessons.map(({ document }) => document),
        signs: Int8Array.from(lessons, ({ answer }) => (answer === c ? 1 : -1)),
        features,
      },
      COST,
    ),
  );
}

function logitOf({ weights, bias }: Linear, document: Int32Array): number {
  let sum = 0;
  for (const feature of document) sum += weights[feature] as number;
  return document.length === 0 ? bias : sum / Math.sqrt(document.length) + bias;
}
