const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  俩: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const SCALES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000, 万: 10_000, 亿: 100_000_000 };

/** A number as people write it: 3.5, 十二, 两百五十, 三万, 半. Null when it is vague (几, 多) or no number. */
export function numeral(written: string): number | null {
  if (/^\d+(?:\.\d+)?$/.test(written)) return Number(written);
  if (written === '半') return 0.5;
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  for (const sign of written) {
    const scale = SCALES[sign];
    const value = DIGITS[sign];
    if (value !== undefined) digit = value;
    else if (scale === undefined) return null;
    else if (scale >= 10_000) {
      total = (total + section + (digit ?? 0)) * scale;
      section = 0;
      digit = null;
    } else {
      section += (digit ?? 1) * scale;
      digit = null;
    }
  }
  return written === '' ? null : total + section + (digit ?? 0);
}

/** Units as analyses name them. */
const UNITS: Readonly<Record<string, string>> = {
  秒: 'second',
  分钟: 'minute',
  分: 'minute',
  小时: 'hour',
  钟头: 'hour',
  天: 'day',
  日: 'day',
  周: 'week',
  星期: 'week',
  礼拜: 'week',
  月: 'month',
  个月: 'month',
  年: 'year',
  度: 'celsius',
  '℃': 'celsius',
  '°c': 'celsius',
  元: 'yuan',
  块: 'yuan',
  '%': 'percent',
};

const MINUTES: Readonly<Record<string, number>> = {
  second: 1 / 60,
  minute: 1,
  hour: 60,
  day: 1_440,
  week: 10_080,
  month: 43_200,
  year: 525_600,
};

/** `分钟` → `minute`; null for what is no unit here. */
export function unitOf(written: string): string | null {
  return UNITS[written] ?? null;
}

/** An amount in another unit of time; null where either is no time. */
export function convert(amount: number, from: string, to: string): number | null {
  const [a, b] = [MINUTES[from], MINUTES[to]];
  if (from === to) return amount;
  return a === undefined || b === undefined ? null : (amount * a) / b;
}
