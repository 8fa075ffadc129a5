export const bytes = (text: string): number => Buffer.byteLength(text);

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const SEGMENTER = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Characters as people see them: a family of emoji is one. */
export function lettersOf(text: string): string[] {
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment);
}

/**
 * At most so long, cut between two characters as people see them, with … at the end. The length is in units of UTF-16,
 * so that it holds in whichever way a service counts characters: none counts more.
 */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const { segment } of SEGMENTER.segment(text)) {
    if (kept.length + segment.length >= most) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** For services that know no escape: signs that would be markup become their full-width likeness. */
export function widen(text: string, signs: RegExp): string {
  return text.replace(signs, (sign) => String.fromCodePoint(sign.charCodeAt(0) + 0xfee0));
}
