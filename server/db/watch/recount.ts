import { sql } from 'kysely';
import { fineSince } from '../../core/series/bucket.ts';
import { DAY, type Instant, startOfDay } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { inSlices } from '../engine/calm.ts';
import { byEngine, ownTable } from '../engine/dialect.ts';
import {
  COUNT_TABLES,
  COUNTED_IN,
  type Counted,
  type CountTable,
  columnsOf,
  facetsOf,
} from '../mention/count-queries.ts';
import { recountWriters } from '../series/author-sketches.ts';
import { FIRST, facetNames, LAST } from '../series/facet-names.ts';

/** Mentions counted again in one transaction, and the rest of their day. */
const SLICE = 20_000;
const ALL_TIME = Number.MAX_SAFE_INTEGER;

/** Whole days in China of one watch: [from, to). */
export interface Days {
  readonly watchId: number;
  readonly from: Instant;
  readonly to: Instant;
}

/** Where counts of a table lie in these days. */
function within(db: Db, { name }: CountTable, { watchId, from, to }: Days, young: Instant) {
  const between = (column: string, start: Instant) =>
    sql`watch_id = ${watchId} and ${sql.ref(column)} >= ${start} and ${sql.ref(column)} < ${to}`;
  if (name === 'bucket') return between('hour', from);
  if (name === 'fine_bucket') return between('at', Math.max(from, young));
  if (name === 'term_bucket') return between('day', from);
  // From name to name: hours and days come after them in the key.
  const all = facetNames(db, [{ watchId, low: FIRST, high: LAST }], name);
  return sql`${between(name === 'facet_day' ? 'day' : 'hour', from)} and facet in (with recursive ${all} select facet from facet_name)`;
}

/** Everything is counted once, into a table of this connection alone, and then compared. */
async function recountTable(tx: Tx, table: CountTable, days: Days, young: Instant): Promise<number> {
  const { name, key, amounts } = table;
  const inside = sql`at >= ${days.from} and at < ${days.to}`;
  const counted: Counted = {
    mentions: sql`(select * from mention where watch_id = ${sql.lit(days.watchId)} and ${inside})`,
    facts: facetsOf(tx, days.watchId, inside),
    young: sql`${young}`,
  };
  const [keys, all] = [columnsOf(key), columnsOf([...key, ...amounts])];
  const of = (from: string) => columnsOf(amounts.map((column) => `${from}.${column}`));
  const recount = ownTable(tx, 'recount');
  await sql`create temp table recount as ${table.count(tx, counted, 1)}`.execute(tx);
  // SQLite makes an index of such a list. PostgreSQL goes through a long one again and again, but joins tables.
  const same = key.map((column) => sql`r.${sql.ref(column)} = ${sql.ref(`${name}.${column}`)}`);
  const missing = byEngine(tx, {
    sqlite: sql`(${keys}) not in (select ${keys} from ${recount})`,
    postgres: sql`not exists (select 1 from ${recount} r where ${sql.join(same, sql` and `)})`,
  });
  const gone = await sql`delete from ${sql.table(name)}
    where ${within(tx, table, days, young)} and ${missing}`.execute(tx);
  const set = amounts.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`);
  const put = await sql`insert into ${sql.table(name)} (${all}) select ${all} from ${recount} where true
    on conflict (${keys}) do update set ${sql.join(set)}
    where (${of(name)}) is distinct from (${of('excluded')})`.execute(tx);
  await sql`drop table ${recount}`.execute(tx);
  return Number(gone.numAffectedRows ?? 0n) + Number(put.numAffectedRows ?? 0n);
}

async function recountDays(tx: Tx, days: Days, now: Instant): Promise<number> {
  const young = fineSince(now);
  let wrong = 0;
  for (const table of COUNT_TABLES) wrong += await recountTable(tx, table, days, young);
  return wrong + (await recountWriters(tx, days.watchId, days.from, days.to - 1));
}

/** Sets the counts of some days right after their mentions went: taken away, or counted again where some stayed. */
export async function settleDays(tx: Tx, days: Days, now: Instant): Promise<void> {
  const { watchId, from, to } = days;
  const left = await sql`select 1 from mention
    where watch_id = ${watchId} and at >= ${from} and at < ${to} limit 1`.execute(tx);
  if (left.rows.length > 0) {
    await recountDays(tx, days, now);
    return;
  }
  for (const table of COUNT_TABLES) {
    await sql`delete from ${sql.table(table.name)} where ${within(tx, table, days, from)}`.execute(tx);
  }
  await tx
    .deleteFrom('author_bucket')
    .where('watch_id', '=', watchId)
    .where('hour', '>=', from)
    .where('hour', '<', to)
    .execute();
}

/** The end of the day with the mention so many after `from`; the end of time where there are fewer. */
async function endOfSlice(tx: Tx, watchId: number, from: Instant): Promise<Instant> {
  const last = await tx
    .selectFrom('mention')
    .select('at')
    .where('watch_id', '=', watchId)
    .where('at', '>=', from)
    .orderBy('at')
    .offset(SLICE)
    .limit(1)
    .executeTakeFirst();
  return last === undefined ? ALL_TIME : startOfDay(last.at) + DAY;
}

async function recountWatch(db: Db, watchId: number, now: Instant): Promise<number> {
  let from: Instant = 0;
  let wrong = 0;
  await inSlices(db, async (tx) => {
    const to = await endOfSlice(tx, watchId, from);
    wrong += await recountDays(tx, { watchId, from, to }, now);
    from = to;
    return to === ALL_TIME ? null : 1;
  });
  return wrong;
}

/**
 * Counts all watches again from what is stored and sets right what differs, some days in each transaction, so
 * that ingest goes on in between.
 * @returns how many counts had to be corrected; 0 says that every delta ever added was right
 */
export async function rebuildBuckets(
  db: Db,
  now: Instant,
): Promise<{ readonly watches: number; readonly corrected: number }> {
  const counting = COUNTED_IN.map((table) => sql`select watch_id from ${sql.table(table)}`);
  const ids = await sql<{ id: number }>`
    select id from watch union ${sql.join(counting, sql` union `)}`.execute(db);
  let corrected = 0;
  for (const { id } of ids.rows) corrected += await recountWatch(db, id, now);
  return { watches: ids.rows.length, corrected };
}
