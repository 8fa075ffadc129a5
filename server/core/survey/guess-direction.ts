import { statedRun, withoutKey } from './column-name.ts';
import { type Question, readColumn } from './score-column.ts';
import { asksContrary, saysBad } from './statement-side.ts';
import type { Scale, SurveyUse } from './survey-use.ts';

/** A column of scores and what it is taken for. */
export interface DirectedColumn {
  readonly name: string;
  readonly values: readonly string[];
  readonly use: SurveyUse;
}

const HARD = /费力|费劲|精力|力气|付出|effort/i;
const EASY = /不费力|不费劲|省力|容易|轻松|easy/i;

/**
 * Whether a larger number of a column is a worse answer: by what its name says of the numbers, by a statement that says
 * something bad, and where numbers and words of its options cannot both be right otherwise.
 */
export function guessReversed(column: DirectedColumn, scale: Scale): boolean {
  const guess = byName(column);
  const steps: Question = column.use === 'csat' ? { scale: 5, ...RATED } : { scale, ...RATED };
  const question = column.use === 'nps' ? 'nps' : steps;
  const contradicts = (reversed: boolean) =>
    readColumn(column.values, question, { name: '', reversed, sure: true }).fault === 'contradiction';
  return contradicts(guess) && !contradicts(!guess) ? !guess : guess;
}

const RATED = { better: 'high', effort: false } as const;

function byName({ name, use }: DirectedColumn): boolean {
  const run = statedRun(name);
  if (run !== null && (run.of === 'worth' || use === 'nps')) return run.down;
  const contrary = use.includes('.') ? saysBad(withoutKey(name)) : asksContrary(withoutKey(name));
  return contrary !== (run?.down ?? false);
}

/** Which end of a question about effort is the easier. */
export function guessEase({ name, values }: Omit<DirectedColumn, 'use'>, scale: Scale): 'high' | 'low' {
  const run = statedRun(name);
  const asked = withoutKey(name);
  const hard = HARD.test(asked) && !EASY.test(asked);
  const low = run === null ? hard : run.of === 'worth' ? run.down : hard !== run.down;
  const guess = low ? 'low' : 'high';
  const other = low ? 'high' : 'low';
  const contradicts = (better: 'high' | 'low') =>
    readColumn(values, { scale, better, effort: true }).fault === 'contradiction';
  return contradicts(guess) && !contradicts(other) ? other : guess;
}
