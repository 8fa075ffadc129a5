import type { Reading } from '../reading.ts';
import type { Share } from '../sentiment.ts';
import { FEATURE_LIMIT } from './features.ts';
import type { LanguageModel, Read } from './language-model.ts';

/** A span of the text as read, with what it adds to the score. */
export interface Weighed {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

export interface Explanation {
  readonly spans: readonly Weighed[];
  /** What no shown span accounts for: the tone of the whole, and where such texts usually stand. */
  readonly rest: number;
}

/** The most spans that a reader of the page can take in. */
const MAX_SPANS = 7;
/** A word that weighs less than this share of the heaviest is left to the rest. */
const MIN_WEIGHT_SHARE = 0.2;
/** Neighbours are joined up to so many characters. */
const MAX_SPAN_LENGTH = 8;

const contributions = new Float64Array(FEATURE_LIMIT * 10);
const byUnit = new Float64Array(FEATURE_LIMIT);
/** Spans gathered from the text in hand: where each starts and ends, and what it weighs. */
const starts = new Uint16Array(FEATURE_LIMIT);
const ends = new Uint16Array(FEATURE_LIMIT);
const weights = new Float64Array(FEATURE_LIMIT);
/** Those of them that weigh most, heaviest first. */
const heaviest = new Int32Array(MAX_SPANS);

/**
 * The words that made the score, with signed weights which together with `rest` sum to it. A feature's
 * contribution is spread evenly over the characters it stands on, gathered by word, and neighbours of one
 * sign are told as one span. What the word lists said of the whole text goes to the words they went by.
 */
export function explain(
  model: LanguageModel,
  read: Read,
  score: number,
  { text, words: { ends: wordEnds } }: Reading,
  shares: readonly Share[],
): Explanation {
  const whole = spread(model, read, shares, text.length);
  const gathered = gather(text, wordEnds);
  let total = whole;
  let most = 0;
  for (let span = 0; span < gathered; span++) {
    const weight = weights[span] as number;
    total += weight;
    most = Math.max(most, Math.abs(weight));
  }
  // tanh(x/2) is the score of log-odds x; here x is what the words make of it.
  const scale = total === 0 ? 0.5 : Math.tanh(Math.abs(total) / 2) / Math.abs(total);
  const shown = pickHeaviest(gathered, most * MIN_WEIGHT_SHARE);
  const spans: Weighed[] = [];
  let told = 0;
  sortHeaviest(shown);
  for (let at = 0; at < shown; at++) {
    const span = heaviest[at] as number;
    const weight = (weights[span] as number) * scale;
    spans.push({ start: starts[span] as number, end: ends[span] as number, weight });
    told += weight;
  }
  return { spans, rest: score - told };
}

/** Of equal ones the first; returns how many there are. */
function pickHeaviest(gathered: number, least: number): number {
  let kept = 0;
  for (let span = 0; span < gathered; span++) {
    const size = Math.abs(weights[span] as number);
    if (size < least || size === 0) continue;
    let at = kept;
    while (at > 0 && Math.abs(weights[heaviest[at - 1] as number] as number) < size) at--;
    if (at === MAX_SPANS) continue;
    if (kept < MAX_SPANS) kept++;
    for (let lower = kept - 1; lower > at; lower--) heaviest[lower] = heaviest[lower - 1] as number;
    heaviest[at] = span;
  }
  return kept;
}

/** As they stand in the text. */
function sortHeaviest(count: number): void {
  for (let from = 1; from < count; from++) {
    const span = heaviest[from] as number;
    let at = from;
    for (; at > 0 && (heaviest[at - 1] as number) > span; at--) heaviest[at] = heaviest[at - 1] as number;
    heaviest[at] = span;
  }
}

/** Spreads contributions over characters; returns what belongs to no place. */
function spread(model: LanguageModel, read: Read, shares: readonly Share[], size: number): number {
  const { starts: from, ends: to } = read.features;
  byUnit.fill(0, 0, Math.min(FEATURE_LIMIT, size));
  let whole = 0;
  const { table } = model;
  table.contributions(model.pull(read), contributions);
  for (let at = 0; at < table.known; at++) {
    const value = contributions[at] as number;
    const feature = table.feature(at);
    const start = from[feature] as number;
    const end = to[feature] as number;
    if (end <= start) {
      whole += value;
      continue;
    }
    const each = value / (end - start);
    for (let unit = start; unit < end; unit++) byUnit[unit] = (byUnit[unit] as number) + each;
  }
  return whole - placed(whole, shares);
}

/** Gives the lists' part to the spans of its own sign; returns how much found a place. */
function placed(whole: number, shares: readonly Share[]): number {
  const own = shares.filter(({ weight, end }) => weight * whole > 0 && end <= FEATURE_LIMIT);
  const total = own.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  if (total === 0) return 0;
  for (const { start, end, weight } of own) {
    const each = (whole * Math.abs(weight)) / total / Math.max(1, end - start);
    for (let unit = start; unit < end; unit++) byUnit[unit] = (byUnit[unit] as number) + each;
  }
  return whole;
}

/** Sums characters by word and joins neighbours that pull the same way; returns how many spans there are. */
function gather(text: string, wordEnds: readonly number[]): number {
  let count = 0;
  let at = 0;
  for (let word = 0; word < wordEnds.length; word++) {
    const start = at;
    at = wordEnds[word] as number;
    if (at > FEATURE_LIMIT) break;
    if (isMark(text.charCodeAt(start))) continue;
    let weight = 0;
    for (let unit = start; unit < at; unit++) weight += byUnit[unit] as number;
    const last = count - 1;
    if (
      last >= 0 &&
      ends[last] === start &&
      (weights[last] as number) * weight > 0 &&
      at - (starts[last] as number) <= MAX_SPAN_LENGTH
    ) {
      ends[last] = at;
      weights[last] = (weights[last] as number) + weight;
      continue;
    }
    starts[count] = start;
    ends[count] = at;
    weights[count++] = weight;
  }
  return count;
}

/** Punctuation and white space: weights on them are told as part of the rest. */
function isMark(unit: number): boolean {
  if (unit < 0x80) return !((unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x7a));
  return (unit >= 0x2010 && unit <= 0x205e) || (unit >= 0x3000 && unit <= 0x303f);
}
