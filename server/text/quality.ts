import { misreadAsGbk, misreadAsLatin } from './misread.ts';
import { TRAIT, traitsOf } from './traits.ts';

/** What kinds of units a text is made of: one pass feeds both language and quality. */
interface Census {
  readonly han: number;
  readonly latin: number;
  readonly digit: number;
  readonly mark: number;
  readonly odd: number;
  readonly other: number;
  readonly distinct: number;
  readonly filled: number;
}

export interface Quality {
  readonly language: 'zh' | 'en' | 'other';
  /** 0..1 */
  readonly quality: number;
}

const MOJIBAKE = /锟斤拷|烫烫烫|屯屯屯|鈥|銆|锛|鐨|ï¿½|ã€|[åæçéè][\u0080-\u00bf\u2018-\u203a]/;
const BOILERPLATE =
  /版权所有|免责声明|责任编辑|转载请注明|备案号|icp备|本文来源|点击(?:上方|查看|阅读)|长按(?:识别|二维码)|扫描下方|阅读原文|all rights reserved|copyright|cookie|javascript|function\(|<\/?(?:script|div|span|html|body|style|iframe)\b/g;
/** As many letters as the shortest phrase of them has. */
const BOILERPLATE_LETTERS = 6;
const seen = new Uint32Array(0x1_0000);
let round = 0;

/** One sign that no script has is an emoticon cut in two or one of a telephone's own: text is not broken by it. */
const ODD_ALLOWED = 1;
/** A text of fewer different characters than this share of it, or than this many letters, repeats itself. */
const FEW_OF_CHINESE = 0.18;
const FEW_LETTERS = 10;
/** Beyond this a plain text too uses the same characters again. */
const VARIED = 600;

/**
 * Language by the share of scripts, and how much a text is like something a person wrote to be read. `text` is
 * folded; how it was decoded shows only in the text as `given`.
 */
export function qualityOf(text: string, traits = traitsOf(text), given = text): Quality {
  const census = count(text);
  const { han, latin, digit, mark, odd, other, distinct, filled } = census;
  const letters = han + latin + other;
  const language = han > 0 && han * 4 >= latin + other ? 'zh' : latin > other && latin > 0 ? 'en' : 'other';
  if (filled === 0) return { language: 'other', quality: 0 };
  let quality = 1;
  if (letters === 0) quality *= 0.2;
  // Lists of numbers and tables of marks.
  quality *= 1 - Math.max(0, (digit + mark) / filled - 0.45) * 1.6;
  quality *= 1 - Math.min(1, (Math.max(0, odd - ODD_ALLOWED) / filled) * 12);
  const mayBeBroken = odd > 0 || (traits & TRAIT.mojibake) !== 0;
  if ((mayBeBroken && (MOJIBAKE.test(text) || misreadAsLatin(given))) || misreadAsGbk(given)) quality *= 0.25;
  if (language === 'zh' && latin > han * 1.5) quality *= 0.7;
  // The same few characters over and over.
  const few = language === 'zh' ? FEW_OF_CHINESE * Math.min(filled, VARIED) : FEW_LETTERS;
  if (filled >= 40 && distinct < few) quality *= Math.max(0.1, (distinct / few) * 0.72);
  if (letters > 0 && letters < 4) quality *= 0.5 + letters * 0.1;
  if (filled > 20 && ((traits & TRAIT.boilerplate) !== 0 || latin >= BOILERPLATE_LETTERS))
    quality *= Math.max(0.15, 1 - 0.3 * (text.match(BOILERPLATE)?.length ?? 0));
  return { language, quality: Math.round(Math.max(0, Math.min(1, quality)) * 100) / 100 };
}

function count(text: string): Census {
  round++;
  let han = 0;
  let latin = 0;
  let digit = 0;
  let mark = 0;
  let odd = 0;
  let other = 0;
  let distinct = 0;
  let filled = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit <= 0x20) continue;
    filled++;
    if (seen[unit] !== round) {
      seen[unit] = round;
      distinct++;
    }
    if (unit >= 0x4e00 && unit < 0xa000) han++;
    else if ((unit >= 0x61 && unit <= 0x7a) || (unit >= 0xc0 && unit < 0x250)) latin++;
    else if (unit >= 0x30 && unit <= 0x39) digit++;
    else if (unit === 0xfffd || (unit >= 0xe000 && unit < 0xf900)) odd++;
    else if (unit < 0xc0 || (unit >= 0x2000 && unit < 0x2e80) || (unit >= 0x3000 && unit < 0x3040)) mark++;
    else if (unit < 0xd800 || unit >= 0xf900) other++;
  }
  return { han, latin, digit, mark, odd, other, distinct, filled };
}
