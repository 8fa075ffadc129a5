import { fold } from '../core/reading/fold.ts';

/** Further on nobody quotes: what comes after so many letters is not compared. */
const MAX_LETTERS = 4_000;
// What platforms put around a text and reposts pick up or lose on the way; it says nothing.
const WRAPPING =
  /https?:\/\/[\w./?=&%#:+~-]+|\/\/@[^\s:@]{1,30}:|#[^#\n]{2,40}#|转发微博|收起全文d?|展开全文c?|o网页链接/g;

const LETTER = 1;
const ZERO = 0x30;
const NINE = 0x39;
/** Units for private use, which no text has after folding into letters: a whole number becomes one of them. */
const NUMBERS = 0xe000;
const NUMBER_COUNT = 6_400;

/** Whether a letter stands for a number. */
export function isNumber(letter: number): boolean {
  return letter >= NUMBERS && letter < NUMBERS + NUMBER_COUNT;
}

let kinds: Uint8Array | undefined;
const scratch = new Uint16Array(MAX_LETTERS);

/** Letters and digits of every script; half of a surrogate pair counts, so that rare characters do. */
function buildKinds(): Uint8Array {
  const letter = /[\p{L}\p{N}]/u;
  const kinds = new Uint8Array(0x1_0000);
  for (let unit = 0; unit < 0x1_0000; unit++) {
    if (letter.test(String.fromCharCode(unit))) kinds[unit] = LETTER;
  }
  return kinds;
}

/**
 * What is compared of a post: its letters and digits, folded, without what platforms wrap around it. A title
 * that the text repeats at its beginning is there once. A copy each time: keep it as long as you like.
 */
export function lettersOf(title: string | null, text: string): Uint16Array {
  const body = bareLetters(text);
  if (title === null) return body;
  const head = bareLetters(title);
  if (startsWith(body, head)) return body;
  const both = new Uint16Array(Math.min(MAX_LETTERS, head.length + body.length));
  both.set(head);
  both.set(body.subarray(0, both.length - head.length), head.length);
  return both;
}

function bareLetters(text: string): Uint16Array {
  kinds ??= buildKinds();
  const folded = fold(text.length > 3 * MAX_LETTERS ? text.slice(0, 3 * MAX_LETTERS) : text).text.replace(
    WRAPPING,
    ' ',
  );
  let size = 0;
  let number = 0;
  for (let at = 0; at < folded.length && size < MAX_LETTERS; at++) {
    const unit = folded.charCodeAt(at);
    if (unit >= ZERO && unit <= NINE) {
      number = Math.imul(number, 31) + unit;
      const next = folded.charCodeAt(at + 1);
      if (next >= ZERO && next <= NINE) continue;
      scratch[size++] = NUMBERS + ((number >>> 0) % NUMBER_COUNT);
      number = 0;
    } else if (kinds[unit] === LETTER) scratch[size++] = unit;
  }
  return scratch.slice(0, size);
}

function startsWith(whole: Uint16Array, head: Uint16Array): boolean {
  if (head.length > whole.length) return false;
  for (let at = 0; at < head.length; at++) if (whole[at] !== head[at]) return false;
  return true;
}
