import { describe, expect, test } from 'vitest';
import { authorsBeyondUsual, usualAuthors } from '../../../server/core/series/usual-claims.ts';
import { poissonDraw, seeded } from '../../support/random.ts';

const days = (count: number, of: (day: number) => number) => Array.from({ length: count }, (_, i) => of(i));

describe('how many usually claim it', () => {
  test('is nobody where most days bring none', () => {
    expect(usualAuthors(days(27, () => 0))).toBeNull();
    expect(usualAuthors(days(27, (day) => (day % 3 === 0 ? 2 : 0)))).toBeNull();
  });

  test('is not known from less than six days', () => {
    expect(usualAuthors(days(5, () => 3))).toBeNull();
    expect(usualAuthors(days(6, () => 3))).not.toBeNull();
  });

  test('is the middle day, and what chance may add to it', () => {
    const random = seeded(4);
    const usual = usualAuthors(days(27, () => poissonDraw(random, 1.2)));
    expect(usual).toEqual({ perDay: 1, most: 4, days: 27 });
  });

  test('of one person who writes each day is that one: a second is news', () => {
    expect(usualAuthors(days(27, () => 1))).toMatchObject({ perDay: 1, most: 1 });
  });

  test('is not taught by a crisis, neither by one of a week nor by one that fills the newer half', () => {
    const calm = usualAuthors(days(27, (day) => 1 + (day % 3)));
    expect(usualAuthors(days(27, (day) => (day < 4 ? 400 : 1 + (day % 3))))).toEqual(calm);
    expect(usualAuthors(days(27, (day) => (day < 13 ? 300 : 0)))).toBeNull();
    expect(usualAuthors(days(7, (day) => (day < 4 ? 50 : 0)))).toBeNull();
  });

  test('swings as much as its days do', () => {
    expect(usualAuthors(days(27, (day) => 15 + ((day * 7) % 9) - 4))?.most).toBeLessThan(28);
    expect(usualAuthors(days(27, (day) => 15 + ((day * 7) % 21) - 10))?.most).toBeGreaterThan(30);
  });
});

test('beyond the usual are all where nobody usually says it, else those above what any day may bring', () => {
  const usual = { perDay: 1, most: 4, days: 27 };
  expect(authorsBeyondUsual({ authors24h: 2 })).toBe(2);
  expect(authorsBeyondUsual({ authors24h: 4, usual })).toBe(0);
  expect(authorsBeyondUsual({ authors24h: 6, usual })).toBe(2);
});
