/** The types of the standard library do not know the third argument yet. */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** Signs of a whole number of 16 digits or more. Most texts have none, and asking for sources takes long. */
const LONG_NUMBER = /(?:^|[\s:,[])-?[1-9]\d{15,}(?:[\s,\]}]|$)/;

/**
 * JSON without losing digits: a whole number beyond 2^53 (ids of videos, topics, comments) comes back as its
 * digits in a string, everything else as JSON.parse has it.
 * @throws SyntaxError as JSON.parse does
 */
export function parseExactJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  try {
    return parseWithSource(text, keepDigits);
  } catch (fault) {
    // Revivers go down by recursion: a value nested too deeply for that has its numbers quoted beforehand.
    if (fault instanceof RangeError) return JSON.parse(text.replace(STRING_OR_NUMBER, quoteLong));
    throw fault;
  }
}

const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function quoteLong(token: string): string {
  return /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}

function keepDigits(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}
