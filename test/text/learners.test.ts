import { describe, expect, test } from 'vitest';
import { COLUMN, COLUMNS } from '../../server/text/model/layout.ts';
import { fitPlatt } from '../../server/text/training/fit.ts';
import { trainLogistic } from '../../server/text/training/logistic.ts';
import { type Example, trainNetwork } from '../../server/text/training/network.ts';
import { quantise } from '../../server/text/training/quantise.ts';
import { calibrationError, scoreClasses } from '../../server/text/training/scores.ts';
import { chooseVocabulary, indexed } from '../../server/text/training/vocabulary.ts';
import { seeded } from '../support/random.ts';

/** Feature 0 stands for one side, 1 for the other, the rest for neither. */
function toy(size: number): { documents: Int32Array[]; sides: number[] } {
  const random = seeded(3);
  const sides = Array.from({ length: size }, (_, at) => at % 2);
  const documents = sides.map((side) =>
    Int32Array.from(new Set([side, 2 + Math.floor(random() * 10), 2 + Math.floor(random() * 10)])),
  );
  return { documents, sides };
}

const weigh = (document: Int32Array, weight: (feature: number) => number) =>
  document.reduce((sum, feature) => sum + weight(feature), 0) / Math.sqrt(document.length);

describe('what is trained', () => {
  test('regression separates what can be separated, the same way each time', () => {
    const { documents, sides } = toy(120);
    const signs = Int8Array.from(sides, (side) => (side === 1 ? 1 : -1));
    const linear = trainLogistic({ documents, signs, features: 12 }, 4);
    documents.forEach((document, at) => {
      const logit = weigh(document, (feature) => linear.weights[feature] ?? 0) + linear.bias;
      expect(Math.sign(logit)).toBe(signs[at]);
    });
    expect(trainLogistic({ documents, signs, features: 12 }, 4)).toEqual(linear);
  });

  test('a network answers two questions over the same features', () => {
    const { documents, sides } = toy(400);
    const two = { first: 0, classes: 2 };
    const three = { first: 2, classes: 3 };
    const examples: Example[] = documents.map((document, at) =>
      at % 4 < 2
        ? { document, head: two, answer: sides[at] ?? 0 }
        : { document, head: three, answer: sides[at] === 1 ? 0 : 2 },
    );
    const options = { features: 12, outputs: 5, width: 8, epochs: 8, rate: 0.1, drop: 0.2, seed: 1 };
    const product = trainNetwork(examples, options);
    for (const { document, head, answer } of examples) {
      const logits = Array.from({ length: head.classes }, (_, c) => {
        const output = head.first + c;
        const sum = weigh(document, (feature) => product.weights[feature * 5 + output] ?? 0);
        return sum + (product.bias[output] ?? 0);
      });
      expect(logits.indexOf(Math.max(...logits))).toBe(answer);
    }
    expect(trainNetwork(examples, options)).toEqual(product);
    expect(trainNetwork(examples, { ...options, seed: 2 })).not.toEqual(product);
  });

  test('a vocabulary holds what enough texts hold, in order', () => {
    const documents = [[9, 5], [9, 5, 0xffff_ffff], [2, 5, 9, 0xffff_ffff], [7]].map((each) =>
      Uint32Array.from(each),
    );
    const vocabulary = chooseVocabulary(documents, 2);
    expect([...vocabulary.keys]).toEqual([5, 9, 0xffff_ffff]);
    expect([...chooseVocabulary(documents, 3).keys]).toEqual([5, 9]);
    expect([...indexed(Uint32Array.from([9, 2, 5]), vocabulary)]).toEqual([1, 0]);
  });

  test('bytes stand for weights to within half a step', () => {
    const random = seeded(5);
    const weights = Float32Array.from({ length: 40 * COLUMNS }, () => random() * 4 - 2);
    const trained = { weights, bias: new Float32Array(COLUMNS) };
    const keys = Uint32Array.from({ length: 40 }, (_, at) => at);
    const { rows, steps } = quantise(trained, { keys, hot: 0 });
    const beyond = weights.filter((weight, at) => {
      const step = steps[at % COLUMNS] ?? 0;
      return Math.abs((rows[at] ?? 0) * step - weight) > step * 0.51;
    });
    // The largest of a column may be cut.
    expect(beyond.length).toBeLessThanOrEqual(COLUMNS);
  });

  test('an expert that is too sure is believed less', () => {
    const judged = Array.from({ length: 200 }, (_, at) => {
      const logits = new Float64Array(COLUMNS);
      logits[COLUMN.review] = at % 2 === 0 ? 4 : -4;
      // Right three times of four: worth a logit of ln 3.
      const right = at % 8 < 6;
      return { logits, answer: (at % 2 === 0) === right ? 1 : 0, weight: 1 };
    });
    const { slope, shift } = fitPlatt(judged, 'review');
    expect(slope).toBeCloseTo(Math.log(3) / 4, 1);
    expect(shift).toBeCloseTo(0, 1);
    // Where only what was right counts, nothing speaks against being sure.
    const trusting = judged.map((each) => ({
      ...each,
      weight: Number((each.logits[COLUMN.review] as number) > 0 === (each.answer === 1)),
    }));
    expect(fitPlatt(trusting, 'review').slope).toBeGreaterThan(slope * 2);
  });
});

describe('scores, against what was reckoned by hand', () => {
  test('accuracy, F1 and confusion', () => {
    const scores = scoreClasses(
      ['-', '-', '-', '0', '0', '+'],
      ['-', '-', '0', '0', '+', '+'],
      ['-', '0', '+'],
    );
    expect(scores.count).toBe(6);
    expect(scores.accuracy).toBeCloseTo(4 / 6, 12);
    expect(scores.confusion).toEqual([
      [2, 1, 0],
      [0, 1, 1],
      [0, 0, 1],
    ]);
    expect(scores.f1['-']).toBeCloseTo(4 / 5, 12);
    expect(scores.f1['0']).toBeCloseTo(1 / 2, 12);
    expect(scores.f1['+']).toBeCloseTo(2 / 3, 12);
    expect(scores.macroF1).toBeCloseTo((4 / 5 + 1 / 2 + 2 / 3) / 3, 12);
  });
  test('of nothing, nothing', () => {
    expect(scoreClasses([], [], ['-', '+'])).toMatchObject({ count: 0, accuracy: 0, macroF1: 0 });
    expect(calibrationError([], [])).toBe(0);
  });
  test('calibration', () => {
    expect(calibrationError([0.95, 0.95, 0.55, 0.55], [true, false, true, false])).toBeCloseTo(0.25, 12);
    expect(calibrationError([1, 1], [true, true])).toBe(0);
    expect(calibrationError([1], [false])).toBe(1);
    expect(calibrationError([0.75, 0.75, 0.75, 0.75], [true, true, true, false])).toBeCloseTo(0, 12);
  });
});
