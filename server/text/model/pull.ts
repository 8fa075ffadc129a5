import { COLUMN, COLUMNS, EMOTION_COLUMNS } from './layout.ts';
import {
  type Mixed,
  type Opinions,
  type Settings,
  SIDE_OF_REPOSTS,
  SIX_WAY,
  type SixWay,
  TWO_WAY,
} from './mixture.ts';

/** An expert that has less of a say than this explains nothing. */
const LEAST_SHARE = 0.05;

/**
 * How much each column of the table pulls a text towards positive: the slope of the log-odds of positive
 * against negative, each expert weighed by its share. With one expert it is exact; between experts it is the
 * linear part.
 */
export function pullOf(opinions: Opinions, { shares }: Mixed, settings: Settings): readonly number[] {
  const pull = new Array<number>(COLUMNS).fill(0);
  const add = (column: number, value: number) => {
    pull[column] = (pull[column] as number) + value;
  };
  const judge = shares.stack < LEAST_SHARE ? 0 : shares.stack;
  const judged = (input: number) =>
    judge * ((settings.stack[2]?.[input] ?? 0) - (settings.stack[0]?.[input] ?? 0));
  TWO_WAY.forEach((name, at) => {
    const own = shares[name] < LEAST_SHARE ? 0 : shares[name] * settings.platt[name].slope;
    add(COLUMN[name], own + judged(at));
  });
  SIX_WAY.forEach((name, at) => {
    const own = shares[name] < LEAST_SHARE ? 0 : shares[name];
    const value = own + judged(TWO_WAY.length + at * 2);
    add(COLUMN.repost, own * SIDE_OF_REPOSTS * settings.platt.repost.slope);
    if (value !== 0) addEmotions(add, name, value * settings.emotion[name].slope, opinions.six[name]);
  });
  const car = (shares.car < LEAST_SHARE ? 0 : shares.car) + judged(TWO_WAY.length + SIX_WAY.length * 2);
  if (car !== 0) {
    add(COLUMN.car, -car);
    add(COLUMN.car + 2, car);
  }
  return pull;
}

/** Joy pulls up; anger, sadness and fear pull down, each as far as it is what is felt. */
function addEmotions(
  add: (column: number, value: number) => void,
  name: SixWay,
  value: number,
  six: readonly number[],
): void {
  const column = COLUMN[name];
  const joy = EMOTION_COLUMNS.indexOf('joy');
  add(column + joy, value);
  const dark = [0, 1, 2];
  const total = dark.reduce((sum, c) => sum + (six[c] as number), 1e-9);
  for (const c of dark) add(column + c, (-value * (six[c] as number)) / total);
}
