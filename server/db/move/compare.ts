import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalRow, storable, type Value } from '../../core/move-row.ts';
import type { Db } from '../database.ts';
import { engineOf } from '../engine/engine.ts';
import { countRows, tokensOf } from './rows.ts';
import { keyOf, openScan, type Row, type Scan } from './scan.ts';
import type { TableShape } from './shape.ts';

/** Rows looked at in one go on either side. */
const ROWS = 500;

/** What a table comes to on one side. */
export interface Sum {
  readonly rows: number;
  /** Of all rows in their canonical form and in the order of their keys, hex. */
  readonly checksum: string;
}

export interface Comparison {
  readonly table: string;
  readonly from: Sum;
  readonly to: Sum;
  readonly same: boolean;
  /** Key of the first row that is not the same on both sides. */
  readonly firstDifference: string | null;
}

/** One side of a table, in lines that are the same on both. */
interface Side {
  /** The next lines, and the key of each for who wants to know; none at the end. */
  next(): Promise<{ readonly lines: readonly string[]; key(at: number): string }>;
  close(): Promise<void>;
}

async function compareSides(
  table: string,
  from: Side,
  to: Side,
  told: (rows: number) => void,
): Promise<Comparison> {
  const [one, other] = [createHash('sha256'), createHash('sha256')];
  const counts = { from: 0, to: 0 };
  let firstDifference: string | null = null;
  for (;;) {
    const [mine, theirs] = await Promise.all([from.next(), to.next()]);
    if (mine.lines.length === 0 && theirs.lines.length === 0) break;
    for (const line of mine.lines) one.update(`${line}\n`);
    for (const line of theirs.lines) other.update(`${line}\n`);
    counts.from += mine.lines.length;
    counts.to += theirs.lines.length;
    const longer = mine.lines.length >= theirs.lines.length ? mine : theirs;
    const at = longer.lines.findIndex((_, index) => mine.lines[index] !== theirs.lines[index]);
    if (at >= 0) firstDifference ??= (at < mine.lines.length ? mine : theirs).key(at);
    told(counts.from);
  }
  await from.close();
  await to.close();
  const sum = (rows: number, hash: typeof one) => ({ rows, checksum: hash.digest('hex').slice(0, 16) });
  const [same, sums] = [firstDifference === null, { from: sum(counts.from, one), to: sum(counts.to, other) }];
  return { table, ...sums, same, firstDifference };
}

function sideOf(scan: Scan, shape: TableShape, lineOf: (row: Row) => string): Side {
  return {
    async next() {
      const rows = await scan.next(ROWS);
      return { lines: rows.map(lineOf), key: (at) => keyOf(shape, rows[at] ?? []).join(', ') };
    },
    close: () => scan.close(),
  };
}

/** Compares a table row by row, with a checksum of each side. Both are views of `readConsistently`. */
export function compareTable(
  from: Db,
  to: Db,
  shape: TableShape,
  told: (rows: number) => void,
): Promise<Comparison> {
  const lineOf = (row: Row) => canonicalRow(row, shape.kinds);
  const [mine, theirs] = [openScan(from, shape, null), openScan(to, shape, null)];
  return compareSides(shape.name, sideOf(mine, shape, lineOf), sideOf(theirs, shape, lineOf), told);
}

const SEARCH: TableShape = {
  name: 'post_search',
  columns: ['post_id', 'body'],
  kinds: ['number', 'text'],
  key: ['post_id'],
};

/**
 * Compares the full text with what the posts of the source are found by. SQLite keeps nothing of it that could
 * be read back: there the rows alone are counted.
 */
export async function compareSearch(
  from: Db,
  to: Db,
  post: TableShape,
  told: (rows: number) => void,
): Promise<Comparison> {
  if (engineOf(to) === 'sqlite') return compareCounts('post_search', [from, 'post'], [to, 'post_search']);
  const read: TableShape = { ...post, columns: ['id', 'title', 'text'] };
  // Of what could be stored there: without NUL, words that it parted stand together.
  const stored = (value: Value) => storable(value, 'text');
  const expected = ([id = 0, title = null, text = '']: Row) =>
    lineOf(id, tokensOf(stored(title), stored(text)).split(' '));
  // As PostgreSQL writes it, each lexeme in quotes: 'ab' 'cd'; none of ours holds a quote.
  const found = ([id = 0, body = '']: Row) => lineOf(id, String(body).replaceAll("'", '').split(' '));
  const [mine, theirs] = [openScan(from, read, null), openScan(to, SEARCH, null)];
  return compareSides('post_search', sideOf(mine, read, expected), sideOf(theirs, SEARCH, found), told);
}

function lineOf(id: Value, tokens: readonly string[]): string {
  const sorted = tokens.filter((token) => token !== '').sort();
  return `${id} ${sorted.join(' ')}`;
}

/** Whether PostgreSQL knows each post again by its own key. */
export async function comparePostKeys(to: Db): Promise<Comparison | null> {
  if (engineOf(to) === 'sqlite') return null;
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from post p join post_key k
      on k.source = p.source and k.external_id = p.external_id and k.post_id = p.id`.execute(to);
  const [known, counted] = [rows[0]?.n ?? 0, await compareCounts('post_key', [to, 'post'], [to, 'post_key'])];
  return known === counted.to.rows ? counted : { ...counted, same: false };
}

async function compareCounts(table: string, one: [Db, string], other: [Db, string]): Promise<Comparison> {
  const [from, to] = [await countRows(...one), await countRows(...other)];
  const sum = (rows: number) => ({ rows, checksum: '' });
  return { table, from: sum(from), to: sum(to), same: from === to, firstDifference: null };
}
