import { parseJson } from './json.ts';

/** JSON that stops in the middle. */
export interface BrokenJson {
  /** What stands before the break, whole elements only; absent where no list had begun. */
  readonly value?: unknown;
}

/**
 * What is left of JSON that breaks off: everything up to the last whole element of its outermost list that is still
 * open. What stands within an element that is cut is no part of it: half a post would pass for a whole one.
 * @returns undefined when the text is no JSON that breaks off
 */
export function recoverJson(text: string): BrokenJson | undefined {
  const body = text.replace(/^\uFEFF/, '').trimStart();
  if (!/^[{[]/.test(body)) return undefined;
  const open = openAtEnd(body);
  if (open === null || open.length === 0) return undefined;
  const outermost = open.findIndex(({ closing }) => closing === ']');
  if (outermost < 0) return {};
  const kept = open.slice(0, outermost + 1);
  const closings = kept.map(({ closing }) => closing).reverse();
  const value = parseJson(`${body.slice(0, kept.at(-1)?.end)}${closings.join('')}`);
  return value === undefined ? undefined : { value };
}

interface Open {
  readonly closing: string;
  /** Where its last whole element ends. */
  end: number;
}

const CLOSINGS: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** Lists and objects that nothing closes, outermost first; null where one is closed by the other's sign. */
function openAtEnd(body: string): readonly Open[] | null {
  const open: Open[] = [];
  for (let at = 0; at < body.length; at += 1) {
    const sign = body.charAt(at);
    const closing = CLOSINGS[sign];
    if (sign === '"') at = endOfString(body, at);
    else if (closing !== undefined) open.push({ closing, end: at + 1 });
    else if (sign === '}' || sign === ']') {
      if (open.pop()?.closing !== sign) return null;
      markEnd(open, at + 1);
    } else if (sign === ',') markEnd(open, at);
  }
  return open;
}

function markEnd(open: readonly Open[], at: number): void {
  const inner = open.at(-1);
  if (inner !== undefined) inner.end = at;
}

/** Where the sign is that ends the string which begins at `from`; the end of the text where nothing does. */
function endOfString(body: string, from: number): number {
  let at = from + 1;
  while (at < body.length && body[at] !== '"') at += body[at] === '\\' ? 2 : 1;
  return at;
}
