/** Figures written in words, one by one. */
export const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  俩: 2,
  三: 3,
  仨: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const SCALES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000, 万: 10_000, 亿: 100_000_000 };

/**
 * A number as people write it: 3.5, 1,200, 十二, 两百五十, 3万, 半. A spoken range is its upper end (三四 is 4).
 * Null when it is vague (几, 多) or no number.
 */
export function numeral(written: string): number | null {
  const figures = /^(\d+(?:,\d{3})*(?:\.\d+)?)([千万亿]?)$/.exec(written);
  if (figures !== null) {
    const [, plain = '', scale = ''] = figures;
    return Number(plain.replaceAll(',', '')) * (SCALES[scale] ?? 1);
  }
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
