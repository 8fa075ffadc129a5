import { parseExactJson } from '../../server/core/exact-json.ts';

/**
 * JSON with the digits of its ids.
 * @returns undefined when the text is not JSON (which is never a JSON value). Throws nothing.
 */
export function parseJson(text: string): unknown {
  try {
    return parseExactJson(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
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
