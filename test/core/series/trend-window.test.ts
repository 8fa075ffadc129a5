import { describe, expect, test } from 'vitest';
import { type Basis, daysOf, dayWindowsOf } from '../../../server/core/series/trend-window.ts';

const at = (text: string): number => Date.parse(`${text}+08:00`);
const LONG_AGO = at('2026-08-01T00:00');

/** Of a stretch up to 9 o'clock on a Thursday. */
function windowsOf(from: string, basis: Basis, to = '2026-11-26T09:00', since = LONG_AGO) {
  const { now, before } = dayWindowsOf({ from: at(from), to: at(to) }, basis, since);
  return [now, ...before].map((span) =>
    [span.from, span.to].map((each) => new Date(each + 8 * 3_600_000).toISOString().slice(5, 16)),
  );
}

describe('what is counted by the day', () => {
  test('is compared over the days that are over, beside as many before', () => {
    expect(windowsOf('2026-11-25T09:00', 'before')).toEqual([
      ['11-25T00:00', '11-26T00:00'],
      ['11-24T00:00', '11-25T00:00'],
    ]);
    expect(windowsOf('2026-11-19T09:00', 'before')).toEqual([
      ['11-19T00:00', '11-26T00:00'],
      ['11-12T00:00', '11-19T00:00'],
    ]);
  });

  test('or beside the same days of the weeks before', () => {
    expect(windowsOf('2026-11-23T09:00', 'week').slice(0, 2)).toEqual([
      ['11-23T00:00', '11-26T00:00'],
      ['11-16T00:00', '11-19T00:00'],
    ]);
    expect(windowsOf('2026-11-19T09:00', 'week')).toHaveLength(5);
  });

  test('is compared with nothing in a stretch without a whole day, nor before anything was seen', () => {
    expect(windowsOf('2026-11-26T00:00', 'before')).toEqual([['11-26T00:00', '11-26T09:00']]);
    expect(windowsOf('2026-11-25T09:00', 'week', '2026-11-25T15:00')).toEqual([
      ['11-25T00:00', '11-25T15:00'],
    ]);
    expect(windowsOf('2026-11-25T09:00', 'before', undefined, at('2026-11-24T00:01'))).toEqual([
      ['11-25T00:00', '11-26T00:00'],
    ]);
  });
});

test('the days that are counted are named whole, the running one up to now', () => {
  const instant = (text: string) => Date.parse(`${text}+08:00`);
  const now = instant('2026-11-20T16:10');
  const days = (from: string, to: string) => daysOf({ from: instant(from), to: instant(to) }, now);
  const span = (from: string, to: string) => ({ from: instant(from), to: instant(to) });
  const tenth = span('2026-11-10T00:00', '2026-11-11T00:00');
  expect(days('2026-11-10T10:00', '2026-11-10T11:00')).toEqual(tenth);
  expect(days('2026-11-10T00:00', '2026-11-11T00:00')).toEqual(tenth);
  expect(days('2026-11-20T09:00', '2026-11-20T12:00')).toEqual(span('2026-11-20T00:00', '2026-11-20T16:10'));
});
