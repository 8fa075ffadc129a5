import { asObject, asText, type JsonObject } from '../json/json.ts';

/**
 * The reviews of one page of Apple's feed, null when the value is no such page. `entry` is a list, one
 * object, or absent; the app itself has been among them, without a rating.
 */
export function reviewsOf(value: unknown): readonly JsonObject[] | null {
  const feed = asObject(asObject(value)?.feed);
  if (feed === null) return null;
  const entries = Array.isArray(feed.entry) ? feed.entry : feed.entry === undefined ? [] : [feed.entry];
  const reviews = entries
    .map(asObject)
    .filter((entry) => entry !== null)
    .filter((entry) => labelOf(entry['im:rating']) !== undefined);
  return entries.length > 1 && reviews.length === 0 ? null : reviews;
}

/** A value as Apple's JSON wraps it: `{ "label": "5" }`. */
export function labelOf(value: unknown): string | undefined {
  return asText(asObject(value)?.label);
}

/** The app's number, alone or out of the address of its page; what is neither stays as it is. */
export function appIdOf(app: unknown): string {
  const text = String(app).trim();
  return encodeURIComponent(/\bid(\d+)/.exec(text)?.[1] ?? text);
}

/** The countries whose stores are wanted, each once; what is no code of a country stays in the list. */
export function storesOf(countries: unknown): readonly string[] {
  const listed = String(countries ?? '').toLowerCase();
  return [...new Set(listed.match(/[^\s,，、;；]+/g) ?? ['cn'])];
}
