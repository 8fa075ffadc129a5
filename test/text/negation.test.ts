import { describe, expect, test } from 'vitest';
import { createLexiconPreparer } from '../../server/text/prepared.ts';
import { createReader } from '../../server/text/reader.ts';

const lexicon = createLexiconPreparer();
const sum = (text: string) => lexicon.prepare(text).score.sum;
const reader = createReader();

describe('a face behind a negation', () => {
  test.each(['排了半天没人叫号😡', '发货一直没动静👎', '电梯又不动了[怒]', '空调修了还不凉😭'])(
    'stays as sad as it looks: %s',
    (text) => {
      expect(sum(text)).toBeLessThan(0);
      expect(reader.read(text).sentiment.label).toBe(-1);
    },
  );

  test.each(['小哥连水都不肯喝👍', '吃了三年都没腻🥰'])('stays as glad as it looks: %s', (text) =>
    expect(sum(text)).toBeGreaterThan(0),
  );

  test('a word behind a negation is turned round as ever', () => {
    expect(sum('一点都不满意')).toBeLessThan(0);
    expect(sum('喝着并不难喝')).toBeGreaterThan(0);
  });
});

test('that something ran out does not turn round what comes of it', () => {
  const shares = (text: string) => lexicon.prepare(text).score.shares;
  expect(shares('遥控器没电了打不开很失望').some(({ weight, negated }) => weight < 0 && !negated)).toBe(true);
  expect(shares('停车场没车位了烦死').every(({ negated }) => !negated)).toBe(true);
  expect(sum('没有了失望')).toBeGreaterThanOrEqual(0);
});
