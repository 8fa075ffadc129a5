import { describe, expect, test } from 'vitest';
import { dueAt, hold, levelSpans, spansOf } from '../../../server/core/review/clock.ts';
import type { Level } from '../../../server/core/risk/grade.ts';
import { MINUTE } from '../../../server/core/time.ts';

const T = 1_800_000_000_000;
const at = (minutes: number) => T + minutes * MINUTE;
const MINUTES: Readonly<Record<Level, number | null>> = { I: 15, II: 30, III: 60, IV: null };
const due = (spans: Parameters<typeof dueAt>[0], doneAt: number | null) => {
  const found = dueAt(spans, (level) => MINUTES[level], doneAt);
  return found === null ? null : (found - T) / MINUTE;
};

test('an alert goes through levels as its history says, also where another one became part of it', () => {
  const history = [
    { at: at(1), kind: 'opened', to: 'IV' },
    { at: at(5), kind: 'acknowledged', to: 'IV' },
    { at: at(10), kind: 'merged', to: 'II' },
    { at: at(20), kind: 'merged', to: 'II' },
    { at: at(30), kind: 'lowered', to: 'III' },
  ] as const;
  expect(spansOf(T, history)).toEqual([
    { level: 'IV', from: T, to: at(10), fell: false },
    { level: 'II', from: at(10), to: at(30), fell: true },
    { level: 'III', from: at(30), to: null, fell: false },
  ]);
  expect(spansOf(T, [])).toEqual([]);
});

describe('when something was due', () => {
  const steady = levelSpans({ at: T, level: 'III' }, []);
  const rising = levelSpans({ at: T, level: 'III' }, [{ at: at(50), to: 'I', fell: false }]);
  const calming = levelSpans({ at: T, level: 'III' }, [{ at: at(40), to: 'IV', fell: true }]);

  test('is told by the level of the alert, and not at all where it asks for nothing', () => {
    expect(due(steady, null)).toBe(60);
    expect(due(levelSpans({ at: T, level: 'IV' }, []), null)).toBeNull();
  });

  test('nobody is late at the moment an alert rises, and nobody gains time by it', () => {
    // The clock of red ends at 50 + 15; that of yellow, which already ran, at 60.
    expect(due(rising, at(64))).toBe(60);
    const early = levelSpans({ at: T, level: 'III' }, [{ at: at(20), to: 'I', fell: false }]);
    expect(due(early, at(34))).toBe(35);
  });

  test('what was done before an alert rose is held against the level of then', () => {
    expect(due(rising, at(45))).toBe(60);
  });

  test('a clock that had not run out stops when the level falls', () => {
    expect(due(calming, null)).toBeNull();
    expect(due(calming, at(30))).toBe(60);
    expect(due(calming, at(70))).toBeNull();
  });
});

test('what is done is in time or late by begun minutes; what is not is pending until its clock ran out', () => {
  expect(hold(at(60), at(60), at(99), true)).toMatchObject({ state: 'in-time', lateMinutes: 0 });
  expect(hold(at(60) + 1, at(60), at(99), true)).toMatchObject({ state: 'late', lateMinutes: 1 });
  expect(hold(null, at(60), at(59), false).state).toBe('pending');
  expect(hold(null, at(60), at(61), false).state).toBe('missing');
  // Over before its time: nobody will do it any more.
  expect(hold(null, at(60), at(59), true).state).toBe('missing');
  expect(hold(at(5), null, at(59), true).state).toBe('unbounded');
});
