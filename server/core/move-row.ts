/** What a column holds, whatever the engine calls it. */
export type ColumnKind = 'number' | 'text' | 'json' | 'bytes';

export type Value = string | number | Uint8Array | null;

/** How JSON writes what PostgreSQL takes neither in texts nor in JSON: NUL and halves of a pair. */
const STRANGE = /\\u(0000|d[89a-f])/i;

/**
 * A value as both engines can hold it: without NUL, which PostgreSQL has no place for, and without halves of
 * a character. Nearly every value is handed back as it came.
 */
export function storable(value: Value, kind: ColumnKind): Value {
  if (typeof value !== 'string') return value;
  if (kind !== 'json') return cleared(value);
  if (!STRANGE.test(value) && value.isWellFormed() && !value.includes('\0')) return value;
  return JSON.stringify(clearedParts(JSON.parse(cleared(value))));
}

function clearedParts(part: unknown): unknown {
  if (typeof part === 'string') return cleared(part);
  if (Array.isArray(part)) return part.map(clearedParts);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, each]) => [cleared(key), clearedParts(each)]));
}

function cleared(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '') : whole;
}

/** A row in the one form that is the same on both engines: keys of JSON in order, bytes in hex. */
export function canonicalRow(row: readonly Value[], kinds: readonly ColumnKind[]): string {
  return JSON.stringify(row.map((value, at) => canonical(value, kinds[at] ?? 'text')));
}

function canonical(value: Value, kind: ColumnKind): unknown {
  if (value === null) return null;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return Buffer.from(value).toString('hex');
  const text = storable(value, kind) as string;
  return kind === 'json' ? inOrder(JSON.parse(text)) : text;
}

/** JSON as this code writes it: without white space; with its keys in order, as settings of feeds are compared. */
export function plainJson(text: string): string {
  return JSON.stringify(inOrder(JSON.parse(text)));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  // Without a prototype every key is one like any other.
  const sorted: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).sort()) sorted[key] = inOrder((value as Record<string, unknown>)[key]);
  return sorted;
}
