import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';
import {
  type OwnSentence,
  readOwnSentences,
  readSideSentences,
} from '../../server/text/training/own-sentences.ts';

const reader = createReader();
const LABEL = { '-': -1, '0': 0, '+': 1 } as const;

/** Blame, praise and plain talk in nearly the same words, of many trades. */
describe('sides of sentences put by', () => {
  const sentences = readSideSentences(new URL('./sides-put-by.tsv', import.meta.url));
  const read = sentences.map(({ text, sentiment }) => ({
    sentiment,
    got: reader.read(text).sentiment.label,
  }));
  const share = (side: OwnSentence['sentiment'], label: number) => {
    const those = read.filter(({ sentiment }) => sentiment === side);
    return those.filter(({ got }) => got === label).length / those.length;
  };

  test('none of them is learnt from', () => {
    const learnt = new Set(readOwnSentences().map(({ text }) => text));
    expect(sentences.filter(({ text }) => learnt.has(text))).toEqual([]);
  });

  test('three of four are read right', () => {
    const right = read.filter(({ sentiment, got }) => got === LABEL[sentiment]).length;
    expect(right / read.length).toBeGreaterThanOrEqual(0.75);
  });

  test('plain talk is not taken for blame', () => expect(share('0', -1)).toBeLessThanOrEqual(0.15));
  test('blame is found', () => expect(share('-', -1)).toBeGreaterThanOrEqual(0.82));
  test('blame is hardly ever taken for praise', () => expect(share('-', 1)).toBeLessThanOrEqual(0.1));
  test('praise without a word of praise is found more often than not', () =>
    expect(share('+', 1)).toBeGreaterThanOrEqual(0.6));
});

/** Chatter and jokes with dark words, irony, praise by facts: what a reader of complaints takes for blame. */
describe('sides of everyday talk put by', () => {
  const sentences = readSideSentences(new URL('./chatter-put-by.tsv', import.meta.url));
  const read = sentences.map(({ text, sentiment }) => ({
    gold: LABEL[sentiment],
    got: reader.read(text).sentiment.label,
  }));

  test('none of them is learnt from', () => {
    const learnt = new Set(readOwnSentences().map(({ text }) => text));
    expect(sentences.filter(({ text }) => learnt.has(text))).toEqual([]);
  });

  test('more than half are read right, where two in three of the plain are still taken for blame', () => {
    const right = read.filter(({ gold, got }) => got === gold).length;
    expect(right / read.length).toBeGreaterThanOrEqual(0.57);
  });

  test('blame is found behind words of praise in three of four', () => {
    const blame = read.filter(({ gold }) => gold === -1);
    expect(blame.filter(({ got }) => got === -1).length / blame.length).toBeGreaterThanOrEqual(0.75);
  });
});
