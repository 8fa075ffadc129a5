import { describe, expect, test } from 'vitest';
import { periodOf, timeBefore, wordWindows } from '../../../server/core/report/report-period.ts';
import { spanWords } from '../../../server/core/report/report-words.ts';

const at = (text: string): number => Date.parse(`${text}+08:00`);
/** A Wednesday. */
const NOW = at('2026-11-18T09:30');
const shown = (span: { readonly from: number; readonly to: number } | null) =>
  [span?.from ?? 0, span?.to ?? 0].map((each) => new Date(each + 8 * 3_600_000).toISOString().slice(0, 16));

describe('the time of a report', () => {
  test.each([
    ['daily', '2026-11-17T00:00', '2026-11-18T00:00'],
    ['weekly', '2026-11-09T00:00', '2026-11-16T00:00'],
    ['monthly', '2026-10-01T00:00', '2026-11-01T00:00'],
  ] as const)('%s is the last one that is over, on China’s clock', (kind, from, to) => {
    const period = periodOf({ kind }, NOW);
    expect([...shown(period), period.complete]).toEqual([from, to, true]);
  });

  test('holds the moment that is named, a Sunday still in its week, and is cut while it runs', () => {
    expect(shown(periodOf({ kind: 'weekly', from: at('2026-11-15T23:59') }, NOW))).toEqual([
      '2026-11-09T00:00',
      '2026-11-16T00:00',
    ]);
    const running = periodOf({ kind: 'weekly', from: NOW }, NOW);
    expect([...shown(running), running.complete]).toEqual(['2026-11-16T00:00', '2026-11-18T09:00', false]);
    expect(shown(periodOf({ kind: 'monthly', from: at('2024-02-29T12:00') }, NOW))).toEqual([
      '2024-02-01T00:00',
      '2024-03-01T00:00',
    ]);
  });

  test('is held against as long a time before; what runs against the same part of the one before', () => {
    expect(shown(timeBefore(periodOf({ kind: 'weekly' }, NOW)))).toEqual([
      '2026-11-02T00:00',
      '2026-11-09T00:00',
    ]);
    expect(shown(timeBefore(periodOf({ kind: 'weekly', from: NOW }, NOW)))).toEqual([
      '2026-11-09T00:00',
      '2026-11-11T09:00',
    ]);
    expect(shown(timeBefore(periodOf({ kind: 'monthly' }, NOW)))).toEqual([
      '2026-08-31T00:00',
      '2026-10-01T00:00',
    ]);
    // Nights are held against nights.
    expect(shown(timeBefore(periodOf({ kind: 'monthly', from: NOW }, at('2026-11-01T05:40'))))).toEqual([
      '2026-10-31T00:00',
      '2026-10-31T05:00',
    ]);
    expect(shown(timeBefore(periodOf({ kind: 'monthly', from: NOW }, NOW)))).toEqual([
      '2026-10-14T00:00',
      '2026-10-31T09:00',
    ]);
  });

  test('both times are as long, to the minute; a first hour is told of, and held against nothing', () => {
    for (const kind of ['daily', 'weekly', 'monthly'] as const) {
      const period = periodOf({ kind, from: NOW }, NOW);
      const before = timeBefore(period);
      expect(before && before.to - before.from).toBe(period.to - period.from);
    }
    const first = periodOf({ kind: 'daily', from: at('2026-11-18T00:20') }, at('2026-11-18T00:20'));
    expect(shown(first)).toEqual(['2026-11-18T00:00', '2026-11-18T00:20']);
    expect(timeBefore(first)).toBeNull();
  });

  test('counts words by whole days: of what runs the days that are over, beside the same ones before', () => {
    const wordsOf = (...asked: Parameters<typeof periodOf>) => {
      const period = periodOf(...asked);
      const windows = wordWindows(period, timeBefore(period));
      return windows && [windows.now, ...windows.before].map(shown);
    };
    expect(wordsOf({ kind: 'weekly', from: NOW }, NOW)).toEqual([
      ['2026-11-16T00:00', '2026-11-18T00:00'],
      ['2026-11-09T00:00', '2026-11-11T00:00'],
    ]);
    expect(wordsOf({ kind: 'monthly', from: NOW }, NOW)).toEqual([
      ['2026-11-01T00:00', '2026-11-18T00:00'],
      ['2026-10-14T00:00', '2026-10-31T00:00'],
    ]);
    expect(wordsOf({ kind: 'weekly' }, NOW)).toEqual([
      ['2026-11-09T00:00', '2026-11-16T00:00'],
      ['2026-11-02T00:00', '2026-11-09T00:00'],
    ]);
    // On a Monday morning no day is over.
    expect(wordsOf({ kind: 'weekly', from: at('2026-11-16T09:00') }, at('2026-11-16T09:00'))).toBeNull();
    const part = { kind: 'custom', from: at('2026-11-10T08:00'), to: at('2026-11-13T08:00') } as const;
    expect(wordsOf(part, NOW)).toBeNull();
    expect(wordWindows(periodOf({ kind: 'weekly' }, NOW), null)?.before).toEqual([]);
  });

  test.each([
    ['to come', { kind: 'daily', from: at('2026-11-19T00:00') }, 'from'],
    ['without an end', { kind: 'custom', from: at('2026-11-01T00:00') }, 'to'],
    ['without a beginning', { kind: 'custom', to: at('2026-11-01T00:00') }, 'from'],
    ['the wrong way round', { kind: 'custom', from: NOW, to: NOW - 86_400_000 }, 'to'],
    ['longer than a year', { kind: 'custom', from: at('2025-01-01T00:00'), to: NOW }, 'from'],
  ] as const)('one %s is refused', (_, asked, field) => {
    expect(() => periodOf(asked, NOW)).toThrow(
      expect.objectContaining({ code: 'bad_request', details: expect.objectContaining({ field }) }),
    );
  });

  test.each([
    ['2026-12-01T00:20', '此前同样长的时间'],
    ['2026-12-01T05:00', '前一日同期'],
    ['2026-12-03T00:10', '此前 2 天'],
    ['2026-12-03T09:00', '此前 3 天同期'],
    ['2026-12-31T23:30', '此前 31 天同期'],
  ])('a month that still runs at %s is held against %s', (now, before) => {
    const period = periodOf({ kind: 'monthly', from: at(now) }, at(now));
    expect(spanWords(period)).toEqual({ now: '本月', before });
  });

  test.each([
    ['2026-11-10T00:00', '2026-11-12T00:00', '此前 2 天'],
    ['2026-11-10T00:00', '2026-11-11T00:00', '此前 24 小时'],
    ['2026-11-10T00:00', '2026-11-11T12:00', '此前 36 小时'],
    ['2026-11-10T10:00', '2026-11-12T16:00', '此前 54 小时'],
    ['2026-11-10T10:00', '2026-11-12T10:00', '此前 2 天'],
  ])('a stretch from %s to %s is held against %s', (from, to, before) => {
    const period = periodOf({ kind: 'custom', from: at(from), to: at(to) }, NOW);
    expect(spanWords(period)).toEqual({ now: '这段时间', before });
  });
});
