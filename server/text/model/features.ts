import type { Reading } from '../reading.ts';
import type { Score } from '../score.ts';
import { KIND } from '../terms.ts';

/**
 * Hashed features of one text, in the order met, with the span of `reading.text` each stands on. The
 * arrays are scratch that the next call overwrites; a span [0, 0] stands for the text as a whole.
 */
export interface Features {
  readonly hashes: Uint32Array;
  readonly starts: Uint16Array;
  readonly ends: Uint16Array;
  readonly count: number;
}

/** A post is judged by its first characters: later ones repeat, and scratch stays small. */
export const FEATURE_LIMIT = 1_500;

const MAX_FEATURES = FEATURE_LIMIT * 10;
const hashes = new Uint32Array(MAX_FEATURES);
const starts = new Uint16Array(MAX_FEATURES);
const ends = new Uint16Array(MAX_FEATURES);
const codes = new Uint16Array(FEATURE_LIMIT + 2);
const places = new Uint16Array(FEATURE_LIMIT + 3);
let count = 0;

export const GRAM_SEED = 0x1234;
const QUOTED_SEED = 0x5678;
export const WORD_SEED = 0x777;
export const PAIR_SALT = 0x55;
/** Stands for the word before the first. */
export const FIRST_WORD = 7;
export const TEXT_START = 1;
export const TEXT_END = 2;
export const SPACE = 0x20;
export const DIGIT = 0x30;

// A repost quotes another's words behind its own: "…//@somebody:…". Normalising has blanked the name.
const QUOTE = /\/\/ ? {2,}/;

/**
 * Character 1–3-grams, words and word pairs, what the lexicon made of the text, and for a repost the
 * grams of what it quotes once more under a name of their own. Digits count as one another, runs of
 * white space and digits as one, other runs as three.
 */
export function featuresOf(reading: Reading, score: Score): Features {
  count = 0;
  const text = reading.text;
  addGrams(fillCodes(text, 0), GRAM_SEED);
  addWords(text, reading.words.ends);
  addMarks(reading, score);
  const quote = text.includes('//') ? text.search(QUOTE) : -1;
  if (quote >= 0 && quote < FEATURE_LIMIT) addGrams(fillCodes(text, quote), QUOTED_SEED);
  // What found no room was not kept.
  return { hashes, starts, ends, count: Math.min(count, MAX_FEATURES) };
}

/** Keeps feature number `at`, if there is room; returns the number of the next. */
function put(at: number, hash: number, start: number, end: number): number {
  hashes[at] = finish(hash);
  starts[at] = start;
  ends[at] = end;
  return at + 1;
}

/** Units that features see, from `from` on, and where each stands in the text. */
function fillCodes(text: string, from: number): number {
  const end = Math.min(text.length, FEATURE_LIMIT);
  let size = 0;
  let before = SPACE;
  let run = 0;
  codes[size] = TEXT_START;
  places[size++] = from;
  for (let at = from; at < end; at++) {
    let code = text.charCodeAt(at);
    if (code <= SPACE) code = SPACE;
    else if (code >= DIGIT && code <= 0x39) code = DIGIT;
    if (code !== before) run = 1;
    else if (code === SPACE || code === DIGIT || ++run > 3) continue;
    before = code;
    codes[size] = code;
    places[size++] = at;
  }
  codes[size] = TEXT_END;
  places[size++] = end;
  places[size] = end;
  return size;
}

function addGrams(size: number, seed: number): void {
  let next = count;
  for (let at = 0; at < size; at++) {
    const start = places[at] as number;
    const one = mix(seed, codes[at] as number);
    next = put(next, one, start, places[at + 1] as number);
    if (at + 1 >= size) break;
    const two = mix(one, codes[at + 1] as number);
    next = put(next, two, start, places[at + 2] as number);
    if (at + 2 >= size) continue;
    next = put(next, mix(two, codes[at + 2] as number), start, places[at + 3] as number);
  }
  count = next;
}

