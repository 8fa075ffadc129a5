/** A stretch of a template's line: words as they are, or what stands in braces. */
export type Token =
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'field'; readonly name: string; readonly option: string | null; readonly at: number };

const OPEN = '{{';
const CLOSE = '}}';

/**
 * Cuts a line at its braces. `at` counts UTF-16 units from the beginning of the line. A name ends at a colon, Chinese or
 * not; what follows is its option.
 * @returns the stretches, and where braces open that nothing closes; null: everywhere they are closed
 */
export function scanLine(line: string): {
  readonly tokens: readonly Token[];
  readonly unclosed: number | null;
} {
  const tokens: Token[] = [];
  let at = 0;
  while (at < line.length) {
    const open = line.indexOf(OPEN, at);
    if (open < 0) break;
    if (open > at) tokens.push({ kind: 'text', text: line.slice(at, open), at });
    const close = line.indexOf(CLOSE, open);
    // Braces that open again before they close were never closed.
    const again = line.indexOf(OPEN, open + OPEN.length);
    if (close < 0 || (again >= 0 && again < close)) return { tokens, unclosed: open };
    tokens.push(fieldToken(line.slice(open + OPEN.length, close), open));
    at = close + CLOSE.length;
  }
  if (at < line.length) tokens.push({ kind: 'text', text: line.slice(at), at });
  return { tokens, unclosed: null };
}

function fieldToken(inside: string, at: number): Token {
  const colon = inside.search(/[:：]/);
  if (colon < 0) return { kind: 'field', name: inside.trim(), option: null, at };
  return {
    kind: 'field',
    name: inside.slice(0, colon).trim(),
    option: inside.slice(colon + 1).trim(),
    at,
  };
}
