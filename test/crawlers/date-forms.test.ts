import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { parseChineseDate } from '../../crawlers/dates/dates.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../server/core/time.ts';

const ZONES = ['UTC', 'America/New_York', 'Asia/Shanghai', 'Pacific/Auckland'];
const home = process.env.TZ;

afterEach(() => {
  if (home === undefined) delete process.env.TZ;
  else process.env.TZ = home;
});

/** The clock and calendar of China at an instant, written without the process zone. */
function china(at: number) {
  const iso = new Date(at + 8 * HOUR).toISOString();
  const [year = 0, month = 0, day = 0] = iso.slice(0, 10).split('-').map(Number);
  const [hour = 0, minute = 0, second = 0] = iso.slice(11, 19).split(':').map(Number);
  return { year, month, day, hour, minute, second, date: iso.slice(0, 10), clock: iso.slice(11, 16) };
}

const two = (value: number) => String(value).padStart(2, '0');
const wide = (text: string) =>
  text.replace(/[\d:-]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const numeral = (value: number) => {
  const digits = '零一二三四五六七八九';
  if (value < 10) return digits[value];
  const [tens, units] = [Math.floor(value / 10), value % 10];
  return `${tens === 1 ? '' : digits[tens]}十${units === 0 ? '' : digits[units]}`;
};
const half = (hour: number) =>
  hour < 6 ? '凌晨' : hour < 12 ? '上午' : hour < 13 ? '中午' : hour < 18 ? '下午' : '晚上';
const weekday = (at: number) => '日一二三四五六'[new Date(at + 8 * HOUR).getUTCDay()];
const daysBefore = (at: number, now: number) =>
  (Date.parse(china(now).date) - Date.parse(china(at).date)) / DAY;

type Writer = readonly [
  name: string,
  fits: (at: number, now: number) => boolean,
  (at: number, now: number) => string,
];
const always = () => true;
const past = (most: number) => (at: number, now: number) => now - at < most;

/** Forms that keep the minute. */
const TO_MINUTE: readonly Writer[] = [
  ['2026-11-21 12:30', always, (at) => `${china(at).date} ${china(at).clock}`],
  [
    '2026年11月21日 12:30',
    always,
    (at) => {
      const { year, month, day, clock } = china(at);
      return `${year}年${month}月${day}日 ${clock}`;
    },
  ],
  [
    '二〇二六年十一月二十一日十二时三十分',
    always,
    (at) => {
      const { year, month, day, hour, minute } = china(at);
      const digits = [...String(year)].map((sign) => '〇一二三四五六七八九'[Number(sign)]).join('');
      return `${digits}年${numeral(month)}月${numeral(day)}日${numeral(hour)}时${numeral(minute)}分`;
    },
  ],
  [
    '2026/11/21 下午3:05',
    always,
    (at) => {
      const { year, month, day, hour, minute } = china(at);
      return `${year}/${month}/${day} ${half(hour)}${hour > 12 ? hour - 12 : hour}:${two(minute)}`;
    },
  ],
  [
    '２０２６－１１－２１　１２：３０',
    always,
    (at) => wide(`${china(at).date} ${china(at).clock}`).replace(' ', '　'),
  ],
  ['2026-11-21 星期六 12:30', always, (at) => `${china(at).date} 星期${weekday(at)} ${china(at).clock}`],
  ['11-20 08:30', past(360 * DAY), (at) => `${china(at).date.slice(5)} ${china(at).clock}`],
  [
    '11月20日 8时30分',
    past(360 * DAY),
    (at) => {
      const { month, day, hour, minute } = china(at);
      return `${month}月${day}日 ${hour}时${minute}分`;
    },
  ],
  [
    '去年11月20日 08:30',
    (at, now) => china(at).year === china(now).year - 1,
    (at) => {
      const { month, day, clock } = china(at);
      return `去年${month}月${day}日 ${clock}`;
    },
  ],
  [
    '11-20 08:30 发布于广东',
    past(360 * DAY),
    (at) => `${china(at).date.slice(5)} ${china(at).clock} 发布于广东`,
  ],
  ['今天 08:10', (at, now) => daysBefore(at, now) === 0, (at) => `今天 ${china(at).clock}`],
  ['昨天 12:30', (at, now) => daysBefore(at, now) === 1, (at) => `昨天 ${china(at).clock}`],
  ['昨日12:30', (at, now) => daysBefore(at, now) === 1, (at) => `昨日${china(at).clock}`],
  ['前天 23:59', (at, now) => daysBefore(at, now) === 2, (at) => `前天 ${china(at).clock}`],
  ['3天前 08:10', past(300 * DAY), (at, now) => `${daysBefore(at, now)}天前 ${china(at).clock}`],
  ['周三 12:00', past(7 * DAY - HOUR - MINUTE), (at) => `周${weekday(at)} ${china(at).clock}`],
  ['8月5日，编辑于 昨天', (at, now) => daysBefore(at, now) === 1, (at) => `编辑于 昨天 ${china(at).clock}`],
  ['N分钟前', past(1_000 * MINUTE), (at, now) => `${Math.round((now - at) / MINUTE)}分钟前`],
];

/** Forms that keep the second. */
const TO_SECOND: readonly Writer[] = [
  [
    'Sat, 21 Nov 2026 12:30:00 +0800',
    always,
    (at) => {
      const { day, month, year, clock, second } = china(at);
      return `Sat, ${day} ${MONTHS[month - 1]} ${year} ${clock}:${two(second)} +0800`;
    },
  ],
  [
    'Wed Aug 12 20:00:00 +0800 2026',
    always,
    (at) => {
      const { day, month, year, clock, second } = china(at);
      return `Wed ${MONTHS[month - 1]} ${two(day)} ${clock}:${two(second)} +0800 ${year}`;
    },
  ],
  ['ISO -07:00', always, (at) => `${new Date(at - 7 * HOUR).toISOString().slice(0, 19)}-07:00`],
  ['ISO -08:00', always, (at) => `${new Date(at - 8 * HOUR).toISOString().slice(0, 19)}-08:00`],
  [
    '20261121T143000Z',
    always,
    (at) => new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '').concat('Z'),
  ],
  ['20261121143000', always, (at) => new Date(at + 8 * HOUR).toISOString().slice(0, 19).replace(/\D/g, '')],
  ['RFC 822 without a zone', always, (at) => new Date(at + 8 * HOUR).toUTCString().replace(' GMT', '')],
  ['12:30:05 广东', always, (at) => `${china(at).date} ${china(at).clock}:${two(china(at).second)} 广东`],
  [
    'a browser of twelve hours',
    always,
    (at) => new Date(at).toLocaleString('zh-CN', { hour12: true, timeZone: 'Asia/Shanghai' }),
  ],
  ['epoch seconds', always, (at) => String(at / SECOND)],
  ['epoch milliseconds', (at) => at >= 1e12, (at) => String(at)],
  ['8秒前', past(9_999 * SECOND), (at, now) => `${(now - at) / SECOND}秒前`],
];