function addWords(text: string, wordEnds: readonly number[]): void {
  let next = count;
  let end = 0;
  let before = FIRST_WORD;
  let beforeStart = 0;
  for (let word = 0; word < wordEnds.length; word++) {
    const start = end;
    end = wordEnds[word] as number;
    if (end > FEATURE_LIMIT) break;
    if (end - start === 1 && text.charCodeAt(start) <= SPACE) continue;
    let hash = WORD_SEED;
    for (let at = start; at < end; at++) {
      const code = text.charCodeAt(at);
      hash = mix(hash, code >= DIGIT && code <= 0x39 ? DIGIT : code);
    }
    next = put(next, hash, start, end);
    next = put(next, mix(mix(hash, before), PAIR_SALT), beforeStart, end);
    before = hash;
    beforeStart = start;
  }
  count = next;
}

/**
 * The same features as if the text ended at `end`. They are no scratch: those of the whole text hold on. What stands
 * for the text as a whole is left out.
 */
export function featuresUntil(end: number, { text }: Reading, whole: Features): Features {
  const cut = text.slice(0, end);
  const kept = { hashes: [] as number[], starts: [] as number[], ends: [] as number[] };
  const keep = (hash: number, from: number, to: number) => {
    kept.hashes.push(hash);
    kept.starts.push(from);
    kept.ends.push(to);
  };
  for (let at = 0; at < whole.count; at++) {
    const to = whole.ends[at] as number;
    if (to > 0 && to <= end) keep(whole.hashes[at] as number, whole.starts[at] as number, to);
  }
  const quote = cut.includes('//') ? cut.search(QUOTE) : -1;
  for (const [seed, from] of [
    [GRAM_SEED, 0],
    [QUOTED_SEED, quote],
  ] as const) {
    if (from < 0) continue;
    const last = fillCodes(cut, from) - 1;
    // Grams that hold the mark of the end: by itself, and behind one character or two.
    for (let at = last; at >= Math.max(0, last - 2); at--) {
      let hash: number = seed;
      for (let unit = at; unit <= last; unit++) hash = mix(hash, codes[unit] as number);
      keep(finish(hash), places[at] as number, end);
    }
  }
  return {
    hashes: Uint32Array.from(kept.hashes),
    starts: Uint16Array.from(kept.starts),
    ends: Uint16Array.from(kept.ends),
    count: kept.hashes.length,
  };
}

/** What the word lists found, coarsely: the model learns how far to trust them. */
function addMarks(reading: Reading, { shares, sum, ironic }: Score): void {
  let negative = 0;
  let positive = 0;
  for (const share of shares) {
    if (share.weight < 0) negative++;
    else positive++;
    if (share.negated) mark(11, Math.sign(share.weight) + 1);
  }
  const level = Math.max(-8, Math.min(8, Math.round(sum * 2)));
  mark(1, level + 8);
  mark(2, Math.sign(level) + 1);
  mark(3, Math.min(4, negative));
  mark(4, Math.min(4, positive));
  mark(5, Math.sign(shares[0]?.weight ?? 0) + 1);
  mark(6, Math.sign(shares.at(-1)?.weight ?? 0) + 1);
  mark(7, Math.min(8, Math.floor(Math.log2(reading.text.length + 1))));
  named(8, reading, KIND.intent);
  named(9, reading, KIND.emotion);
  if (reading.of(KIND.sarcasm).length > 0) mark(10, 0);
  if (ironic) mark(12, 0);
}

function named(kind: number, reading: Reading, of: Parameters<Reading['of']>[0]): void {
  for (const { term } of reading.of(of)) {
    let hash = kind;
    for (let at = 0; at < term.name.length; at++) hash = mix(hash, term.name.charCodeAt(at));
    mark(kind, hash);
  }
}

function mark(kind: number, value: number): void {
  count = put(count, mix(mix(0x3141, kind), value), 0, 0);
}

export function mix(hash: number, unit: number): number {
  return (Math.imul(hash ^ unit, 0x0100_0193) + 0x3c6e_f372) | 0;
}

export function finish(hash: number): number {
  let h = hash;
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb_352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846c_a68b);
  h ^= h >>> 16;
  return h >>> 0;
}
