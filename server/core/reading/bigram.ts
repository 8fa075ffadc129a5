import { fold } from './fold.ts';
import { type SearchTerms, searchWords } from './search-words.ts';

/**
 * Full text over character bigrams: Chinese has no spaces, and words as a segmenter cuts them miss most
 * of what people search for. Runs of Chinese (also kana and hangul) become overlapping pairs, and the
 * last character of each run stands alone as well, so that a query of one character finds it by prefix.
 * Latin words and numbers stay whole. Every token is letters and digits only, which FTS5's
 * `unicode61 remove_diacritics 0` keeps as one token.
 */

const OTHER = 0;
const WORD = 1;
const PAIR = 2;
/** Units of a Latin word or number that are kept. */
const MAX_UNIT_LENGTH = 64;

let kinds: Uint8Array | undefined;

/** Distinct tokens of a text, space-joined, for an FTS5 table with `detail=none`. Order means nothing. */
export function searchTokens(text: string): string {
  const tokens = new Set<string>();
  collect(fold(text).text, tokens);
  return [...tokens].join(' ');
}

/**
 * FTS5 MATCH expression that finds every post holding what is wanted (`searchWords`), and few others; null when that is
 * nothing the index knows, such as an emoji. Of several alternatives those that it knows: see `needsLooking`. Safe for
 * any input: only letters and digits reach it, quoted.
 */
export function searchQuery(words: string | readonly string[]): string | null {
  const indexed = searchWords(words).flatMap((wanted) => termsOf(wanted) ?? []);
  return indexed.length === 0 ? null : indexed.join(' OR ');
}

const PUNCTUATION = /^[\p{P}\s]*$/u;

/**
 * Whether an alternative holds nothing that the index knows but an emoji or another symbol. Punctuation alone is
 * nobody's wish.
 */
export function needsLooking(words: string | readonly string[]): boolean {
  return searchWords(words).some(
    (wanted) => termsOf(wanted) === null && wanted.words.some((word) => !PUNCTUATION.test(word)),
  );
}

function termsOf({ words }: SearchTerms): string | null {
  const terms = new Set<string>();
  for (const word of words) {
    const tokens = new Set<string>();
    const folded = fold(word).text;
    collect(folded, tokens);
    for (const token of tokens) {
      const lone = characters(token) === 1 && kindAt(token, 0) === PAIR;
      // The end of a run inside a word is a pair's second half already.
      if (!lone) terms.add(`"${token}"`);
      else if (loneRun(folded, token)) terms.add(`"${token}"*`);
    }
  }
  return terms.size === 0 ? null : [...terms].join(' AND ');
}

/**
 * Whether the index alone answers for these words: each is one token, which no text can hold scattered, and none is
 * banned.
 */
export function isExact(words: string | readonly string[]): boolean {
  return searchWords(words).every(
    (wanted) =>
      wanted.banned.length === 0 && wanted.words.every((word) => isOneToken(fold(word).text.trim())),
  );
}

function isOneToken(folded: string): boolean {
  const tokens = new Set<string>();
  collect(folded, tokens);
  return folded.length < MAX_UNIT_LENGTH && tokens.has(folded);
}

/** Whether a text truly holds what is wanted: bigrams alone cannot distinguish 食品安全 from 食品 … 品安 … 安全. */
export function verify(text: string, words: string | readonly string[]): boolean {
  const folded = fold(text).text;
  return searchWords(words).some(
    (wanted) =>
      wanted.words.every((word) => holds(folded, word)) && !wanted.banned.some((word) => holds(folded, word)),
  );
}

function holds(folded: string, word: string): boolean {
  const wanted = fold(word).text.trim();
  if (wanted === '') return false;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
    if (!joined(folded, at) && !joined(folded, at + wanted.length)) return true;
  }
  return false;
}

/** Whether a Latin word or number runs on across an offset. */
function joined(text: string, at: number): boolean {
  return kindAt(text, at - 1) === WORD && kindAt(text, at) === WORD;
}

function loneRun(folded: string, character: string): boolean {
  for (let at = folded.indexOf(character); at >= 0; at = folded.indexOf(character, at + 1)) {
    const before = kindAt(folded, at - 1) === PAIR;
    const after = kindAt(folded, at + character.length) === PAIR;
    if (!before && !after) return true;
  }
  return false;
}

function collect(text: string, tokens: Set<string>): void {
  let at = 0;
  while (at < text.length) {
    const kind = kindAt(text, at);
    if (kind === OTHER) {
      at += width(text, at);
      continue;
    }
    let end = at;
    while (end < text.length && kindAt(text, end) === kind) end++;
    if (kind === WORD) tokens.add(text.slice(at, Math.min(end, at + MAX_UNIT_LENGTH)));
    else pairs(text, at, end, tokens);
    at = end;
  }
}

function pairs(text: string, from: number, to: number, tokens: Set<string>): void {
  let at = from;
  while (at < to) {
    const next = at + width(text, at);
    if (next >= to) {
      tokens.add(text.slice(at, to));
      return;
    }
    tokens.add(text.slice(at, next + width(text, next)));
    at = next;
  }
}

function width(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit < 0xdc00 ? 2 : 1;
}

function characters(token: string): number {
  return token.length - (width(token, 0) - 1);
}

function kindAt(text: string, at: number): number {
  if (at < 0 || at >= text.length) return OTHER;
  kinds ??= buildKinds();
  return kinds[text.charCodeAt(at)] as number;
}

/** By UTF-16 unit. Ideographs beyond the basic plane lead with D840 to D88F; emoji with D83x. */
function buildKinds(): Uint8Array {
  const table = new Uint8Array(0x1_0000);
  for (let unit = 0; unit < 0x1_0000; unit++) {
    const character = String.fromCharCode(unit);
    if ((unit >= 0xd840 && unit < 0xd890) || (unit >= 0xdc00 && unit < 0xe000)) table[unit] = PAIR;
    else if (
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(character) &&
      /\p{L}/u.test(character)
    ) {
      table[unit] = PAIR;
    } else if (/[\p{L}\p{N}]/u.test(character)) table[unit] = WORD;
  }
  return table;
}