const moments = fc.integer({ min: Date.UTC(1995, 0) / MINUTE, max: Date.UTC(2090, 0) / MINUTE });

function holds(writers: readonly Writer[], step: number): void {
  const ages = fc.oneof(
    fc.integer({ min: 0, max: (4 * DAY) / step }),
    fc.integer({ min: 0, max: Math.floor((700 * DAY) / step) }),
  );
  const property = fc.property(moments, ages, fc.constantFrom(...ZONES), (minute, age, zone) => {
    process.env.TZ = zone;
    const now = minute * MINUTE;
    const at = now - age * step;
    for (const [name, fits, write] of writers) {
      if (!fits(at, now)) continue;
      const text = write(at, now);
      expect([name, text, parseChineseDate(text, now)?.at]).toEqual([name, text, at]);
    }
  });
  fc.assert(property, { numRuns: 400 });
}

test('every form with minutes reads back as the instant it was written from, in any process zone', () => {
  holds(TO_MINUTE, MINUTE);
});

test('every form with seconds does too', () => {
  holds(TO_SECOND, SECOND);
});

test.each([
  ['十五分钟前', '2026-11-22T09:45'],
  ['1小时30分钟前', '2026-11-22T08:30'],
  ['1.5小时前', '2026-11-22T08:30'],
  ['约3小时前', '2026-11-22T07:00'],
  ['昨晚 21:05', '2026-11-21T21:05'],
  ['今早 8点半', '2026-11-22T08:30'],
  ['凌晨1:30', '2026-11-22T01:30'],
  ['2026年11月21日（星期六）12:30', '2026-11-21T12:30'],
  ['时间：2026-11-21 12:30　浏览：123次', '2026-11-21T12:30'],
  ['2026-11-21 12:30 来源：新华网', '2026-11-21T12:30'],
  ['2026—11—21 12:30', '2026-11-21T12:30'],
  ['Sat Nov 21 2026 12:30:00 GMT+0800 (China Standard Time)', '2026-11-21T12:30'],
  ['/Date(1795235400000)/', '2026-11-21T12:30'],
])('%s', (raw, expected) => {
  const now = Date.parse('2026-11-22T10:00:00+08:00');
  expect(new Date((parseChineseDate(raw, now)?.at ?? 0) + 8 * HOUR).toISOString().slice(0, 16)).toBe(
    expected,
  );
});

