import { describe, expect, test } from 'vitest';
import { authorsBeyondUsual, usualAuthors } from '../../../server/core/series/usual/claims.ts';
import { poissonDraw, seeded } from '../../support/random.ts';

const days = (count: number, of: (day: number) => number) => Array.from({ length: count }, (_, i) => of(i));

describe('how many usually claim it', () => {
  test('is nobody where few days bring any', () => {
    expect(usualAuthors(days(27, () => 0))).toBeNull();
    expect(usualAuthors(days(27, (day) => (day % 3 === 0 ? 2 : 0)))).toBeNull();
  });

  test('is not known from less than six days', () => {
    expect(usualAuthors(days(5, () => 3))).toBeNull();
    expect(usualAuthors(days(6, () => 3))).not.toBeNull();
  });

  test.each([
    [0.8, 2, 4],
    [1.2, 3, 5],
    [4, 7, 12],
    [15, 20, 30],
  ])('at %d a day is held for usual up to what chance may bring', (rate, least, most) => {
    const random = seeded(4);
    const usual = usualAuthors(days(27, () => poissonDraw(random, rate)));
    expect(usual?.perDay).toBeGreaterThan(0.7 * rate);
    expect(usual?.perDay).toBeLessThan(1.2 * rate);
    expect(usual?.most).toBeGreaterThanOrEqual(least);
    expect(usual?.most).toBeLessThanOrEqual(most);
  });

  test('of one person who writes each day is that one: a second is news', () => {
    expect(usualAuthors(days(27, () => 1))).toMatchObject({ perDay: 1, most: 1 });
  });

  test('is not taught by a crisis, neither by one of a week nor by one that fills the newer half', () => {
    const calm = usualAuthors(days(27, (day) => 1 + (day % 3)));
    const after = usualAuthors(days(27, (day) => (day < 7 ? 400 : 1 + (day % 3))));
    expect(after?.most).toBeLessThanOrEqual((calm?.most ?? 0) + 1);
    const between = usualAuthors(days(27, (day) => (day > 12 && day < 20 ? 400 : 1 + (day % 3))));
    expect(between?.most).toBeLessThanOrEqual(2 * (calm?.most ?? 0));
    expect(usualAuthors(days(27, (day) => (day < 13 ? 300 : 0)))).toBeNull();
    expect(usualAuthors(days(7, (day) => (day < 4 ? 50 : 0)))).toBeNull();
  });

  test('swings as much as its days do', () => {
    const swinging = (by: number) =>
      usualAuthors(days(27, (day) => 15 - by + ((day * 7) % (2 * by + 1))))?.most ?? 0;
    expect(swinging(4)).toBeLessThan(26);
    expect(swinging(10)).toBeGreaterThan(swinging(4) + 5);
  });
});

test('beyond the usual are all where nobody usually says it, else those above what any day may bring', () => {
  const usual = { perDay: 1, most: 4, days: 27 };
  expect(authorsBeyondUsual({ authors24h: 2 })).toBe(2);
  expect(authorsBeyondUsual({ authors24h: 4, usual })).toBe(0);
  expect(authorsBeyondUsual({ authors24h: 6, usual })).toBe(2);
});
