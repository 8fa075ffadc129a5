import { describe, expect, test } from 'vitest';
import { busyWindow, sumSteps } from '../../../server/core/series/recent-window.ts';

const STEP = 300_000;
const step = (at: number, total: number) => ({ at, total, negative: total / 2, copies: 0 });

describe('steps of a window', () => {
  test('count in whole, the first by what of it lies in the window', () => {
    const steps = [step(0, 100), step(STEP, 10), step(2 * STEP, 20)];
    expect(sumSteps(steps, 0, STEP).total).toBe(130);
    expect(sumSteps(steps, STEP / 4, STEP)).toEqual({ total: 105, negative: 53, copies: 0 });
    expect(sumSteps(steps, STEP, STEP).total).toBe(30);
    expect(sumSteps([], 0, STEP).total).toBe(0);
  });
});

describe('people of a busy window', () => {
  const seen = { total: 2_000, negative: 1_000, copies: 0, authors: 2_000, negativeAuthors: 1_000 };
  const counted = { total: 50_000, negative: 30_000, copies: 7 };

  test('are as many as mentions where everybody wrote once', () => {
    expect(busyWindow(60, counted, seen, 1e9)).toEqual({
      minutes: 60,
      total: 50_000,
      negative: 30_000,
      copies: 7,
      authors: 50_000,
      negativeAuthors: 30_000,
    });
  });

  test('are no more than wrote in those hours: two hundred accounts that post all day stay two hundred', () => {
    const few = { ...seen, authors: 200, negativeAuthors: 190 };
    const window = busyWindow(60, counted, few, 204);
    expect(window.authors).toBe(204);
    expect(window.negativeAuthors).toBe(204);
  });

  test('are never fewer than were seen', () => {
    const none = { total: 0, negative: 0, copies: 0 };
    expect(busyWindow(60, none, seen, 0)).toMatchObject({ total: 2_000, authors: 2_000, negative: 1_000 });
  });
});
