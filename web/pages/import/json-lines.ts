const LISTS = ['posts', 'items', 'data', 'list', 'rows', 'records', 'results', 'result'];

/**
 * One object on each line, of a list, of a list within an object (also one deeper), or of one object. Whole
 * numbers beyond 2^53 (ids) become their digits in a string, as the server reads them.
 * @throws SyntaxError when it is no JSON
 */
export function toLines(json: string): string {
  const value = parseExactJson(json);
  const items = Array.isArray(value)
    ? value
    : (listIn(value) ??
      Object.values(Object(value))
        .map(listIn)
        .find((list) => list !== undefined) ?? [value]);
  return items.map((item) => `${JSON.stringify(item)}\n`).join('');
}

function listIn(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const found = LISTS.map((name) => (value as Record<string, unknown>)[name]).find(Array.isArray);
  return found as readonly unknown[] | undefined;
}

/** A whole number of 16 digits or more, as JSON writes one, and what stands before it. */
const LONG_NUMBER = /(^|[\s:,[])(-?[1-9]\d{15,})(?=[\s,\]}]|$)/;
const LONG_NUMBERS = new RegExp(LONG_NUMBER, 'g');

/** As server/core/exact-json.ts; but not every browser can tell what a number was written as. */
function parseExactJson(text: string): unknown {
  // First as it is: what is no JSON must not become some by quotation marks of ours.
  const value: unknown = JSON.parse(text);
  return LONG_NUMBER.test(text) ? JSON.parse(quoteLongNumbers(text)) : value;
}

/** Between its quotation marks JSON is in turn outside and inside of strings, but for marks that are escaped. */
function quoteLongNumbers(json: string): string {
  let inside = false;
  const pieces = json.split('"').map((piece) => {
    const told = inside || piece.length < 16 ? piece : piece.replace(LONG_NUMBERS, quoteUnsafe);
    inside = !inside || endsEscaping(piece);
    return told;
  });
  return pieces.join('"');
}

function quoteUnsafe(whole: string, before: string, digits: string): string {
  return Number.isSafeInteger(Number(digits)) ? whole : `${before}"${digits}"`;
}

function endsEscaping(piece: string): boolean {
  return piece.endsWith('\\') && /(^|[^\\])(\\\\)*\\$/.test(piece);
}
