import { sql } from 'kysely';
import { CHINA_OFFSET, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { engineOf } from './engine.ts';

/** Tables that lie in monthly partitions on PostgreSQL; what has no month of its own lies in `<table>_rest`. */
export const PARTITIONED = ['post', 'mention', 'fact', 'post_search'] as const;

/** Months made before and after the current one. */
const MADE = { before: 6, ahead: 2 } as const;

export interface Month {
  /** As in the names of partitions: `2026_11`. */
  readonly name: string;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** A month in China, by its distance from the one that holds `at`. */
export function monthOf(at: Instant, distance = 0): Month {
  const local = new Date(at + CHINA_OFFSET);
  const start = (months: number) =>
    Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1) - CHINA_OFFSET;
  const from = start(distance);
  const first = new Date(from + CHINA_OFFSET);
  const name = `${first.getUTCFullYear()}_${String(first.getUTCMonth() + 1).padStart(2, '0')}`;
  return { name, from, to: start(distance + 1) };
}

/** The oldest month that `makePartitions` makes where it is missing. */
export function firstMade(now: Instant): Month {
  return monthOf(now, -MADE.before);
}

/** The months that have a partition of posts, oldest first. */
export function monthsAmong(partitions: ReadonlySet<string>): readonly Month[] {
  const names = [...partitions].flatMap((name) => /^post_(\d{4}_\d\d)$/.exec(name)?.[1] ?? []);
  return names.sort().map(monthNamed);
}

/** The month that partitions are named after. */
export function monthNamed(name: string): Month {
  const [year = 0, month = 1] = name.split('_').map(Number);
  return monthOf(Date.UTC(year, month - 1, 15));
}

/**
 * Makes the partitions of this month, of those before it and of the next ones, where they are missing. A month
 * some of whose rows came before its partition stays where they are. Nothing to do on SQLite.
 * @returns the names of the partitions made now
 */
export async function makePartitions(db: Db, now: Instant): Promise<readonly string[]> {
  const distances = Array.from({ length: MADE.before + 1 + MADE.ahead }, (_, n) => n - MADE.before);
  return makeMonths(
    db,
    distances.map((distance) => monthOf(now, distance)),
  );
}

/** Makes the partitions of some months, as `makePartitions` does. */
export async function makeMonths(db: Db, months: readonly Month[]): Promise<readonly string[]> {
  if (engineOf(db) === 'sqlite') return [];
  const made: string[] = [];
  const there = await listPartitions(db);
  for (const month of months) {
    for (const table of PARTITIONED) {
      const name = `${table}_${month.name}`;
      if (there.has(name) || (await isTaken(db, table, month))) continue;
      await sql`create table ${sql.table(name)} partition of ${sql.table(table)}
        for values from (${sql.lit(month.from)}) to (${sql.lit(month.to)})`.execute(db);
      made.push(name);
    }
  }
  return made;
}

/** Names of the partitions there are, but the ones that hold the rest. */
export async function listPartitions(db: Db): Promise<ReadonlySet<string>> {
  const rows = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i
      join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.relkind = 'p' and p.relname in (${sql.join(PARTITIONED)}) and c.relkind = 'r'
      and pg_table_is_visible(c.oid)`.execute(db);
  return new Set(rows.rows.map((row) => row.name).filter((name) => !name.endsWith('_rest')));
}

async function isTaken(db: Db, table: string, { from, to }: Month): Promise<boolean> {
  const rows = await sql`select 1 from ${sql.table(`${table}_rest`)}
    where at >= ${from} and at < ${to} limit 1`.execute(db);
  return rows.rows.length > 0;
}

/** A stretch of time; `to` is exclusive. */
export interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * A range cut where partitions of posts begin, newest first, each window twice as many partitions as the one
 * before. What has no month of its own is not cut: it lies in one piece.
 */
export async function listWindows(db: Db, from: Instant, to: Instant): Promise<readonly Window[]> {
  const starts = monthsAmong(await listPartitions(db)).flatMap((month) => [month.from, month.to]);
  const cuts = [...new Set(starts)].filter((at) => at > from && at < to).sort((a, b) => b - a);
  const windows: Window[] = [];
  let end = to;
  for (let at = 0, step = 2; at < cuts.length; at += step, step *= 2) {
    const start = cuts[at] as Instant;
    windows.push({ from: start, to: end });
    end = start;
  }
  if (end > from) windows.push({ from, to: end });
  return windows;
}
