import { expect, test } from 'vitest';
import { readCount } from '../../crawlers/counts.ts';

test.each([
  ['132', 132],
  ['1.2k', 1200],
  ['947.6万', 9_476_000],
  ['100万+', 1_000_000],
  ['1,234', 1234],
  ['３亿', 300_000_000],
  [0, 0],
  ['', undefined],
  ['赞', undefined],
  ['-5', undefined],
  [null, undefined],
])('a count shown as %j is %j', (shown, count) => {
  expect(readCount(shown)).toBe(count);
});
