/** A text being edited, and what is selected in it; both ends alike: where the caret stands. */
export interface Editing {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const OFF = '// ';

/** Where the line of an offset begins and ends, without its break. */
export function lineAround(text: string, at: number): { readonly from: number; readonly to: number } {
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const next = text.indexOf('\n', at);
  return { from, to: next < 0 ? text.length : next };
}

/** The line of the caret one place up (−1) or down (1), the caret with it; at the edge nothing moves. */
export function moved({ text, start, end }: Editing, step: -1 | 1): Editing {
  const { from, to } = lineAround(text, start);
  const other = step < 0 ? lineAround(text, from - 1) : lineAround(text, to + 1);
  if (step < 0 ? from === 0 : to === text.length) return { text, start, end };
  const [upper, lower] = step < 0 ? [other, { from, to }] : [{ from, to }, other];
  const swapped = `${text.slice(lower.from, lower.to)}\n${text.slice(upper.from, upper.to)}`;
  const shift = step < 0 ? -(other.to - other.from + 1) : other.to - other.from + 1;
  // What is selected beyond the line does not move with it.
  const last = Math.min(end, to);
  return {
    text: text.slice(0, upper.from) + swapped + text.slice(lower.to),
    start: start + shift,
    end: last + shift,
  };
}

/** Switches the line of the caret off, which keeps it, or on again. */
export function toggled({ text, start, end }: Editing): Editing {
  const { from, to } = lineAround(text, start);
  const line = text.slice(from, to);
  const next = /^\s*\/\//.test(line) ? line.replace(/^(\s*)\/\/\s?/, '$1') : OFF + line;
  const shift = next.length - line.length;
  const stay = (at: number) => Math.min(Math.max(at + shift, from), from + next.length);
  return {
    text: text.slice(0, from) + next + text.slice(to),
    start: stay(start),
    end: stay(Math.min(end, to)),
  };
}

/** Puts words in place of what is selected. */
export function inserted({ text, start, end }: Editing, words: string): Editing {
  const at = start + words.length;
  return { text: text.slice(0, start) + words + text.slice(end), start: at, end: at };
}

/** Puts words on a line of their own: the caret's where it is empty, else a new one below. */
export function insertedBelow({ text, start }: Editing, words: string): Editing {
  const { from, to } = lineAround(text, start);
  if (text.slice(from, to).trim() === '') return inserted({ text, start: from, end: to }, words);
  return inserted({ text, start: to, end: to }, `\n${words}`);
}

/** Puts words before everything on the caret's line. */
export function insertedBefore({ text, start, end }: Editing, words: string): Editing {
  const { from } = lineAround(text, start);
  const next = inserted({ text, start: from, end: from }, words);
  return { text: next.text, start: start + words.length, end: end + words.length };
}

/** The offset of a place; lines and columns begin at 1. */
export function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1);
  const at = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  return Math.min(at, text.length);
}
