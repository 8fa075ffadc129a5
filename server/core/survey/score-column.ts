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
import type { Scale } from './survey-use.ts';

/**
 * Why a column is not counted. `off-scale`: its numbers are of another scale. `unknown-words`: its options tell in words
 * that are not known what they mean. `contradiction`: by their words its options run another way than by their numbers.
 */
export type ColumnFault = 'off-scale' | 'unknown-words' | 'contradiction';

export interface ColumnReading {
  readonly fault: ColumnFault | null;
  /** Everything that was answered is off in a column with a fault. */
  readonly read: (cell: unknown) => ScoreReading;
}

/** How much it is recommended, 0 to 10, or steps from 1. */
export type Question = 'nps' | (StepScale & { readonly effort: boolean });

/** An answer that is given once is somebody's slip; more, of more than this share, are the column's. */
const MOST_ODD = 0.05;
const NPS_MIDDLE = 5;
const MOST_NUMBER = 10;

/**
 * A column of scores, by all that stands in it. Words tell what an option is worth. Where they are not known, or where
 * they and the numbers cannot both be right, nothing of it is read: a number whose meaning is guessed may stand for its
 * contrary.
 */
export function readColumn(cells: readonly unknown[], question: Question): ColumnReading {
  const counts = new Map<string, { readonly said: SaidScore; count: number }>();
  for (const cell of cells) {
    const said = saidIn(cell);
    if (said === null) continue;
    const key = `${said.number}|${said.words}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { said, count: 1 });
    else known.count += 1;
  }
  const given = [...counts.values()];
  const options = optionsOf(given.map(({ said }) => said));
  const fault = faultOf(given, question, options);
  const read = (cell: unknown): ScoreReading => {
    if (fault !== null) return saidIn(cell) === null ? 'blank' : 'off';
    if (question === 'nps') return readLikelihood(cell);
    return readScore(cell, question.scale, { ...question, options });
  };
  return { fault, read: remembered(read) };
}

/** Steps of what is asked in these columns: by the largest number, else by how many steps their words tell apart. */
export function stepsOf(columns: readonly (readonly string[])[]): Scale {
  const said = columns.flatMap((values) => values.flatMap((value) => saidIn(value) ?? []));
  const numbers = said.flatMap(({ number, words }) => (number !== null && words === '' ? [number] : []));
  const highest = Math.max(0, ...numbers.filter((number) => number <= MOST_NUMBER));
  if (highest > 7) return 10;
  const options = optionsOf(said);
  const rated = { scale: 7, better: 'high', effort: false } as const;
  const told = new Set(said.flatMap((each) => byWords(each, rated, options) ?? []));
  return highest > 5 || told.size > 5 ? 7 : 5;
}

function optionsOf(said: readonly SaidScore[]): OptionWords {
  const worded = [...new Map(said.map((each) => [each.words, each])).values()];
  return {
    has: (words) => worded.some((each) => words.test(each.words)),
    steps: worded.flatMap(({ step }) => step ?? []),
  };
}

type Counted = { readonly said: SaidScore; readonly count: number };

function faultOf(given: readonly Counted[], question: Question, options: OptionWords): ColumnFault | null {
  const all = given.reduce((sum, { count }) => sum + count, 0);
  const often = (odd: (said: SaidScore) => boolean): boolean => {
    const count = given.reduce((sum, each) => sum + (odd(each.said) ? each.count : 0), 0);
    return count > 1 && count / all > MOST_ODD;
  };
  const worth = (said: SaidScore) => worthIn(said, question, options);
  if (often((said) => said.words !== '' && /\p{L}/u.test(said.words) && worth(said) === null))
    return 'unknown-words';
  const highest = question === 'nps' ? MOST_NUMBER : question.scale;
  if (often(({ number, words }) => words === '' && number !== null && number > highest)) return 'off-scale';
  return contradicts(given, question, worth) ? 'contradiction' : null;
}

/** How much it is recommended is not read by words, only held against them. */
function worthIn(said: SaidScore, question: Question, options: OptionWords): number | null {
  if (question !== 'nps') return byWords(said, question, options);
  return said.step === null ? null : NPS_MIDDLE + said.step.sign;
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
    // One option that is named tells the way of those that are not.
    if (bare || question === 'nps') runs(a.number - middle, a.value - middle);
  }
  return down && (up || bare || question === 'nps');
}

/** Options are few; free texts are many. */
const MOST_REMEMBERED = 200;

function remembered(read: (cell: unknown) => ScoreReading): (cell: unknown) => ScoreReading {
  const known = new Map<unknown, ScoreReading>();
  return (cell) => {
    const told = known.get(cell);
    if (told !== undefined) return told;
    const reading = read(cell);
    if (known.size < MOST_REMEMBERED) known.set(cell, reading);
    return reading;
  };
}
