import { describe, expect, test } from 'vitest';
import { type Features, featuresOf } from '../../server/text/model/features.ts';
import { loadLanguageModel } from '../../server/text/model/language-model.ts';
import { COLUMN, COLUMNS } from '../../server/text/model/layout.ts';
import { packModel, unpackModel } from '../../server/text/model/pack.ts';
import { sealTables } from '../../server/text/model/packing.ts';
import { type Weights, WeightTable } from '../../server/text/model/table.ts';
import { createLexiconPreparer } from '../../server/text/prepared.ts';
import { PLAIN } from '../../server/text/training/fit.ts';
import { seeded } from '../support/random.ts';

const lists = createLexiconPreparer();

/** Copies: the arrays are scratch that the next text overwrites. */
function featuresIn(text: string): Features {
  const { reading, score } = lists.prepare(text);
  const { hashes, starts, ends, count } = featuresOf(reading, score);
  return {
    hashes: hashes.slice(0, count),
    starts: starts.slice(0, count),
    ends: ends.slice(0, count),
    count,
  };
}

function weightsFor(hashes: Iterable<number>, byte: () => number): Weights {
  const keys = Uint32Array.from(new Set(hashes)).sort();
  return {
    keys,
    hot: keys.length >> 1,
    rows: Int8Array.from({ length: keys.length * COLUMNS }, byte),
    steps: new Float32Array(COLUMNS).fill(0.25),
    bias: Float32Array.from({ length: COLUMNS }, (_, column) => column / 8),
  };
}

const pseudoBytes = (seed: number) => {
  const random = seeded(seed);
  return () => Math.floor(random() * 256) - 128;
};

const given = (hashes: readonly number[]): Features => ({
  hashes: Uint32Array.from(hashes),
  starts: new Uint16Array(hashes.length),
  ends: new Uint16Array(hashes.length),
  count: hashes.length,
});

test('a model that knows no feature of a text has no opinion of it', () => {
  const unknowing = loadLanguageModel(packModel(weightsFor([1, 2, 3], pseudoBytes(1)), PLAIN));
  const { mixed } = unknowing.read(lists.prepare('太棒了'));
  expect(unknowing.table.known).toBe(0);
  expect(mixed.three.every(Number.isFinite)).toBe(true);
});

describe('the weight table', () => {
  test.each([1, 255, 256, 257, 512, 900])('sums of %i features are those of a plain loop', (size) => {
    const { keys, ...rest } = weightsFor(
      Array.from({ length: 1_000 }, (_, at) => (at + 1) * 4_000_037),
      pseudoBytes(size),
    );
    const weights = { keys, ...rest };
    const table = new WeightTable(weights);
    const wanted = new Array<number>(COLUMNS).fill(0);
    for (let row = 0; row < size; row++) {
      for (let c = 0; c < COLUMNS; c++) wanted[c] = (wanted[c] ?? 0) + (weights.rows[row * COLUMNS + c] ?? 0);
    }
    expect(table.sum(given([...keys.subarray(0, size), 5, 6, 7]))).toBe(size);
    expect([...table.sums]).toEqual(wanted);
    for (let c = 0; c < COLUMNS; c++) {
      expect(table.logit(c)).toBeCloseTo(((wanted[c] ?? 0) * 0.25) / Math.sqrt(size) + c / 8, 6);
    }
  });

  test.each([-128, 127])('no lane overflows when every byte is %i', (byte) => {
    const weights = weightsFor(
      Array.from({ length: 700 }, (_, at) => (at + 1) * 3),
      () => byte,
    );
    const table = new WeightTable(weights);
    table.sum(given([...weights.keys]));
    expect([...table.sums]).toEqual(new Array(COLUMNS).fill(700 * byte));
  });

  test('a feature counts once a text, and again in the next text', () => {
    const weights = weightsFor([10, 20], pseudoBytes(3));
    const table = new WeightTable(weights);
    expect(table.sum(given([10, 20]))).toBe(2);
    const once = [...table.sums];
    expect(table.sum(given([10, 10, 20, 10, 20]))).toBe(2);
    expect([...table.sums]).toEqual(once);
    expect([table.feature(0), table.feature(1)]).toEqual([0, 2]);
  });

  test('repeating a text a hundred times adds only the features of the seam', () => {
    const once = new Set(featuresIn('很好吃。').hashes);
    const often = new Set(featuresIn('很好吃。'.repeat(100)).hashes);
    const table = new WeightTable(weightsFor([...once, ...often], pseudoBytes(4)));
    expect(table.sum(featuresIn('很好吃。'.repeat(100)))).toBe(often.size);
    expect(often.size).toBeLessThan(once.size * 2);
  });

  test('what each feature adds comes to the logit', () => {
    const features = featuresIn('客服打不通,垃圾');
    const table = new WeightTable(weightsFor(features.hashes, pseudoBytes(5)));
    table.sum(features);
    const coefficients = new Array<number>(COLUMNS).fill(0);
    coefficients[COLUMN.post] = 2;
    const out = new Float64Array(table.known);
    table.contributions(coefficients, out);
    const total = out.reduce((sum, value) => sum + value, 0);
    expect(total).toBeCloseTo(2 * (table.logit(COLUMN.post) - COLUMN.post / 8), 6);
  });
});

describe('the model file', () => {
  const weights = weightsFor([0, 1, 127, 128, 300, 70_000, 0xffff_ffff], pseudoBytes(6));
  const file = packModel(weights, PLAIN);
  const fault = (bytes: Uint8Array) => {
    try {
      unpackModel(bytes);
    } catch (error) {
      return (error as { code?: string }).code;
    }
    return 'none';
  };

  test('what is packed comes out again, and packs to the same bytes', () => {
    const { weights: out, settings } = unpackModel(file);
    expect(out).toEqual(weights);
    expect(settings).toEqual(PLAIN);
    expect(packModel(out, settings).equals(file)).toBe(true);
  });
  test('keys come out in the order given, also where they begin anew', () => {
    const keys = Uint32Array.from([5, 0xffff_fff0, 3, 5_000_000, 0xffff_ffff]);
    const rows = Int8Array.from({ length: keys.length * COLUMNS }, pseudoBytes(7));
    const { weights: out } = unpackModel(packModel({ ...weights, keys, hot: 2, rows }, PLAIN));
    expect(out).toEqual({ ...weights, keys, hot: 2, rows });
  });
  test('another model has another mark', () => {
    const other = packModel({ ...weights, bias: new Float32Array(COLUMNS) }, PLAIN);
    expect(unpackModel(other).mark).not.toBe(unpackModel(file).mark);
  });
  test('every damaged byte is noticed', () => {
    for (let at = 0; at < file.length; at++) {
      const damaged = Buffer.from(file);
      damaged[at] = (damaged[at] as number) ^ 0x40;
      expect(fault(damaged), `byte ${at}`).toBe('bad_config');
    }
  });
  test.each([
    ['cut short', file.subarray(0, file.length - 1)],
    ['empty', new Uint8Array(0)],
    ['no model', Buffer.from('not a model at all, but long enough')],
    ['longer', Buffer.concat([file, Buffer.from([0])])],
  ])('a file that is %s is refused', (_, bytes) => expect(fault(bytes)).toBe('bad_config'));
  test('a whole file of another layout is refused', () => {
    const header = { rows: 0, hot: 0, columns: COLUMNS + 4, steps: [], bias: [], settings: {} };
    expect(() => unpackModel(sealTables('TCM2', header, []))).toThrow(
      expect.objectContaining({ code: 'bad_config', message: expect.stringContaining('of another version') }),
    );
  });
});
