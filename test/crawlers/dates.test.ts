import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { parseChineseDate } from '../../crawlers/dates/dates.ts';
import { DAY, HOUR, MINUTE } from '../../server/core/time.ts';

const now = Date.parse('2026-11-22T10:00:00+08:00'); // a Sunday
const ZONES = ['UTC', 'America/New_York', 'Asia/Shanghai'];
const home = process.env.TZ;

afterEach(() => {
  if (home === undefined) delete process.env.TZ;
  else process.env.TZ = home;
});

const FORMS: readonly (readonly [string | number, string, string])[] = [
  ['2026-11-21 12:30:00', '2026-11-21T12:30:00+08:00', 'second'],
  ['2026-11-21T12:30:00', '2026-11-21T12:30:00+08:00', 'second'],
  ['2026-11-21T12:30:00Z', '2026-11-21T20:30:00+08:00', 'second'],
  ['2026-11-21T04:24:23-07:00', '2026-11-21T19:24:23+08:00', 'second'],
  ['2026-11-21T12:30:00.250Z', '2026-11-21T20:30:00.250+08:00', 'second'],
  ['20261121T143000Z', '2026-11-21T22:30:00+08:00', 'second'],
  ['20261121143000', '2026-11-21T14:30:00+08:00', 'second'],
  ['20261121', '2026-11-21T00:00:00+08:00', 'day'],
  ['Sat, 21 Nov 2026 12:30:00 +0800', '2026-11-21T12:30:00+08:00', 'second'],
  ['Sat, 21 Nov 2026 12:30:00 GMT', '2026-11-21T20:30:00+08:00', 'second'],
  ['Sat, 21 Nov 2026 12:30:00 CST', '2026-11-21T12:30:00+08:00', 'second'],
  ['Sat, 3 Oct 2026 12:53:46', '2026-10-03T12:53:46+08:00', 'second'],
  ['Thu, 07 Dec 17 10:00:29 -0800', '2017-12-08T02:00:29+08:00', 'second'],
  ['Sat, 21 Nov 2026 24:00:00 +0800', '2026-11-22T00:00:00+08:00', 'second'],
  ['Wed Aug 12 20:00:00 +0800 2026', '2026-08-12T20:00:00+08:00', 'second'],
  ['2026年11月21日 12:30', '2026-11-21T12:30:00+08:00', 'minute'],
  ['2026 年 11 月 21 日', '2026-11-21T00:00:00+08:00', 'day'],
  ['11月21日 8时5分', '2026-11-21T08:05:00+08:00', 'minute'],
  ['2026/11/21 下午3:05', '2026-11-21T15:05:00+08:00', 'minute'],
  ['2026-11-21 凌晨12:10', '2026-11-21T00:10:00+08:00', 'minute'],
  ['2026/11/21 上午12:30:00', '2026-11-21T00:30:00+08:00', 'second'],
  ['2026年11月21日 上午12:05', '2026-11-21T00:05:00+08:00', 'minute'],
  ['昨天 早上12:30', '2026-11-21T00:30:00+08:00', 'minute'],
  ['2026-11-21 清晨12:30', '2026-11-21T00:30:00+08:00', 'minute'],
  ['2026-11-21 早晨12:30', '2026-11-21T00:30:00+08:00', 'minute'],
  ['2026-11-21 12:30 AM', '2026-11-21T00:30:00+08:00', 'minute'],
  ['2026-11-21 上午11:59', '2026-11-21T11:59:00+08:00', 'minute'],
  ['2026-11-21 中午12:30', '2026-11-21T12:30:00+08:00', 'minute'],
  ['2026-11-21 下午12:30', '2026-11-21T12:30:00+08:00', 'minute'],
  ['2026-11-20 晚上12:30', '2026-11-21T00:30:00+08:00', 'minute'],
  ['2026-11-20 晚上12:00', '2026-11-21T00:00:00+08:00', 'minute'],
  ['2026-3-15', '2026-03-15T00:00:00+08:00', 'day'],
  ['发布于 2026-3-15', '2026-03-15T00:00:00+08:00', 'day'],
  ['11-20', '2026-11-20T00:00:00+08:00', 'day'],
  ['11-20 08:30', '2026-11-20T08:30:00+08:00', 'minute'],
  ['11-23 09:59', '2026-11-23T09:59:00+08:00', 'minute'],
  ['11-23 10:01', '2025-11-23T10:01:00+08:00', 'minute'],
  ['2-29', '2024-02-29T00:00:00+08:00', 'day'],
  ['刚刚', '2026-11-22T10:00:00+08:00', 'minute'],
  ['几秒前', '2026-11-22T09:59:55+08:00', 'minute'],
  ['8秒前', '2026-11-22T09:59:52+08:00', 'second'],
  ['3分钟前', '2026-11-22T09:57:00+08:00', 'minute'],
  ['3 分钟前', '2026-11-22T09:57:00+08:00', 'minute'],
  ['半小时前', '2026-11-22T09:30:00+08:00', 'minute'],
  ['2小时前', '2026-11-22T08:00:00+08:00', 'minute'],
  ['3天前', '2026-11-19T00:00:00+08:00', 'day'],
  ['1周前', '2026-11-15T00:00:00+08:00', 'day'],
  ['今天 08:10', '2026-11-22T08:10:00+08:00', 'minute'],
  ['昨天 12:30', '2026-11-21T12:30:00+08:00', 'minute'],
  ['昨日', '2026-11-21T00:00:00+08:00', 'day'],
  ['前天 23:59', '2026-11-20T23:59:00+08:00', 'minute'],
  ['周三 12:00', '2026-11-18T12:00:00+08:00', 'minute'],
  ['周日 09:10', '2026-11-22T09:10:00+08:00', 'minute'],
  ['周日 12:00', '2026-11-15T12:00:00+08:00', 'minute'],
  ['23:30', '2026-11-21T23:30:00+08:00', 'minute'],
  ['2026-11-21 12:30:00 广东', '2026-11-21T12:30:00+08:00', 'second'],
  ['昨天 12:30 发布于广东', '2026-11-21T12:30:00+08:00', 'minute'],
  ['3分钟前 来自 iPhone 15', '2026-11-22T09:57:00+08:00', 'minute'],
  ['２０２６-１１-２１ １２：３０', '2026-11-21T12:30:00+08:00', 'minute'],
  ['1795235400', '2026-11-21T12:30:00+08:00', 'second'],
  ['1795235400000', '2026-11-21T12:30:00+08:00', 'second'],
  [1795235400, '2026-11-21T12:30:00+08:00', 'second'],
  [1795235400123, '2026-11-21T12:30:00.123+08:00', 'second'],
];

