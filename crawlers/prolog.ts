/** One piece of what may stand before a root element. */
const PIECE = /^(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>)/i;
/** Further pieces are no prolog of anybody: they were put there to be read for ever. */
const MAX_PROLOG_PIECES = 1_000;

/**
 * A document from its root element on, without declarations, comments and white space before it. Piece by piece:
 * an expression that repeats over them all can part a row of comments in more ways than time allows to try.
 */
export function withoutProlog(text: string): string {
  let rest = text.startsWith('\uFEFF') ? text.slice(1) : text;
  for (let piece = 0; piece < MAX_PROLOG_PIECES; piece += 1) {
    const found = PIECE.exec(rest);
    if (found === null) break;
    rest = rest.slice(found[0].length);
  }
  return rest;
}
