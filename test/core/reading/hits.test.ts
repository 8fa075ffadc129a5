import { expect, test } from 'vitest';
import { hitsOf } from '../../../server/core/reading/hits.ts';

const DIGITS = /(?<digits>\d+)/g;

test('every hit is told with where it stands and its groups', () => {
  const hits = hitsOf(DIGITS, '3点报修，10点才来');
  expect(hits.map((hit) => [hit.index, hit[1]])).toEqual([
    [0, '3'],
    [5, '10'],
  ]);
});

test('a search that was broken off leaves nothing behind for the next text', () => {
  DIGITS.test('第100次');
  expect(DIGITS.lastIndex).toBeGreaterThan(0);
  expect(hitsOf(DIGITS, '7')).toHaveLength(1);
  expect(hitsOf(DIGITS, '无')).toEqual([]);
});
