import { statedScale } from './column-name.ts';
import type { OptionWords } from './option-words.ts';
import {
  byWords,
  readLikelihood,
  readScore,
  type SaidScore,
  type ScoreReading,
  type StepScale,
  saidIn,
} from './score-words.ts';
import { SCALES, type Scale } from './survey-use.ts';

/**
 * Why a column is not counted. `off-scale`: its numbers are of another scale. `unknown-words`: its options are worded
 * in ways that are not known. `contradiction`: by their words its options run another way than by their numbers.
 * `other-scale`: its name states another scale. `short-scale`: recommendation is asked in 0 to 10, and nobody gave more
 * than 7.
 */
export type ColumnFault = 'off-scale' | 'unknown-words' | 'contradiction' | 'other-scale' | 'short-scale';

export interface ColumnReading {
  readonly fault: ColumnFault | null;
  /** Everything that was answered is off in a column with a fault. */
  readonly read: (cell: unknown) => ScoreReading;
}

/** How much it is recommended, 0 to 10, or steps from 1. */
export type Question = 'nps' | (StepScale & { readonly effort: boolean });

/** What is known of a column beside what stands in it. */
export interface AskedColumn {
  readonly name: string;
  /** A larger number is a worse answer. */
  readonly reversed: boolean;
  /** Somebody says that recommendation was asked in 0 to 10. */
  readonly sure: boolean;
}

const PLAIN: AskedColumn = { name: '', reversed: false, sure: false };

/** An answer that is given once is somebody's slip; more, of more than this share, are the column's. */
const MAX_ODD_SHARE = 0.05;
const NPS_MIDDLE = 5;
const MAX_NPS_SCORE = 10;
/** Recommendation of which nobody gave more was most likely asked in five or in seven steps. */
const SHORT_SCALE = 7;

/**
 * A column of scores, by all that stands in it. Words say what an option is worth. Where they are not known, or where
 * they and the numbers cannot both be right, nothing of it is read: a number whose meaning is guessed may stand for its
 * contrary.
 */
export function readColumn(
  cells: readonly unknown[],
  asked: Question,
  about: AskedColumn = PLAIN,
): ColumnReading {
  const { reversed } = about;
  // Read as its numbers run, and turned over then: words of agreement stand for numbers too.
  const question: Question = asked !== 'nps' && reversed ? { ...asked, better: 'low' } : asked;
  const given = countedOf(cells);
  const options = optionsOf(given.map(({ said }) => said));
  const fault = scaleFault(given, question, about) ?? faultOf(given, { question, reversed }, options);
  const [lowest, highest] = question === 'nps' ? [0, MAX_NPS_SCORE] : [1, question.scale];
  const read = (cell: unknown): ScoreReading => {
    if (fault !== null) return saidIn(cell) === null ? 'blank' : 'off';
    const score =
      question === 'nps' ? readLikelihood(cell) : readScore(cell, question.scale, { ...question, options });
    return reversed && typeof score === 'number' ? lowest + highest - score : score;
  };
  return { fault, read: remembered(read) };
}

