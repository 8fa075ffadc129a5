import { drawAgain } from '../statistics/multinomial.ts';
import { seeded } from '../statistics/seeded.ts';
import type { SentimentLabel } from './analysis.ts';

/** An agreement beyond chance. `value` is null where it is not defined: all labels are the same one. */
export interface Agreement {
  readonly value: number | null;
  /** 95 % interval; null with the value, and where too little was resampled to tell. */
  readonly lo: number | null;
  readonly hi: number | null;
  /** Share of pairs of labels that are the same. */
  readonly observed: number;
  /** Posts. */
  readonly n: number;
}

/** What each person said about one post. */
export type Opinions = ReadonlyMap<string, SentimentLabel>;

const CLASSES = 3;
/** Counts of one post that sum up to those of many. */
type Table = readonly number[];
/** Tables that differ, with how many posts have each: posts are many, and come in a few kinds. */
type Kinds = ReadonlyMap<Table, number>;
/** The tables of what two people can say of a post, by a's label and then b's. */
const PAIRED: readonly Table[] = Array.from({ length: CLASSES * CLASSES }, (_, said) =>
  Array.from({ length: CLASSES * CLASSES }, (_, at) => (at === said ? 1 : 0)),
);

/**
 * Cohen's κ of two people: (observed − expected) / (1 − expected), the expected agreement from how often
 * each uses each label. Source: J. Cohen, "A coefficient of agreement for nominal scales", Educational and
 * Psychological Measurement 20 (1960) 37–46. Interval: see `interval`.
 */
export function cohenKappa(pairs: readonly (readonly [SentimentLabel, SentimentLabel])[]): Agreement {
  const kinds = kindsOf(pairs.map(([a, b]) => PAIRED[(a + 1) * CLASSES + b + 1] as Table));
  return estimate(kinds, ({ total, diagonal, rows, columns }) => {
    const observed = diagonal / total;
    const expected = rows.reduce((sum, row, c) => sum + row * (columns[c] ?? 0), 0) / (total * total);
    return { observed, value: beyondChance(1 - observed, 1 - expected) };
  });
}

/**
 * Krippendorff's α for nominal labels: 1 − observed / expected disagreement over the matrix of
 * coincidences, in which a post judged by m people weighs its m (m − 1) ordered pairs 1 / (m − 1) each.
 * Takes any number of people and posts that not all of them saw. Source: K. Krippendorff, "Computing
 * Krippendorff's Alpha-Reliability" (2011), section C.
 */
export function krippendorffAlpha(posts: readonly Opinions[]): Agreement {
  const known = new Map<string, Table>();
  const tables = posts.filter((opinions) => opinions.size > 1).map((post) => coincidences(post, known));
  return estimate(kindsOf(tables), ({ total, diagonal, rows }) => {
    const observed = diagonal / total;
    const expected = rows.reduce((sum, row) => sum + row * (row - 1), 0) / (total * (total - 1));
    return { observed, value: beyondChance(1 - observed, 1 - expected) };
  });
}

/** Every two people who judged a post in common, those with most in common first. */
export function pairsOf(
  posts: readonly Opinions[],
): readonly { readonly a: string; readonly b: string; readonly agreement: Agreement }[] {
  const pairs = new Map<string, { a: string; b: string; both: [SentimentLabel, SentimentLabel][] }>();
  for (const opinions of posts) {
    const people = [...opinions].sort(([a], [b]) => (a < b ? -1 : 1));
    people.forEach(([a, first], at) => {
      for (const [b, second] of people.slice(at + 1)) {
        const key = JSON.stringify([a, b]);
        const pair = pairs.get(key) ?? { a, b, both: [] };
        pair.both.push([first, second]);
        pairs.set(key, pair);
      }
    });
  }
  return [...pairs.values()]
    .sort((x, y) => y.both.length - x.both.length)
    .map(({ a, b, both }) => ({ a, b, agreement: cohenKappa(both) }));
}

/** @param known tables made before; the same opinions give the same one */
function coincidences(opinions: Opinions, known: Map<string, Table>): Table {
  const counts = new Array<number>(CLASSES).fill(0);
  for (const label of opinions.values()) counts[label + 1] = (counts[label + 1] ?? 0) + 1;
  const key = counts.join();
  const table =
    known.get(key) ??
    counts.flatMap((c, i) => counts.map((k, j) => (c * (i === j ? k - 1 : k)) / (opinions.size - 1)));
  known.set(key, table);
  return table;
}

function kindsOf(tables: readonly Table[]): Kinds {
  const kinds = new Map<Table, number>();
  for (const table of tables) kinds.set(table, (kinds.get(table) ?? 0) + 1);
  return kinds;
}

function beyondChance(observed: number, expected: number): number | null {
  return expected > 0 ? 1 - observed / expected : null;
}

interface Sums {
  readonly total: number;
  readonly diagonal: number;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}
type Statistic = (sums: Sums) => { readonly observed: number; readonly value: number | null };

function estimate(kinds: Kinds, statistic: Statistic): Agreement {
  const [tables, counts] = [[...kinds.keys()], [...kinds.values()]];
  const n = counts.reduce((sum, count) => sum + count, 0);
  if (n === 0) return { value: null, lo: null, hi: null, observed: 0, n };
  const { observed, value } = statistic(sumsOf(addUp(tables, counts)));
  const ends =
    value === null || n < MIN_LABELS ? { lo: null, hi: null } : interval(tables, counts, statistic);
  return { value, ...ends, observed, n };
}

const RESAMPLES = 500;
const MIN_LABELS = 10;

/**
 * Percentile bootstrap over posts (B. Efron, Annals of Statistics 7 (1979) 1–26), from a fixed seed, so that
 * a page shows the same twice. Resamples that leave the value undefined are left out. None below ten posts.
 */
function interval(
  tables: readonly Table[],
  counts: readonly number[],
  statistic: Statistic,
): Pick<Agreement, 'lo' | 'hi'> {
  const random = seeded(counts.reduce((sum, count) => sum + count, 0));
  const values: number[] = [];
  for (let n = 0; n < RESAMPLES; n++) {
    const { value } = statistic(sumsOf(addUp(tables, drawAgain(counts, random))));
    if (value !== null) values.push(value);
  }
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.round(share * (values.length - 1))] ?? null;
  return { lo: at(0.025), hi: at(0.975) };
}

function addUp(tables: readonly Table[], counts: readonly number[]): number[] {
  const sum = new Array<number>(CLASSES * CLASSES).fill(0);
  for (const [kind, table] of tables.entries()) {
    const count = counts[kind] ?? 0;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + count * (table[i] ?? 0);
  }
  return sum;
}

function sumsOf(table: Table): Sums {
  const at = (row: number, column: number) => table[row * CLASSES + column] ?? 0;
  const classes = [0, 1, 2];
  const rows = classes.map((row) => classes.reduce((sum, column) => sum + at(row, column), 0));
  const columns = classes.map((column) => classes.reduce((sum, row) => sum + at(row, column), 0));
  const total = rows.reduce((sum, row) => sum + row, 0);
  return { total, diagonal: classes.reduce((sum, c) => sum + at(c, c), 0), rows, columns };
}
