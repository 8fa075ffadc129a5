import { sql } from 'kysely';
import { NOTHING_BESIDE, type Recent, type Series } from '../../core/series/series.ts';
import { HOUR, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { gathered, indexedBy, numbersIn } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import { MIN_COPIES, readCopying } from './series-copying.ts';
import { readWindows } from './series-windows.ts';

/** What the last minutes and hours held, to the minute. */
export type RecentCounts = Pick<
  Series,
  'lastHour' | 'lastSixHours' | 'platformsSixHours' | 'areas6h' | 'examples' | 'newest' | 'copying'
>;

const EXAMPLES = 5;
const MIN_RECENT_MENTIONS = 3;
/** Posts among which the best examples are looked for: the newest. */
const CANDIDATES = 100;
/** Newest places named, among which the different ones are counted. */
const NAMED = 2_000;

const EMPTY = { total: 0, negative: 0, copies: 0, authors: 0, negativeAuthors: 0 };
const NONE: RecentCounts = {
  lastHour: { minutes: 60, ...EMPTY },
  lastSixHours: { minutes: 360, ...EMPTY },
  platformsSixHours: {},
  areas6h: 0,
  examples: [],
  newest: [],
  copying: NOTHING_BESIDE.copying,
};

/** The last six hours of these watches: each question one short range of an index per watch. */
export async function readRecentOf(
  db: Db,
  watchIds: readonly number[],
  now: Instant,
): Promise<(watchId: number) => RecentCounts> {
  const windows = await readWindows(db, watchIds, now);
  const spoken = [...windows.keys()];
  const where = (holds: (counts: { readonly lastHour: Recent; readonly lastSixHours: Recent }) => boolean) =>
    [...windows].filter(([, counts]) => holds(counts)).map(([id]) => id);
  const areas = await readAreas(db, spoken, now);
  const angry = where(({ lastHour }) => lastHour.negative > 0);
  const examples = await readExamples(db, angry, now);
  // Fewer are no surge: nobody asks for posts that show it.
  const newest = await readNewest(
    db,
    where(({ lastSixHours }) => lastSixHours.total >= MIN_RECENT_MENTIONS),
    now,
  );
  const copied = where(({ lastSixHours }) => lastSixHours.copies >= MIN_COPIES);
  const copying = await readCopying(db, copied, now);
  return (id) => ({
    ...NONE,
    ...windows.get(id),
    areas6h: areas.get(id) ?? 0,
    examples: examples.get(id) ?? [],
    newest: newest.get(id) ?? [],
    copying: copying.get(id) ?? NONE.copying,
  });
}

async function readAreas(db: Db, watchIds: readonly number[], now: Instant) {
  const answer = await sql<{ watchId: number; areas: number }>`
    select w.value as "watchId", (select count(distinct name) from (
        select f.name from fact f ${indexedBy(db, 'fact_area')}
        where f.watch_id = w.value and f.at > ${now - 6 * HOUR} and f.at <= ${now}
          and f.name >= 'area.' and f.name < 'area/'
        order by f.at desc limit ${sql.lit(NAMED)}) newest) as areas
    from ${numbersIn(db, watchIds, 'w')}`.execute(db);
  return new Map(answer.rows.map((row) => [row.watchId, row.areas]));
}

/** The newest of all tones: the posts of a surge in which nobody complains. */
async function readNewest(db: Db, watchIds: readonly number[], now: Instant) {
  const answer = await sql<{ watchId: number; ids: string }>`
    select w.value as "watchId", (
      select ${gathered(db, sql`id`)} from (
        select n.post_id as id from (
          select post_id, at, copy from mention
          where watch_id = w.value and at > ${now - 6 * HOUR} and at <= ${now} and counted = 1
          order by at desc, post_id desc limit ${sql.lit(CANDIDATES)}) n
        order by n.copy, n.at desc, n.post_id desc limit ${sql.lit(EXAMPLES)}) most) as ids
    from ${numbersIn(db, watchIds, 'w')}`.execute(db);
  return new Map(answer.rows.map((row) => [row.watchId, parseJson<number[]>(row.ids)]));
}

/** Copies step back: five times the same text would explain nothing. */
async function readExamples(db: Db, watchIds: readonly number[], now: Instant) {
  const metric = (name: string) => sql`coalesce(cast(p.metrics_json ->> ${sql.lit(name)} as numeric), 0)`;
  const answer = await sql<{ watchId: number; ids: string }>`
    select w.value as "watchId", (
      select ${gathered(db, sql`id`)} from (
        select n.post_id as id from (
          select post_id, at, copy from mention
          where watch_id = w.value and at > ${now - HOUR} and at <= ${now} and sentiment < 0 and counted = 1
          order by at desc, post_id desc limit ${sql.lit(CANDIDATES)}) n
        join post p on p.id = n.post_id
        order by n.copy, p.copies + ${metric('likes')} + ${metric('comments')} + ${metric('reposts')} desc,
          n.at desc, n.post_id desc
        limit ${sql.lit(EXAMPLES)}) most) as ids
    from ${numbersIn(db, watchIds, 'w')}`.execute(db);
  return new Map(answer.rows.map((row) => [row.watchId, parseJson<number[]>(row.ids)]));
}
