import { createHash } from 'node:crypto';
import { asNumber } from './cell-number.ts';
import { type ImportField, mapColumns } from './import-columns.ts';
import type { ImportRow } from './import-row.ts';
import { hasLostDigits } from './own-export.ts';

/** What the columns of files of one shape mean: field → column, or the dot path of a value in JSON. */
export interface ImportMapping {
  readonly fields: Readonly<Partial<Record<ImportField, string>>>;
  /** Platform of rows that name none. */
  readonly platform: string;
}

/** A mapping that is remembered, found again by name or by the shape of a file. */
export interface SavedMapping {
  readonly id: number;
  readonly name: string;
  readonly mapping: ImportMapping;
  readonly createdAt: number;
  readonly usedAt: number;
}

/** What `POST /api/ingest` expects of an item. */
export const PUSH_FIELDS: ImportMapping['fields'] = {
  text: 'text',
  title: 'title',
  time: 'publishedAt',
  id: 'externalId',
  author: 'author',
  url: 'url',
  platform: 'platform',
  likes: 'metrics.likes',
  comments: 'metrics.comments',
  reposts: 'metrics.reposts',
  views: 'metrics.views',
  rating: 'rating',
  region: 'region',
};

const MAX_NESTING_DEPTH = 4;
const MAX_COLUMNS = 300;

/** The value under a column's name, or else at the end of a path: `user.name`, `list.0.text`. */
export function cellAt(cells: Readonly<Record<string, unknown>>, column: string): unknown {
  if (Object.hasOwn(cells, column)) return cells[column];
  let value: unknown = cells;
  for (const part of column.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

/** Every column that some of these rows have; values within objects by their path. */
export function columnsOf(rows: readonly ImportRow[]): readonly string[] {
  const found = new Set<string>();
  const walk = (value: object, above: string, depth: number): void => {
    for (const [name, inner] of Object.entries(value)) {
      if (found.size >= MAX_COLUMNS) return;
      const column = above + name;
      const deeper = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
      if (deeper && !(inner instanceof Date) && depth < MAX_NESTING_DEPTH)
        walk(inner, `${column}.`, depth + 1);
      else if (column.trim() !== '') found.add(column);
    }
  };
  for (const row of rows) if ('cells' in row) walk(row.cells, '', 1);
  return [...found];
}

/** The shape of a file: equal for files with the same columns, in whatever order. */
export function fingerprintOf(columns: readonly string[]): string {
  const sorted = columns.map((column) => column.normalize('NFKC').trim()).toSorted();
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url').slice(0, 22);
}

/**
 * What the columns mean by their names. A column of numbers is no text; a column for ids that names two different rows
 * alike, or whose digits a spreadsheet has rounded, is none.
 */
export function fieldsByName(
  columns: readonly string[],
  rows: readonly ImportRow[],
): ImportMapping['fields'] {
  const cells = cellsOf(rows);
  return withoutRepeated(mapColumns(columns, numbersIn(columns, cells)), cells);
}

/** The same, and where no column is named like a text, the one with the longest words is taken for it. */
export function guessFields(columns: readonly string[], rows: readonly ImportRow[]): ImportMapping['fields'] {
  const cells = cellsOf(rows);
  const named = mapColumns(columns, numbersIn(columns, cells));
  if (named.text !== undefined || named.title !== undefined) return withoutRepeated(named, cells);
  const taken = new Set(Object.values(named));
  const text = wordiest(
    columns.filter((column) => !taken.has(column)),
    cells,
  );
  return withoutRepeated(text === null ? named : { ...named, text }, cells);
}

function cellsOf(rows: readonly ImportRow[]): readonly Cells[] {
  return rows.flatMap((row) => ('cells' in row ? [row.cells] : []));
}

/** An id that is one goes last. */
function withoutRepeated(fields: ImportMapping['fields'], cells: readonly Cells[]): ImportMapping['fields'] {
  const { id, ...others } = fields;
  if (id === undefined || repeats(id, others.text ?? others.title, cells)) return others;
  return { ...others, id };
}

/** Columns that hold numbers and nothing else. */
function numbersIn(columns: readonly string[], rows: readonly Cells[]): ReadonlySet<string> {
  const isNumbers = (column: string) => {
    const told = rows.map((cells) => cellAt(cells, column)).filter((cell) => cell !== null);
    const numbers = told.map((cell) => asNumber(cell));
    return numbers.some((each) => typeof each === 'number') && numbers.every((each) => each !== null);
  };
  return new Set(columns.filter(isNumbers));
}

type Cells = Readonly<Record<string, unknown>>;

/** Shorter than this on average it is a code, a name or a category. */
const WORDY = 12;

function wordiest(columns: readonly string[], rows: readonly Cells[]): string | null {
  let best: string | null = null;
  let most = WORDY;
  for (const column of columns) {
    const words = rows.map((cells) => cellAt(cells, column)).filter((cell) => typeof cell === 'string');
    const prose = words.filter((word) => /\p{L}{2}/u.test(word) && !/^https?:/i.test(word));
    const mean = prose.reduce((sum, word) => sum + word.length, 0) / Math.max(1, rows.length);
    if (mean > most) [best, most] = [column, mean];
  }
  return best;
}

function repeats(id: string, text: string | undefined, rows: readonly Cells[]): boolean {
  const seen = new Map<unknown, unknown>();
  for (const cells of rows) {
    const key = cellAt(cells, id);
    if (key === undefined || key === null || key === '') continue;
    if (typeof key === 'string' && hasLostDigits(key.trim())) return true;
    const words = text === undefined ? null : cellAt(cells, text);
    if (seen.has(key) && seen.get(key) !== words) return true;
    seen.set(key, words);
  }
  return false;
}
