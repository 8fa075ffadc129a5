/** The value of each character that writes a digit. */
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
const MYRIAD = 10_000;
const SCALES: Readonly<Record<string, number>> = {
  十: 10,
  百: 100,
  千: 1_000,
  万: MYRIAD,
  亿: MYRIAD ** 2,
};

/** Signs of a number, and what makes it a little more: 10多万. */
const PARTS = /\d+(?:,\d{3})*(?:\.\d+)?|[^多余来]/g;

/**
 * A number as people write it: 3.5, 1,200, 十二, 两百五十, 3万, 1万5千, 10多万, 半. A spoken range is its upper end (三四 is 4), and
 * a last figure is a tenth of what stands before it (两千三 is 2300, 一百零三 is 103). 上万 counts as 万, which is one of it.
 * Null when it is vague (几) or no number.
 */
export function numeral(written: string): number | null {
  if (written === '半') return 0.5;
  /** What 亿 closes, what 万 closes, and what follows them. */
  let [hundredMillions, myriads, section] = [0, 0, 0];
  let digit: number | null = null;
  /** What a last figure is a tenth of. */
  let scaleBefore = 0;
  for (const [part] of written.matchAll(PARTS)) {
    const scale = SCALES[part];
    const value = DIGITS[part] ?? (/^\d/.test(part) ? Number(part.replaceAll(',', '')) : undefined);
    if (value !== undefined) {
      digit = value;
      if (value === 0 || value > 9 || !Number.isInteger(value)) scaleBefore = 0;
      continue;
    }
    if (scale === undefined) return null;
    if (scale < MYRIAD) section += (digit ?? 1) * scale;
    else {
      const closed = myriads + section + (digit ?? 0) || 1;
      if (scale === MYRIAD) myriads = closed * scale;
      else [hundredMillions, myriads] = [hundredMillions + closed * scale, 0];
      section = 0;
    }
    digit = null;
    scaleBefore = scale;
  }
  const rest = scaleBefore > 10 ? scaleBefore / 10 : 1;
  return written === '' ? null : hundredMillions + myriads + section + (digit ?? 0) * rest;
}
