/**
 * JSON without losing digits: an integer beyond 2^53 (ids of videos, topics, clusters) comes back as
 * its digits in a string. The types of the standard library do not know the third argument yet.
 */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver?: Reviver) => unknown;

/** @returns undefined when the text is not JSON (which is never a JSON value). Throws nothing. */
export function parseJson(text: string): unknown {
  const body = text.replace(/^\uFEFF/, '');
  try {
    return /\d{16}/.test(body) ? parseWithSource(body, keepDigits) : parseWithSource(body);
  } catch {
    return undefined;
  }
}

function keepDigits(_key: string, value: unknown, context: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object, or null for anything else (arrays too). */
export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The value as trimmed text; numbers become their digits; everything else and blanks are undefined. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A number or a numeric string as a number; undefined for "" and words. */
export function asNumber(value: unknown): number | undefined {
  const text = asText(value);
  const number = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}
