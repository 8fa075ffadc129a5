import { wordStep } from './option-words.ts';
import type { WordStep } from './word-step.ts';

/** The ends of a scale as the name of a column states them: 1 and 5. */
export interface StatedScale {
  readonly from: number;
  readonly to: number;
}

/** Where a larger number runs by the key of a name: `1=非常满意，5=非常不满意` runs down. */
export interface StatedRun {
  readonly down: boolean;
  /** Of the words of the key: how good it is, or how much it is so. */
  readonly of: WordStep['of'];
}

/** `3、`, `Q3.`, `1-2 `: the place of a question in its form. */
const NUMBERING =
  /^\s*(?:q\s*)?(?:\d{1,3}(?:[-.]\d{1,3})*)\s*[、.:)）]?\s*(?![-\d]|\s*(?:分|点|级|星|point|[=:]))/i;
const RANGE =
  /(?<![\d.])([01])\s*(?:分|星|级|points?)?\s*(?:-|–|—|~|∼|至|到|\bto\b)\s*(\d{1,3})(?!\d)\s*(分|颗?星|级|点|points?|stars?)?\s*(?=([),，,;;:：=。)】\]]|$)?)/gi;
const BEFORE_RANGE = /(scale( of)?|from|量表|评分|打分|分值|满分)\s*[::]?\s*[(]?\s*$/i;
const STEPS = /(?<!\d)(\d{1,2}|[三四五七九十])\s*[-]?\s*(?:(?:分|级|点|星)(?:制|量表|评分)|-?\s*point\b)/i;
const WORDED: Readonly<Record<string, number>> = { 三: 3, 四: 4, 五: 5, 七: 7, 九: 9, 十: 10 };
const MIN_SCALE_STEPS = 3;

const KEY =
  /(?<![\d.])(\d{1,2})\s*(分(?!钟)|颗?星|级|points?|stars?)?\s*(=+|:|为|是|表示|代表|指|-+|—+|\bbeing\b|\bmeans?\b|\bis\b|[(]|)\s*["“「']?(\p{Script=Han}{1,10}|[a-z][a-z' ]{2,40})/giu;
/** Of one pair alone these ends are known. */
const [LOW_END, HIGH_END] = [1, 5];

const plain = (name: string): string => name.normalize('NFKC').replace(NUMBERING, '').trim();

/** The scale that a name states in so many words; null where it states none. Of several the longest is meant. */
export function statedScale(name: string): StatedScale | null {
  const text = plain(name);
  const ranges = [...text.matchAll(RANGE)].flatMap(({ 1: from, 2: to, 3: unit, 4: end, index }) => {
    const told =
      from === '0' ||
      unit !== undefined ||
      BEFORE_RANGE.test(text.slice(0, index)) ||
      inBrackets(text, index, end);
    return told && Number(to) >= MIN_SCALE_STEPS ? [{ from: Number(from), to: Number(to) }] : [];
  });
  const [, worded = ''] = STEPS.exec(text) ?? [];
  const steps = WORDED[worded] ?? Number(worded);
  const keyed = keysIn(text).map(({ number }) => number);
  const ends = keyed.length > 1 ? [{ from: Math.min(...keyed), to: Math.max(...keyed) }] : [];
  const all = [
    ...ranges,
    ...(steps >= MIN_SCALE_STEPS ? [{ from: 1, to: steps }] : []),
    ...ends.filter(({ from, to }) => from <= 1 && to >= MIN_SCALE_STEPS),
  ];
  return all.toSorted((a, b) => b.to - a.to)[0] ?? null;
}

const inBrackets = (text: string, index: number, end: string | undefined): boolean =>
  end !== undefined && /[([（【]\s*$/.test(text.slice(0, index));

/** Which way numbers run by what a name says of them; null where it says nothing, or no one way. */
export function statedRun(name: string): StatedRun | null {
  const keys = keysIn(plain(name)).filter(({ step }) => step.sign !== 0 && step.of !== 'amount');
  const [first, ...others] = keys;
  if (first === undefined) return null;
  if (others.length === 0) {
    const side = first.number <= LOW_END ? -1 : first.number >= HIGH_END ? 1 : 0;
    return side === 0 || !first.told ? null : { down: side * first.step.sign < 0, of: first.step.of };
  }
  const height = ({ step }: Key) => step.sign * step.degree;
  const runs = keys.flatMap((a) =>
    keys.map((b) => Math.sign((a.number - b.number) * (height(a) - height(b)))),
  );
  const [up, down] = [runs.includes(1), runs.includes(-1)];
  return up === down ? null : { down, of: first.step.of };
}

interface Key {
  readonly whole: string;
  readonly number: number;
  readonly step: WordStep;
  /** By a sign between both or a unit, not by standing side by side. */
  readonly told: boolean;
}

function keysIn(text: string): readonly Key[] {
  return [...text.matchAll(KEY)].flatMap(([whole, number, unit = '', sign = '', words = '']) => {
    const step = wordStep(words.replace(/^(为|是|表示|代表|指)|[到至]$|\b(and|to|with)\b.*$/gi, '').trim());
    return step === null ? [] : [{ whole, number: Number(number), step, told: unit + sign !== '' }];
  });
}

/** What a name asks, without what it says of its scale. */
export function withoutKey(name: string): string {
  const bare = plain(name).replace(/[([【][^)\]】]*\d[^)\]】]*[)\]】]/g, ' ');
  return keysIn(bare).reduce((text, { whole, told }) => (told ? text.replace(whole, ' ') : text), bare);
}
