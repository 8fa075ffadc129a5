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
const MOST = 7;
/** A word that weighs less than this share of the heaviest is left to the rest. */
const LEAST = 0.2;

const contributions = new Float64Array(FEATURE_LIMIT * 10);
const byUnit = new Float64Array(FEATURE_LIMIT);

/**
 * The words that made the score, with signed weights which together with `rest` sum to it. A feature's
 * contribution is spread evenly over the characters it stands on, gathered by word, and neighbours of one
 * sign are told as one span. What the word lists said of the whole text goes to the words they went by.
 */
export function explain(
  model: LanguageModel,
  read: Read,
  score: number,
  { text, words: { ends } }: Reading,
  shares: readonly Share[],
): Explanation {
  const whole = spread(model, read, shares, text.length);
  let total = whole;
  const weighed = gather(text, ends);
  for (const { weight } of weighed) total += weight;
  // tanh(x/2) is the score of log-odds x; here x is what the words make of it.
  const scale = total === 0 ? 0.5 : Math.tanh(Math.abs(total) / 2) / Math.abs(total);
  const heaviest = weighed.reduce((most, { weight }) => Math.max(most, Math.abs(weight)), 0);
  const spans = weighed
    .filter(({ weight }) => Math.abs(weight) >= heaviest * LEAST && weight !== 0)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, MOST)
    .map((each) => ({ ...each, weight: each.weight * scale }))
    .sort((a, b) => a.start - b.start);
  return { spans, rest: score - spans.reduce((sum, { weight }) => sum + weight, 0) };
}

/** Spreads contributions over characters; returns what belongs to no place. */
function spread(model: LanguageModel, read: Read, shares: readonly Share[], size: number): number {
  const { starts, ends } = read.features;
  byUnit.fill(0, 0, Math.min(FEATURE_LIMIT, size));
  let whole = 0;
  const { table } = model;
  table.contributions(model.pull(read), contributions);
  for (let at = 0; at < table.known; at++) {
    const value = contributions[at] as number;
    const feature = table.feature(at);
    const start = starts[feature] as number;
    const end = ends[feature] as number;
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

/** Sums characters by word and joins neighbours that pull the same way. */
function gather(text: string, ends: readonly number[]): Weighed[] {
  const spans: { start: number; end: number; weight: number }[] = [];
  let at = 0;
  for (let word = 0; word < ends.length; word++) {
    const start = at;
    at = ends[word] as number;
    if (at > FEATURE_LIMIT) break;
    if (isMark(text.charCodeAt(start))) continue;
    let weight = 0;
    for (let unit = start; unit < at; unit++) weight += byUnit[unit] as number;
    const last = spans.at(-1);
    const near = last !== undefined && last.end === start && last.weight * weight > 0 && at - last.start <= 8;
    if (near) {
      last.end = at;
      last.weight += weight;
    } else spans.push({ start, end: at, weight });
  }
  return spans;
}

/** Punctuation and white space: weights on them are told as part of the rest. */
function isMark(unit: number): boolean {
  if (unit < 0x80) return !((unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x7a));
  return (unit >= 0x2010 && unit <= 0x205e) || (unit >= 0x3000 && unit <= 0x303f);
}
