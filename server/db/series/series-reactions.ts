import { sql } from 'kysely';
import type { Voice } from '../../core/mention/post.ts';
import type { Reactions } from '../../core/series/series.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { byEngine, gathered, lookUp, numbersIn, textsIn } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';

/** Nobody in particular; others are described by what they are. */
const NOBODIES: readonly Voice[] = ['ordinary', 'forum', 'review', 'complaint_platform'];
/** Fewer reactions go nowhere. */
const MIN_REACTIONS = 200;
/** Newest complaints of the day that are looked at one by one, and how many are shown. */
const COMPLAINTS = 200;
const TOLD = 3;
/** Newest posts before that day which say what is usual. */
const SAMPLE = 400;

const MONTH = 28 * DAY;

/** As pages showed them last: a post met again brings its newer counts. Null where it shows none. */
function reactionsOf() {
  const count = (name: string) => sql`cast(p.metrics_json ->> ${sql.lit(name)} as numeric)`;
  const counts = [count('likes'), count('comments'), count('reposts')];
  const sum = sql.join(
    counts.map((each) => sql`coalesce(${each}, 0)`),
    sql` + `,
  );
  return sql`case when coalesce(${sql.join(counts)}) is not null then ${sum} end`;
}

/**
 * Complaints of the last day that many react to, with what posts of their watch usually bring about; of watches
 * without any such complaint nothing. One short range of an index per watch, and what is usual is only read where
 * something may be unusual. Copies count for their original.
 */
export async function readReactionsOf(
  db: Db,
  watchIds: readonly number[],
  now: Instant,
): Promise<ReadonlyMap<number, Reactions>> {
  const loud = await readLoud(db, watchIds, now);
  if (loud.size === 0) return new Map();
  const usual = await readUsual(db, [...loud.keys()], now);
  return new Map([...loud].map(([id, posts]) => [id, { loud: posts, usual: usual.get(id) ?? [] }]));
}

async function readLoud(db: Db, watchIds: readonly number[], now: Instant) {
  const triple = byEngine(db, { sqlite: sql`json_array`, postgres: sql`json_build_array` });
  const complaints = sql`(select m.post_id, m.at from mention m
    where m.watch_id = w.value and m.at > ${now - DAY} and m.at <= ${now}
      and m.sentiment < 0 and m.copy = 0 and m.counted = 1
    order by m.at desc, m.post_id desc limit ${sql.lit(COMPLAINTS)}) newest`;
  const answer = await sql<{ watchId: number; posts: string }>`
    select w.value as "watchId", (
      select ${gathered(db, sql`${triple}(id, at, reactions)`)} from (
        select p.id, newest.at, ${reactionsOf()} as reactions
        from ${complaints} ${lookUp(db, 'post', 'p', sql`p.id = newest.post_id`)}
        where ${ofNobody(db)} and ${reactionsOf()} >= ${sql.lit(MIN_REACTIONS)}
        order by reactions desc, p.id limit ${sql.lit(TOLD)}) most) as posts
    from ${numbersIn(db, watchIds, 'w')}`.execute(db);
  const loud = new Map<number, Reactions['loud']>();
  for (const { watchId, posts } of answer.rows) {
    const found = parseJson<[number, number, number][]>(posts);
    const told = found.map(([postId, at, reactions]) => ({ postId, at, reactions }));
    if (told.length > 0) loud.set(watchId, told);
  }
  return loud;
}

async function readUsual(db: Db, watchIds: readonly number[], now: Instant) {
  const before = sql`(select m.post_id from mention m
    where m.watch_id = w.value and m.at > ${now - MONTH} and m.at <= ${now - DAY}
      and m.copy = 0 and m.counted = 1
    order by m.at desc, m.post_id desc limit ${sql.lit(SAMPLE)}) earlier`;
  const answer = await sql<{ watchId: number; counts: string }>`
    select w.value as "watchId", (
      select ${gathered(db, sql`reactions`)} from (
        select ${reactionsOf()} as reactions
        from ${before} ${lookUp(db, 'post', 'p', sql`p.id = earlier.post_id`)}
        where ${ofNobody(db)}) each_of where reactions is not null) as counts
    from ${numbersIn(db, watchIds, 'w')}`.execute(db);
  return new Map(answer.rows.map(({ watchId, counts }) => [watchId, parseJson<number[]>(counts)]));
}

function ofNobody(db: Db) {
  return sql`p.voice in (select value from ${textsIn(db, NOBODIES, 'n')})`;
}
