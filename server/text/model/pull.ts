import { COLUMN, COLUMNS, EMOTION_COLUMNS } from './layout.ts';
import {
  type Mixed,
  type Opinions,
  type Settings,
  SIDE_OF_REPOSTS,
  SIX_WAY,
  type SixWay,
  TWO_WAY,
  type TwoWay,
} from './mixture.ts';

/** An expert that has less of a say than this explains nothing. */
const MIN_SHARE = 0.05;
const JOY = EMOTION_COLUMNS.indexOf('joy');
/** Anger, sadness and fear come first. */
const DARK = 3;
/** Keeps what is divided by above 0. */
const SLIGHT = 1e-9;

/** Of the text in hand. */
const pull = new Float64Array(COLUMNS);

/**
 * How much each column of the table pulls a text towards positive: the slope of the log-odds of positive
 * against negative, each expert weighed by its share. With one expert it is exact; between experts it is the
 * linear part. The next call overwrites what it returns.
 */
export function pullOf(opinions: Opinions, { shares }: Mixed, settings: Settings): Float64Array {
  pull.fill(0);
  const judge = shares.stack < MIN_SHARE ? 0 : shares.stack;
  const judged = (input: number) =>
    judge * ((settings.stack[2]?.[input] ?? 0) - (settings.stack[0]?.[input] ?? 0));
  for (let at = 0; at < TWO_WAY.length; at++) {
    const name = TWO_WAY[at] as TwoWay;
    const own = shares[name] < MIN_SHARE ? 0 : shares[name] * settings.platt[name].slope;
    add(COLUMN[name], own + judged(at));
  }
  for (let at = 0; at < SIX_WAY.length; at++) {
    const name = SIX_WAY[at] as SixWay;
    const own = shares[name] < MIN_SHARE ? 0 : shares[name];
    const value = own + judged(TWO_WAY.length + at * 2);
    add(COLUMN.repost, own * SIDE_OF_REPOSTS * settings.platt.repost.slope);
    if (value !== 0) addEmotions(COLUMN[name], value * settings.emotion[name].slope, opinions.six[name]);
  }
  const car = (shares.car < MIN_SHARE ? 0 : shares.car) + judged(TWO_WAY.length + SIX_WAY.length * 2);
  if (car !== 0) {
    add(COLUMN.car, -car);
    add(COLUMN.car + 2, car);
  }
  return pull;
}

function add(column: number, value: number): void {
  pull[column] = (pull[column] as number) + value;
}

/** Joy pulls up; anger, sadness and fear pull down, each as far as it is what is felt. */
function addEmotions(column: number, value: number, six: readonly number[]): void {
  add(column + JOY, value);
  let total = SLIGHT;
  for (let c = 0; c < DARK; c++) total += six[c] as number;
  for (let c = 0; c < DARK; c++) add(column + c, (-value * (six[c] as number)) / total);
}
