import { type RawBuilder, sql } from 'kysely';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { numbersIn } from '../engine/dialect.ts';
import { withLockTimeout } from '../engine/lock-timeout.ts';
import {
  firstMade,
  listPartitions,
  type Month,
  monthNamed,
  monthsAmong,
  PARTITIONED,
} from '../engine/partitions.ts';
import { markStoriesOf } from '../story/stories.ts';
import { promoteCopies } from './promote-copies.ts';
import { settleDays } from './recount.ts';

/*
 * Months of which everything is to be forgotten, on PostgreSQL: no row of them is deleted, their partitions go.
 * First what keeps their posts unique, so that one that comes again is stored again. Then the partitions are
 * taken out of their tables, in one moment, and nobody sees them any more. Then what was made of their posts is
 * settled, slice by slice, and they are dropped. A run that is stopped leaves the partitions that it took out,
 * and the next one goes on from there: all of it can be done twice.
 */

/** Posts whose keys or readings go in one transaction. */
const PAGE = 2_000;
/** Days of a watch whose counts go in one transaction. */
const DAYS = 7;

const partition = (table: string, { name }: Month) => sql.table(`${table}_${name}`);
/** A partition that was taken out of its table. */
const takenOut = (table: string, { name }: Month) => sql.table(`gone_${table}_${name}`);

/**
 * Months that were over at `before` and whose posts were all stored before it, oldest first. One without posts
 * is among them when it would not be made again.
 */
export async function findOldMonths(db: Db, before: Instant, now: Instant): Promise<readonly Month[]> {
  const there = await listPartitions(db);
  const old: Month[] = [];
  for (const month of monthsAmong(there)) {
    const whole = PARTITIONED.every((table) => there.has(`${table}_${month.name}`));
    if (!whole || month.to > before) continue;
    const newest = await newestStored(db, month);
    if (newest === null ? month.to <= firstMade(now).from : newest < before) old.push(month);
  }
  return old;
}

async function newestStored(db: Db, month: Month): Promise<Instant | null> {
  const answer = await sql<{ at: Instant | null }>`
    select max(stored_at) as at from ${partition('post', month)}`.execute(db);
  return answer.rows[0]?.at ?? null;
}

/**
 * Forgets the keys of a page of old posts after `after`, in the order of their ids. A post that comes again before the
 * month is taken out is stored again and keeps the month: then the old row goes like any other.
 * @returns the last id of the page; null when none was left
 */
export async function forgetKeys(
  tx: Tx,
  month: Month,
  before: Instant,
  after: number,
): Promise<number | null> {
  const old = sql`(select id from ${partition('post', month)} where stored_at < ${before}) old`;
  const ids = await readIds(tx, old, after);
  if (ids.length === 0) return null;
  await sql`delete from post_key where post_id in (select value from ${numbersIn(tx, ids, 'k')})`.execute(tx);
  return ids.at(-1) ?? null;
}

async function readIds(tx: Tx, posts: RawBuilder<unknown>, after: number): Promise<number[]> {
  const page = await sql<{ id: number }>`
    select id from ${posts} where id > ${after} order by id limit ${sql.lit(PAGE)}`.execute(tx);
  return page.rows.map((row) => row.id);
}

/** Takes a month out of the tables. @returns false when it has young posts now, or is read all the time */
export async function takeOutMonth(db: Db, month: Month, before: Instant): Promise<boolean> {
  const done = await withLockTimeout(db, async (tx) => {
    const newest = await newestStored(tx, month);
    if (newest !== null && newest >= before) return false;
    await markStoriesOf(tx, sql`select post_id from ${partition('mention', month)}`);
    for (const table of PARTITIONED) {
      await sql`alter table ${sql.table(table)} detach partition ${partition(table, month)}`.execute(tx);
      await sql`alter table ${partition(table, month)} rename to ${takenOut(table, month)}`.execute(tx);
    }
    return true;
  });
  return done ?? false;
}

/** Months that were taken out and are not dropped yet. */
export async function listTakenOut(db: Db): Promise<readonly Month[]> {
  const found = await sql<{ name: string }>`
    select relname as name from pg_class
    where relname ~ '^gone_post_[0-9]{4}_[0-9]{2}$' and relkind = 'r' and pg_table_is_visible(oid)
    order by relname`.execute(db);
  return found.rows.map(({ name }) => monthNamed(name.slice('gone_post_'.length)));
}

/**
 * Forgets what was made of a page of posts after `after`, in the order of their ids. A younger copy takes the place of
 * its original; where more of them outlive the page than one transaction takes, these come first.
 * @returns where the next page begins; null when none was left
 */
export async function forgetReadings(tx: Tx, month: Month, after: number): Promise<number | null> {
  const ids = await readIds(tx, takenOut('post', month), after);
  if (ids.length === 0) return null;
  if (!(await promoteCopies(tx, ids, 0))) return after;
  const those = sql`(select value from ${numbersIn(tx, ids, 'k')})`;
  await sql`delete from analysis where post_id in ${those}`.execute(tx);
  await sql`delete from correction where post_id in ${those}`.execute(tx);
  return ids.at(-1) ?? null;
}

/** The watches that counted anything in a month that was taken out. */
export async function listCounting(db: Db, month: Month): Promise<readonly number[]> {
  const found = await sql<{ id: number }>`
    select distinct watch_id as id from ${takenOut('mention', month)} order by 1`.execute(db);
  return found.rows.map((row) => row.id);
}

/**
 * Sets some days of a watch's counts right.
 * @param days.from a day of the month
 * @returns where the next days begin; null at the end of the month
 */
export async function settleCounts(
  tx: Tx,
  month: Month,
  days: { readonly watchId: number; readonly from: Instant; readonly now: Instant },
): Promise<Instant | null> {
  const { watchId, from, now } = days;
  const to = Math.min(from + DAYS * DAY, month.to);
  await settleDays(tx, { watchId, from, to }, now);
  return to < month.to ? to : null;
}

/** The end of a month that was taken out. @returns what was in it */
export async function dropMonth(
  tx: Tx,
  month: Month,
): Promise<{ readonly posts: number; readonly facts: number }> {
  const held = await sql<{ posts: number; facts: number }>`
    select (select count(*) from ${takenOut('post', month)}) as posts,
      (select count(*) from ${takenOut('fact', month)}) as facts`.execute(tx);
  for (const table of PARTITIONED) await sql`drop table ${takenOut(table, month)}`.execute(tx);
  return held.rows[0] ?? { posts: 0, facts: 0 };
}
