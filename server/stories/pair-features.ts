import { readBackground } from './background.ts';
import { isNumber, lettersOf } from './letters.ts';
import { TERM_COUNT, termOf, termsOfLetters } from './story-terms.ts';

/** Terms both texts share are told apart by so many numbers. */
export const SHARED_TERMS = 1 << 15;

/** How two texts are alike. */
export interface PairFeatures {
  readonly dense: Float64Array;
  /** Terms they share, and how strongly both are about each. */
  readonly shared: readonly (readonly [term: number, strength: number])[];
}

interface TextFeatures {
  readonly letters: Uint16Array;
  /** Term → share in the length of its vector, and its rarity. */
  readonly weights: ReadonlyMap<number, number>;
  readonly numbers: ReadonlySet<number>;
  readonly kinds: ReadonlySet<number>;
}

/** Letters at the beginning of a text that are like its headline. */
const HEAD = 30;
const MAX_LETTERS = 300;

/**
 * Some twenty measures that lie between two texts, each also squared and as its root: cosine of their pairs of
 * letters, shares of the rarity they have in common, the rarest things in common, numbers, letters, the longest run
 * they share, lengths. Symmetric.
 */
export function pairFeatures(textA: string, textB: string): PairFeatures {
  const [a, b] = [readText(textA), readText(textB)];
  const shared: (readonly [number, number])[] = [];
  let cosine = 0;
  for (const [term, weight] of a.weights) {
    const other = b.weights.get(term);
    if (other === undefined) continue;
    cosine += weight * other;
    shared.push([term % SHARED_TERMS, Math.sqrt(weight * other)]);
  }
  const [short, long] = [a.letters.length, b.letters.length].toSorted((x, y) => x - y) as [number, number];
  const run = longestRun(a.letters.subarray(0, MAX_LETTERS), b.letters.subarray(0, MAX_LETTERS));
  const kinds = overlap(a.kinds, b.kinds);
  const measures = [
    cosine,
    ...rarityInCommon(new Set(a.weights.keys()), new Set(b.weights.keys())),
    ...rarestInCommon(a.weights, b.weights),
    ...numberMeasures(a.numbers, b.numbers),
    kinds / Math.max(1, a.kinds.size + b.kinds.size - kinds),
    kinds / Math.max(1, Math.min(a.kinds.size, b.kinds.size)),
    Math.log1p(run),
    run / Math.max(1, short),
    Math.log1p(short),
    Math.log1p(long),
    short / Math.max(1, long),
    ...rarityInCommon(headOf(a.letters), headOf(b.letters)).slice(0, 2),
  ];
  const dense = Float64Array.from([
    ...measures,
    ...measures.map((x) => x * x),
    ...measures.map((x) => Math.sqrt(Math.abs(x))),
  ]);
  return { dense, shared };
}

function readText(text: string): TextFeatures {
  const letters = lettersOf(null, text);
  const { terms, counts } = termsOfLetters(letters);
  const weights = new Map<number, number>();
  let square = 0;
  for (let each = 0; each < terms.length; each++) {
    const weight = (1 + Math.log(counts[each] as number)) * rarityOf(terms[each] as number);
    weights.set(terms[each] as number, weight);
    square += weight * weight;
  }
  const length = Math.sqrt(square) || 1;
  for (const [term, weight] of weights) weights.set(term, weight / length);
  return { letters, weights, numbers: new Set(letters.filter(isNumber)), kinds: new Set(letters) };
}

function headOf(letters: Uint16Array): ReadonlySet<number> {
  const head = new Set<number>();
  for (let at = 0; at + 1 < Math.min(HEAD, letters.length); at++) {
    head.add(termOf(letters[at] as number, letters[at + 1] as number));
  }
  return head;
}

let rarities: Float64Array | undefined;

function rarityOf(term: number): number {
  if (rarities === undefined) {
    const { texts, shareOf } = readBackground();
    rarities = Float64Array.from({ length: TERM_COUNT }, (_, each) =>
      Math.log((texts + 1) / (shareOf(each) * texts + 0.5)),
    );
  }
  return rarities[term] as number;
}

/** Shared rarity as a share of that of the text with less, of the one with more, and as it is. */
function rarityInCommon(one: ReadonlySet<number>, other: ReadonlySet<number>): [number, number, number] {
  let [ofOne, ofOther, both] = [0, 0, 0];
  for (const term of one) {
    ofOne += rarityOf(term);
    if (other.has(term)) both += rarityOf(term);
  }
  for (const term of other) ofOther += rarityOf(term);
  return [
    both / Math.max(1e-9, Math.min(ofOne, ofOther)),
    both / Math.max(1e-9, ofOne, ofOther),
    Math.log1p(both),
  ];
}

function rarestInCommon(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): number[] {
  const rarities = [...one.keys()].filter((term) => other.has(term)).map(rarityOf);
  rarities.sort((x, y) => y - x);
  return [rarities[0] ?? 0, rarities[1] ?? 0, rarities[3] ?? 0];
}

function numberMeasures(one: ReadonlySet<number>, other: ReadonlySet<number>): number[] {
  const both = overlap(one, other);
  const all = one.size + other.size - both;
  const differ = one.size > 0 && other.size > 0 && both === 0 ? 1 : 0;
  return [Math.min(3, both), both / Math.max(1, all), differ, Math.min(4, all - both)];
}

function overlap(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  let both = 0;
  for (const each of one) if (other.has(each)) both++;
  return both;
}

/** The length of the longest run of letters that stands in both. */
function longestRun(one: Uint16Array, other: Uint16Array): number {
  let [before, now] = [new Uint16Array(other.length + 1), new Uint16Array(other.length + 1)];
  let longest = 0;
  for (const letter of one) {
    for (let at = 0; at < other.length; at++) {
      const run = other[at] === letter ? (before[at] as number) + 1 : 0;
      now[at + 1] = run;
      if (run > longest) longest = run;
    }
    [before, now] = [now, before];
  }
  return longest;
}