test.each([
  '农历十月十三',
  '丙午年腊月廿三',
  '明天 12:00',
  '下周三',
  '2月30日',
  '2026-02-29',
  '今天天气不错',
  '前天气',
  '周三聚餐',
  '周杰伦',
  '三分钟热度',
  '3年前的今天',
  '今年前',
  '2026年前',
  '刚刚好',
  '十十月十日',
  '99:99',
])('%s is no time', (raw) => {
  expect(parseChineseDate(raw, Date.parse('2026-11-22T10:00:00+08:00'))).toBeNull();
});

test('no mixture of the signs that dates are made of makes it throw, or gives a year no post is from', () => {
  const signs = fc.constantFrom(
    ...'今昨前刚天日月年时点分秒周星期上下午凌晨半几一二十〇0123456789:：-/. T+Z,（）发布于前ago',
  );
  const property = fc.property(fc.array(signs, { maxLength: 24 }), moments, (parts, minute) => {
    const read = parseChineseDate(parts.join(''), minute * MINUTE);
    if (read === null) return;
    const { year } = china(read.at);
    expect(year).toBeGreaterThanOrEqual(1989);
    expect(year).toBeLessThanOrEqual(2101);
  });
  fc.assert(property, { numRuns: 20_000 });
});

describe('forms of feeds and pages that were not read before', () => {
  const AT = Date.parse('2026-11-30T12:00:00+08:00');
  test.each([
    ['周一, 30 11月 2026 11:30:00 +0800', '2026-11-30T11:30:00'],
    ['星期一, 30 十一月 2026 11:30:00 +0800', '2026-11-30T11:30:00'],
    ['一, 30 11月 2026 11:30:00 +0800', '2026-11-30T11:30:00'],
    ['30 11月 2026 11:30:00 +0800', '2026-11-30T11:30:00'],
    ['[2026-11-30 11:30]', '2026-11-30T11:30:00'],
    ['【2026年11月30日】', '2026-11-30T00:00:00'],
    ['3小時前', '2026-11-30T09:00:00'],
    ['30分鐘前', '2026-11-30T11:30:00'],
    ['週日 08:30', '2026-11-29T08:30:00'],
    ['Mon,30 Nov 2026 03:30:00 GMT', '2026-11-30T11:30:00'],
    ['November 30, 2026 at 8:30 AM', '2026-11-30T08:30:00'],
    ['11月30日08:30', '2026-11-30T08:30:00'],
    ['11/30 08:30', '2026-11-30T08:30:00'],
  ])('%s', (text, expected) => {
    expect(parseChineseDate(text, AT)?.at).toBe(Date.parse(`${expected}+08:00`));
  });

  test.each(['[置顶]', '周一, 大家好', '一, 二', 'November at 8:30 PM'])('%s is none of them', (text) => {
    const read = parseChineseDate(text, AT);
    expect(read).toBeNull();
  });
});
