import { describe, expect, test } from 'vitest';
import { gapBetween, gapIndex, relativeGap, zoneOf } from '../../../server/core/service/zone.ts';

const ROOM = { floor: 18, target: 20, ideal: 22 };
const CALL = { floor: 10, target: 5, ideal: 1 };

describe('the zone of tolerance', () => {
  test.each([
    ['a cold room', 17.9, ROOM, 'high', 'below'],
    ['a room just warm enough', 18, ROOM, 'high', 'tolerated'],
    ['a room below the target', 19.9, ROOM, 'high', 'tolerated'],
    ['a room at the target', 20, ROOM, 'high', 'met'],
    ['a room as warm as can be wished', 22, ROOM, 'high', 'exceeded'],
    ['a long wait', 10.1, CALL, 'low', 'below'],
    ['a wait at the floor', 10, CALL, 'low', 'tolerated'],
    ['a wait at the target', 5, CALL, 'low', 'met'],
    ['a wait below the ideal', 0.5, CALL, 'low', 'exceeded'],
  ] as const)('%s', (_, actual, levels, better, zone) => {
    expect(zoneOf(actual, levels, better)).toBe(zone);
  });

  test('without an ideal nothing exceeds it, and without a margin nothing is tolerated', () => {
    expect(zoneOf(30, { ...ROOM, ideal: null }, 'high')).toBe('met');
    expect(zoneOf(18, { floor: 18, target: 18, ideal: null }, 'high')).toBe('met');
  });
});

describe('gaps', () => {
  test('are negative where it is worse, whichever way is better', () => {
    expect([gapBetween(5, 10, 'low'), gapBetween(90, 80, 'high'), gapBetween(9, 8, 'high')]).toEqual([
      -5, -10, -1,
    ]);
    // 16 ℃ in a room that is to have 18.
    expect(gapBetween(18, 16, 'high')).toBe(-2);
    expect(relativeGap(24, 72, 'low')).toBe(-2);
    expect(relativeGap(0, 15, 'low')).toBeNull();
    expect(relativeGap(-10, -5, 'high')).toBe(0.5);
  });

  test('come to one index, each cut to a whole', () => {
    const row = (expected: number, actual: number, better: 'high' | 'low', weight = 1) => ({
      expected,
      actual,
      better,
      weight,
    });
    const seed = [row(5, 10, 'low'), row(90, 80, 'high'), row(9, 8, 'high')];
    expect(gapIndex(seed)).toBeCloseTo(-40.74, 2);
    expect(gapIndex([row(24, 240, 'low')])).toBe(-100);
    expect(gapIndex([row(5, 10, 'low', 3), row(5, 5, 'low', 1)])).toBe(-75);
    expect(gapIndex([row(0, 15, 'low')])).toBeNull();
    expect(gapIndex([])).toBeNull();
  });
});
