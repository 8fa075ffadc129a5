import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';
import { readOwnSentences } from '../../server/text/training/own-sentences.ts';

interface Case {
  readonly text: string;
  readonly sentiment: '-' | '0' | '+';
  readonly intent: readonly string[];
  readonly severity: readonly string[] | null;
  readonly touchpoint: readonly string[];
}

/** Every fifth of the sentences written for training; nothing was learnt from them, no list was made by them. */
const cases = JSON.parse(readFileSync(new URL('./put-by-cases.json', import.meta.url), 'utf8')) as Case[];
const reader = createReader();
const readings = cases.map((each) => ({ each, analysis: reader.read(each.text) }));
const SIDE = { '-': -1, '0': 0, '+': 1 } as const;

function share(of: typeof readings, right: (one: (typeof readings)[number]) => boolean): number {
  return of.filter(right).length / of.length;
}

describe('sentences put by', () => {
  test('none of them is learnt from', () => {
    const learnt = new Set(readOwnSentences().map(({ text }) => text));
    expect(cases.filter(({ text }) => learnt.has(text))).toEqual([]);
  });

  test('sentiment', () => {
    const right = share(readings, ({ each, analysis }) => analysis.sentiment.label === SIDE[each.sentiment]);
    expect(right).toBeGreaterThanOrEqual(0.65);
  });

  test('good told without a word of praise', () => {
    const good = readings.filter(({ each }) => each.sentiment === '+');
    const found = share(good, ({ analysis }) => analysis.sentiment.label === 1);
    expect(found).toBeGreaterThanOrEqual(0.3);
  });

  test('touchpoints', () => {
    const told = readings.filter(({ each }) => each.touchpoint.length > 0);
    const right = share(told, ({ each, analysis }) =>
      each.touchpoint.every((name) => analysis.aspects.some((one) => one.touchpoint === name)),
    );
    expect(right).toBeGreaterThanOrEqual(0.65);
  });

  test('severity: nothing missed, nothing cried', () => {
    const told = readings.filter(({ each }) => each.severity !== null);
    const right = share(
      told,
      ({ each, analysis }) =>
        analysis.severity
          .map((one) => one.category)
          .sort()
          .join() === [...(each.severity ?? [])].sort().join(),
    );
    expect(right).toBeGreaterThanOrEqual(0.9);
  });
});
