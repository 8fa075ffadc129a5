import { chineseStep } from './chinese-step.ts';
import { englishStep } from './english-step.ts';
import type { Scale } from './survey-use.ts';
import type { Degree, WordStep } from './word-step.ts';

/** The options that a column knows, by their words: what one of them means depends on the others. */
export interface OptionWords {
  readonly has: (words: RegExp) => boolean;
  readonly steps: readonly WordStep[];
}

export const NO_OPTIONS: OptionWords = { has: () => false, steps: [] };

/** The words of an option in Chinese or English or both; null where they are not known or contradict each other. */
export function wordStep(words: string): WordStep | null {
  const [han, latin] = [/\p{Script=Han}/u.test(words), /[a-z]{2}/i.test(words)];
  const chinese = han ? chineseStep(words) : null;
  const english = latin ? englishStep(words) : null;
  if (han && latin && chinese !== null && english !== null && chinese.sign !== english.sign) return null;
  return chinese ?? english;
}

/** What an option of these words is worth on a scale, from 1: the best, or what is most agreed with, is the highest. */
export function worthOf(words: string, step: WordStep, scale: Scale, options: OptionWords): number {
  const side = (scale - 1) / 2;
  const middle = 1 + side;
  const own = ofExcellent(words, options) ?? ofExtremely(words, step, options);
  if (own !== null) return 1 + ((own - 1) * (scale - 1)) / 4;
  if (step.sign === 0 || (step.basic && inTheMiddle(options))) return middle;
  if (scale !== 7) return middle + step.sign * side * (step.degree >= 3 ? 1 : HALF[scale]);
  return middle + step.sign * ofSeven(step.degree, options);
}

/** What is neither very nor in the middle stands half way on 5 steps, and on a whole one of 10. */
const HALF: Readonly<Record<5 | 10, number>> = { 5: 0.5, 10: 2.5 / 4.5 };

/** 满意 above it and nothing else between: the scale of the Chinese government's `好差评` (国办发〔2019〕51号). */
const inTheMiddle = ({ steps }: OptionWords): boolean =>
  steps.some(({ sign, degree, basic }) => sign > 0 && degree === 2 && !basic) &&
  !steps.some(({ sign }) => sign === 0);

/** Steps from the middle of seven. Where both `very` and `extremely` are offered, very is one step less. */
function ofSeven(degree: Degree, { steps }: OptionWords): number {
  const offers = (wanted: Degree) => steps.some((each) => each.sign !== 0 && each.degree === wanted);
  const both = offers(3) && offers(4);
  if (degree === 3 && both) return 2;
  return degree === 2 && both && !offers(1) ? 1 : Math.min(3, degree);
}

/** Of excellent, very good, good, fair and poor, good stands in the middle. */
function ofExcellent(words: string, { has }: OptionWords): number | null {
  const offered = [/\bexcellent\b/i, /\bvery good\b/i, /\b(fair|poor)\b/i].every(has);
  if (!offered || has(/\bvery (poor|bad)\b|\b(bad|terrible|awful|average)\b/i)) return null;
  const order = [/\bexcellent\b/i, /\bvery good\b/i, /\bgood\b/i, /\bfair\b/i, /\bpoor\b/i];
  const place = order.findIndex((word) => word.test(words));
  return place < 0 ? null : 5 - place;
}

/** Of extremely, very, somewhat, not so and not at all, all but the last two are on one side. */
function ofExtremely(
  words: string,
  { sign, degree, negated }: WordStep,
  options: OptionWords,
): number | null {
  const { has, steps } = options;
  const offered = has(/\bextremely\b/i) && has(/\bvery\b/i);
  if (!offered || steps.some((each) => each.sign === 0 || (each.sign < 0 && !each.negated))) return null;
  if (sign === 0) return 3;
  if (negated) return degree === 1 ? 2 : 1;
  if (degree >= 3) return degree + 1;
  return /\b(slightly|a little|a bit)\b/i.test(words) ? 2 : 3;
}
