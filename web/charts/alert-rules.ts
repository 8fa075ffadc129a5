import type { Level } from '../api/client.ts';

/** Labels closer than this part of the chart stand one below the other. */
const CLOSE = 0.13;
/** More alerts than so many close to each other would bury the bars they mark: they share one label. */
const MAX_CLOSE_ALERTS = 3;
const ROWS = 4;
const GRAVEST_FIRST = ['I', 'II', 'III', 'IV'] as const;

/** One alert in one place: the levels it went through there. */
export interface AlertRise {
  readonly at: number;
  readonly levels: readonly Level[];
}

export interface AlertLabel {
  readonly at: number;
  readonly words: string;
  /** Its colour: the one reached last, of several alerts the gravest. */
  readonly level: Level;
}

/** `蓝 → 橙` of each alert; of many close to each other one label, `红 ×28 · 橙 ×3`. */
export function alertLabels(
  rises: readonly AlertRise[],
  span: number,
  word: (level: Level) => string,
): readonly AlertLabel[] {
  const sorted = rises.filter(({ levels }) => levels.length > 0).toSorted((a, b) => a.at - b.at);
  const labels: AlertLabel[] = [];
  for (let from = 0; from < sorted.length; ) {
    const first = sorted[from]?.at ?? 0;
    const close = sorted.slice(from).filter(({ at }) => at === first || at - first < span * CLOSE);
    labels.push(
      ...(close.length > MAX_CLOSE_ALERTS
        ? [counted(close, word)]
        : close.map((rise) => toAlertLabel(rise, word))),
    );
    from += close.length;
  }
  return labels;
}

const lastOf = ({ levels }: AlertRise): Level => levels.at(-1) ?? 'IV';

function toAlertLabel(rise: AlertRise, word: (level: Level) => string): AlertLabel {
  return { at: rise.at, words: rise.levels.map(word).join(' → '), level: lastOf(rise) };
}

/** The newest of them stands at the end: the rule stands where they began. */
function counted(close: readonly AlertRise[], word: (level: Level) => string): AlertLabel {
  const counts = GRAVEST_FIRST.map((level) => ({
    level,
    count: close.filter((rise) => lastOf(rise) === level).length,
  })).filter(({ count }) => count > 0);
  return {
    at: close[0]?.at ?? 0,
    words: counts.map(({ level, count }) => `${word(level)} ×${count}`).join(' · '),
    level: counts[0]?.level ?? 'IV',
  };
}

/** Each with a row, counted from the top, in which nothing else stands close by. */
export function inRows<T extends { readonly at: number }>(
  marks: readonly T[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly (T & { readonly row: number })[] {
  const found: (T & { row: number })[] = [];
  for (const mark of marks.toSorted((a, b) => a.at - b.at)) {
    if (mark.at < from || mark.at > to) continue;
    const taken = found.filter((each) => mark.at - each.at < (to - from) * CLOSE).map(({ row }) => row);
    const row = [...Array(ROWS).keys()].find((each) => !taken.includes(each)) ?? ROWS - 1;
    found.push({ ...mark, row });
  }
  return found;
}

/** Rough width of a label at 12 px: a Chinese character is square, the rest half as wide. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, unit) => sum + (unit > '\u2e80' ? 12 : 6), 0);
}
