import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FEATURE_LIMIT, type Features, featuresOf } from '../../server/text/model/features.ts';
import { loadLanguageModel } from '../../server/text/model/language-model.ts';
import { COLUMNS } from '../../server/text/model/layout.ts';
import { unpackModel } from '../../server/text/model/pack.ts';
import { createLexiconPreparer } from '../../server/text/prepared.ts';
import { createReader } from '../../server/text/reader.ts';

const lists = createLexiconPreparer();
const model = loadLanguageModel();
const reader = createReader({ model });

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

const TEXTS = ['太棒了,非常满意', '客服打不通,垃圾', '今天周三', '转发微博 // @某人 :好难过', '', '👍', 'ok'];

describe('the shipped model', () => {
  test('two loads give the same answer to the same text, whatever was read before', () => {
    const other = loadLanguageModel();
    expect(other.mark).toBe(model.mark);
    const answer = (of: typeof model, text: string) => {
      const { mixed, opinions } = of.read(lists.prepare(text));
      return { three: [...mixed.three], emotion: [...mixed.emotion], gates: [...opinions.gates] };
    };
    const forth = TEXTS.map((text) => answer(model, text));
    const back = [...TEXTS].reverse().map((text) => answer(other, text));
    expect(back.reverse()).toEqual(forth);
  });

  test('probabilities, emotions, gates and shares each sum to 1', () => {
    const total = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);
    for (const text of TEXTS) {
      const { mixed, opinions } = model.read(lists.prepare(text));
      const sets = [mixed.three, mixed.emotion, opinions.gates, Object.values(mixed.shares), opinions.car];
      for (const values of [...sets, ...Object.values(opinions.six)]) {
        expect(total(values)).toBeCloseTo(1, 10);
        for (const value of values) expect(value).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('its keys ascend in two runs, one row each, in a file that is small enough to ship', () => {
    const file = readFileSync(new URL('../../server/text/model/model.bin', import.meta.url));
    const { weights, settings, mark } = unpackModel(file);
    expect(mark).toBe(model.mark);
    const { keys, hot } = weights;
    const ascends = (key: number, at: number) => at === 0 || at === hot || key > (keys[at - 1] as number);
    expect(keys.every(ascends)).toBe(true);
    expect(new Set(keys).size).toBe(keys.length);
    expect(weights.rows.length).toBe(weights.keys.length * COLUMNS);
    expect(settings).toMatchObject({ stack: [expect.any(Array), expect.any(Array), expect.any(Array)] });
    expect(file.length).toBeLessThan(8_000_000);
  });
});

describe('a text that says nothing', () => {
  test.each([
    ['empty', ''],
    ['white space', ' \n\t'],
    ['an emoji without a feeling', '🪨'],
    ['Greek', 'Το τρένο φεύγει στις οκτώ'],
    ['Russian', 'Поезд отправляется в восемь'],
    ['Bengali', 'ট্রেন আটটায় ছাড়ে'],
    ['Arabic', 'القطار يغادر في الثامنة'],
  ])('%s is neutral', (_, text) => expect(reader.read(text).sentiment.label).toBe(0));
});

describe('features', () => {
  test.each([
    ['words', '客服打不通等了好久。'.repeat(1_000)],
    ['all different', Array.from({ length: 10_000 }, (_, at) => String.fromCharCode(0x4e00 + at)).join('')],
    ['a repost', `转发 // @某人 :${'太难过了!'.repeat(2_000)}`],
    ['emoji', '😡'.repeat(5_000)],
    ['short', '好'],
  ])('of a text of %s stay within limits', (_, text) => {
    const { starts, ends, count } = featuresIn(text);
    const size = Math.min(lists.prepare(text).reading.text.length, FEATURE_LIMIT);
    expect(count).toBeLessThanOrEqual(FEATURE_LIMIT * 10);
    for (let at = 0; at < count; at++) {
      expect(starts[at]).toBeLessThanOrEqual(ends[at] as number);
      expect(ends[at]).toBeLessThanOrEqual(size);
    }
  });

  test('digits count as one another', () => {
    expect([...featuresIn('等了15分').hashes].sort()).toEqual([...featuresIn('等了48分').hashes].sort());
  });
  test('no gram or word behind the limit is looked at', () => {
    const head = '一二三四五六七八九。'.repeat(200);
    const placed = (text: string) => {
      const { hashes, starts, ends } = featuresIn(text);
      return hashes.filter((_, at) => (ends[at] as number) > (starts[at] as number));
    };
    expect(placed(`${head}垃圾`)).toEqual(placed(`${head}你好`));
  });
});

const piece = fc.constantFrom(
  ...'太差 好 不 没 垃圾 满意 客服 呵呵 ? ! , 。 // @某人 120 👍 😡 [怒] yyds \n 谢谢 起火 但是'.split(' '),
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 })
    .map((codes) => String.fromCharCode(...codes)),
  fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  fc.array(piece, { minLength: 700, maxLength: 1_200 }).map((pieces) => pieces.join('')),
);

test('whatever is written, it is read: evidence sums to the score, and its spans are in the text', () => {
  const context = fc.record(
    {
      title: fc.oneof(fc.constant('垃圾公司'), fc.string()),
      rating: fc.constantFrom(0, 1, 2.5, 5, 9, Number.NaN),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(anyText, context, (text, given) => {
      const { sentiment, emotion, evidence } = reader.read(text, given);
      const { negative, neutral, positive, score } = sentiment;
      expect(Math.abs(evidence.reduce((sum, one) => sum + one.weight, 0) - score)).toBeLessThan(1e-9);
      expect(score).toBeCloseTo(positive - negative, 10);
      expect(negative + neutral + positive).toBeCloseTo(1, 10);
      for (const p of [negative, neutral, positive, ...Object.values(emotion)]) {
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }
      for (const { span, text: words } of evidence) if (span[1] > 0) expect(text.slice(...span)).toBe(words);
    }),
    { numRuns: 300, seed: 20_261_126 },
  );
});
