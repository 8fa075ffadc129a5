import { lettersOf } from './letters.ts';

/** Terms are told apart by so many numbers. */
export const TERM_COUNT = 1 << 18;
const FACTOR = 0x9e37_79b1;

/** The terms of a text, each once, with how often it stands there. */
export interface Terms {
  readonly terms: Int32Array;
  readonly counts: Uint16Array;
}

const counted = new Uint16Array(TERM_COUNT);
let found = new Int32Array(4_096);

/** A pair of letters as the number of a term. */
export function termOf(first: number, second: number): number {
  const pair = (first << 16) | second;
  return Math.imul(pair ^ (pair >>> 15), FACTOR) >>> 14;
}

/** Pairs of letters, as numbers, in the order of their first place in the text. */
export function termsOfLetters(letters: Uint16Array): Terms {
  if (letters.length > found.length) found = new Int32Array(letters.length);
  let size = 0;
  for (let at = 0; at + 1 < letters.length; at++) {
    const term = termOf(letters[at] as number, letters[at + 1] as number);
    if (counted[term] === 0) found[size++] = term;
    counted[term] = (counted[term] as number) + 1;
  }
  const terms = found.slice(0, size);
  const counts = new Uint16Array(size);
  for (let each = 0; each < size; each++) {
    counts[each] = counted[terms[each] as number] as number;
    counted[terms[each] as number] = 0;
  }
  return { terms, counts };
}

export function termsOf(title: string | null, text: string): Terms {
  return termsOfLetters(lettersOf(title, text));
}