function countedOf(cells: readonly unknown[]): readonly Counted[] {
  const counts = new Map<string, { readonly said: SaidScore; count: number }>();
  for (const cell of cells) {
    const said = saidIn(cell);
    if (said === null) continue;
    const key = `${said.number}|${said.words}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { said, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()];
}

/**
 * Numbers of another scale that lie on this one too are recognised by the name of the column, or by how low all are.
 */
function scaleFault(
  given: readonly Counted[],
  question: Question,
  { name, sure }: AskedColumn,
): ColumnFault | null {
  const stated = statedScale(name);
  if (question !== 'nps')
    return stated !== null && (stated.from !== 1 || stated.to !== question.scale) ? 'other-scale' : null;
  if (sure) return null;
  if (stated !== null) return stated.to === MAX_NPS_SCORE ? null : 'other-scale';
  const numbers = given.flatMap(({ said }) => said.number ?? []);
  return numbers.length > 0 && Math.max(...numbers) <= SHORT_SCALE ? 'short-scale' : null;
}

/**
 * Steps of what is asked in these columns: as names state, else by the largest number, else by what their words
 * distinguish.
 */
export function stepsOf(
  columns: readonly { readonly name: string; readonly values: readonly string[] }[],
): Scale {
  const stated = columns.flatMap(({ name }) => statedScale(name)?.to ?? []);
  const told = SCALES.find((scale) => stated.includes(scale));
  if (told !== undefined && stated.every((each) => each === told)) return told;
  const said = columns.flatMap(({ values }) => values.flatMap((value) => saidIn(value) ?? []));
  const numbers = said.flatMap(({ number, words }) => (number !== null && words === '' ? [number] : []));
  const highest = Math.max(0, ...numbers.filter((number) => number <= MAX_NPS_SCORE));
  if (highest > 7) return 10;
  const options = optionsOf(said);
  const rated = { scale: 7, better: 'high', effort: false } as const;
  const worths = new Set(said.flatMap((each) => byWords(each, rated, options) ?? []));
  return highest > 5 || worths.size > 5 ? 7 : 5;
}

function optionsOf(said: readonly SaidScore[]): OptionWords {
  const worded = [...new Map(said.map((each) => [each.words, each])).values()];
  return {
    has: (words) => worded.some((each) => words.test(each.words)),
    steps: worded.flatMap(({ step }) => step ?? []),
  };
}

type Counted = { readonly said: SaidScore; readonly count: number };

function faultOf(
  given: readonly Counted[],
  { question, reversed }: { readonly question: Question; readonly reversed: boolean },
  options: OptionWords,
): ColumnFault | null {
  const all = given.reduce((sum, { count }) => sum + count, 0);
  const often = (odd: (said: SaidScore) => boolean): boolean => {
    const count = given.reduce((sum, each) => sum + (odd(each.said) ? each.count : 0), 0);
    return count > 1 && count / all > MAX_ODD_SHARE;
  };
  const worth = (said: SaidScore) => worthIn(said, { question, reversed }, options);
  if (often((said) => said.words !== '' && /\p{L}/u.test(said.words) && worth(said) === null))
    return 'unknown-words';
  const highest = question === 'nps' ? MAX_NPS_SCORE : question.scale;
  if (often(({ number, words }) => words === '' && number !== null && number > highest)) return 'off-scale';
  return contradicts(given, question, worth) ? 'contradiction' : null;
}

/** How much it is recommended is not read by words, only held against them. */
function worthIn(
  said: SaidScore,
  { question, reversed }: { readonly question: Question; readonly reversed: boolean },
  options: OptionWords,
): number | null {
  if (question !== 'nps') return byWords(said, question, options);
  return said.step === null ? null : NPS_MIDDLE + (reversed ? -said.step.sign : said.step.sign);
}

/**
 * Options in the order of their numbers become better, or become worse; where some stand as numbers alone, they must
 * become better.
 */
function contradicts(
  given: readonly Counted[],
  question: Question,
  worth: (said: SaidScore) => number | null,
): boolean {
  const options = given.flatMap(({ said }) => {
    const value = worth(said);
    return said.number === null || value === null ? [] : [{ number: said.number, value }];
  });
  const bare = given.some(({ said }) => said.number !== null && said.words === '');
  const middle = question === 'nps' ? NPS_MIDDLE : (question.scale + 1) / 2;
  let [up, down] = [false, false];
  const runs = (numbers: number, values: number) => {
    if (numbers * values > 0) up = true;
    else if (numbers * values < 0) down = true;
  };
  for (const a of options) {
    for (const b of options) runs(a.number - b.number, a.value - b.value);
    // One option that is named shows the direction of those that are not.
    if (bare || question === 'nps') runs(a.number - middle, a.value - middle);
  }
  return down && (up || bare || question === 'nps');
}

/** Options are few; free texts are many. */
const MAX_REMEMBERED_OPTIONS = 200;

function remembered(read: (cell: unknown) => ScoreReading): (cell: unknown) => ScoreReading {
  const known = new Map<unknown, ScoreReading>();
  return (cell) => {
    const told = known.get(cell);
    if (told !== undefined) return told;
    const reading = read(cell);
    if (known.size < MAX_REMEMBERED_OPTIONS) known.set(cell, reading);
    return reading;
  };
}
