import { describe, expect, test } from 'vitest';
import { periodOf, timeBefore } from '../../../server/core/report/report-period.ts';
import { spanWords } from '../../../server/core/report/report-words.ts';

const at = (text: string): number => Date.parse(`${text}+08:00`);
/** A Wednesday. */
const NOW = at('2026-11-18T09:30');
const shown = (span: { readonly from: number; readonly to: number }) =>
  [span.from, span.to].map((each) => new Date(each + 8 * 3_600_000).toISOString().slice(0, 16));

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
      ...['2026-11-09T00:00', '2026-11-16T00:00'],
    ]);
    const running = periodOf({ kind: 'weekly', from: NOW }, NOW);
    expect([...shown(running), running.complete]).toEqual(['2026-11-16T00:00', '2026-11-18T09:30', false]);
    expect(shown(periodOf({ kind: 'monthly', from: at('2024-02-29T12:00') }, NOW))).toEqual([
      ...['2024-02-01T00:00', '2024-03-01T00:00'],
    ]);
  });

  test('is held against as long a time before; what runs against the same part of the one before', () => {
    expect(shown(timeBefore(periodOf({ kind: 'weekly' }, NOW)))).toEqual([
      ...['2026-11-02T00:00', '2026-11-09T00:00'],
    ]);
    expect(shown(timeBefore(periodOf({ kind: 'weekly', from: NOW }, NOW)))).toEqual([
      ...['2026-11-09T00:00', '2026-11-11T10:00'],
    ]);
    expect(shown(timeBefore(periodOf({ kind: 'monthly' }, NOW)))).toEqual([
      ...['2026-08-31T00:00', '2026-10-01T00:00'],
    ]);
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
    ['2026-12-01T05:00', '此前同样长的时间'],
    ['2026-12-01T23:00', '此前同样长的时间'],
    ['2026-12-03T09:00', '此前 2 天'],
    ['2026-12-31T23:30', '此前 31 天'],
  ])('a month that still runs at %s is held against %s', (now, before) => {
    const period = periodOf({ kind: 'monthly', from: at(now) }, at(now));
    expect(spanWords(period)).toEqual({ now: '本月', before });
  });
});