describe.each(ZONES)('in a process that runs in %s', (zone) => {
  test.each(FORMS)('%s', (raw, expected, precision) => {
    process.env.TZ = zone;
    const read = parseChineseDate(raw, now);
    expect(read && new Date(read.at).toISOString()).toBe(new Date(expected).toISOString());
    expect(read?.precision).toBe(precision);
  });
});

test('the zones above really differ', () => {
  const hours = ZONES.map((zone) => {
    process.env.TZ = zone;
    return new Date(now).getHours();
  });
  expect(new Set(hours).size).toBe(3);
});

test.each([
  0,
  null,
  '',
  '0',
  'null',
  '   ',
  '2026-13-01',
  '2026-02-30',
  '2026-11-21 25:00',
  '0001-01-01T00:00:00Z',
  -5,
  Number.NaN,
  '1970-01-01 00:00:00',
  'Sat, 21 Nov 2026 12:30:00 XYZ',
  '热门',
])('%s holds no time', (raw) => {
  expect(parseChineseDate(raw, now)).toBeNull();
});

test('a time in the future is reported as written', () => {
  expect(parseChineseDate('2027-01-01 00:00:00', now)?.at).toBe(Date.parse('2027-01-01T00:00:00+08:00'));
});

const instants = fc.integer({ min: Date.UTC(1991, 0), max: Date.UTC(2099, 0) }).map((at) => at - (at % 1000));
const wall = (at: number) => new Date(at + 8 * HOUR).toISOString();

test('every absolute form of an instant reads back as that instant, in any process zone', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...ZONES), (at, zone) => {
      process.env.TZ = zone;
      const [date, clock] = [wall(at).slice(0, 10), wall(at).slice(11, 19)];
      const [year, month, day] = date.split('-').map(Number);
      const forms = [
        `${date} ${clock}`,
        `${date}T${clock}+08:00`,
        new Date(at).toISOString(),
        new Date(at).toUTCString(),
        `${year}年${month}月${day}日 ${clock}`,
        `${year}/${month}/${day} ${clock} 广东`,
        at,
        at / 1000 >= 1e8 ? at / 1000 : at,
      ];
      for (const form of forms) expect([form, parseChineseDate(form, now)?.at]).toEqual([form, at]);
    }),
  );
});

test('a date without a year lies within the last year and a day', () => {
  fc.assert(
    fc.property(
      instants,
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
      (moment, month, day) => {
        const read = parseChineseDate(`${month}-${day} 08:30`, moment);
        expect(read?.at).toBeLessThanOrEqual(moment + DAY);
        expect(read?.at).toBeGreaterThan(moment - 366 * DAY);
      },
    ),
  );
});

test('N分钟前 is N minutes before the fetch', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 999 }), (moment, count) => {
      expect(parseChineseDate(`${count}分钟前`, moment)?.at).toBe(moment - count * MINUTE);
    }),
  );
});

test('nothing it is given makes it throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (raw) => void parseChineseDate(raw, now)));
});
