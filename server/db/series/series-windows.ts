import { sql } from 'kysely';
import { countAuthors, decodeSketch, mergeSketches } from '../../core/series/author-sketch.ts';
import {
  busyWindow,
  type NewestCounts,
  type StepCounts,
  stepUpTo,
  sumSteps,
} from '../../core/series/recent-window.ts';
import type { Series } from '../../core/series/series.ts';
import { HOUR, type Instant, MINUTE, startOfHour } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { byEngine, numbersIn } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import { AUTHOR } from '../mention/claims.ts';

export type Windows = Pick<Series, 'lastHour' | 'lastSixHours' | 'platformsSixHours'>;

/** Newest mentions of a watch looked at one by one: a storm must not slow down what is to notice it. */
const MAX_MENTIONS_SCANNED = 2_000;

/**
 * What the last hour and six hours of these watches held, of each that anybody spoke of. Exact up to 2,000
 * mentions; of more the amounts are summed from what is counted by five minutes, and people are estimated.
 * @param most how many mentions are looked at one by one
 */
export async function readWindows(
  db: Db,
  watchIds: readonly number[],
  now: Instant,
  most: number = MAX_MENTIONS_SCANNED,
): Promise<ReadonlyMap<number, Windows>> {
  const windows = new Map<number, Windows>();
  for (const { watchId, hour, six, platforms } of await readNewest(db, watchIds, now, most)) {
    if (six.total === 0) continue;
    windows.set(
      watchId,
      six.total < most
        ? {
            lastHour: { minutes: 60, ...hour },
            lastSixHours: { minutes: 360, ...six },
            platformsSixHours: platforms,
          }
        : await readBusy(db, watchId, now, { hour, six }),
    );
  }
  return windows;
}

interface Newest {
  readonly watchId: number;
  readonly hour: NewestCounts;
  readonly six: NewestCounts;
  readonly platforms: Readonly<Record<string, number>>;
}

/** One short range of an index per watch. */
async function readNewest(db: Db, watchIds: readonly number[], now: Instant, most: number) {
  const newest = sql`(select at, post_id, author, platform, sentiment, copy from mention
    where watch_id = w.value and at > ${now - 6 * HOUR} and at <= ${now} and counted = 1
    order by at desc, post_id desc limit ${most})`;
  const [negative, positive, hour] = [sql`sentiment < 0`, sql`sentiment > 0`, sql`at > ${now - 60 * MINUTE}`];
  const counts = sql`${list(db)}(count(*) filter (where ${hour}), count(*) filter (where ${negative} and ${hour}),
    count(*) filter (where copy = 1 and ${hour}), count(distinct ${AUTHOR}) filter (where ${hour}),
    count(distinct ${AUTHOR}) filter (where ${negative} and ${hour}), count(*) filter (where ${positive} and ${hour}),
    count(*), count(*) filter (where ${negative}), count(*) filter (where copy = 1),
    count(distinct ${AUTHOR}), count(distinct ${AUTHOR}) filter (where ${negative}),
    count(*) filter (where ${positive}))`;
  const byPlatform = sql`${gatheredBy(db)}(platform, mentions)`;
  const answer = await sql<{ watchId: number; counts: string; platforms: string }>`
    select w.value as "watchId", (select ${counts} from ${newest} newest) as counts,
      (select ${byPlatform} from (select platform, count(*) as mentions from ${newest} newest group by platform) each_of)
        as platforms
    from ${numbersIn(db, watchIds, 'w')}`.execute(db);
  return answer.rows.map(({ watchId, counts, platforms }): Newest => {
    const numbers = parseJson<number[]>(counts);
    return {
      watchId,
      hour: countsAt(numbers, 0),
      six: countsAt(numbers, 6),
      platforms: parseJson<Record<string, number> | null>(platforms) ?? {},
    };
  });
}

function countsAt(numbers: readonly number[], first: number): NewestCounts {
  const [total = 0, negative = 0, copies = 0, authors = 0, negativeAuthors = 0, positive = 0] =
    numbers.slice(first);
  return { total, negative, positive, copies, authors, negativeAuthors };
}

const list = (db: Db) => byEngine(db, { sqlite: sql`json_array`, postgres: sql`json_build_array` });
const gatheredBy = (db: Db) =>
  byEngine(db, { sqlite: sql`json_group_object`, postgres: sql`json_object_agg` });

async function readBusy(
  db: Db,
  watchId: number,
  now: Instant,
  newest: { readonly hour: NewestCounts; readonly six: NewestCounts },
): Promise<Windows> {
  const rows = await readSteps(db, watchId, now);
  const step = stepUpTo(now);
  const people = await readPeople(db, watchId, now);
  const window = (hours: number, seen: NewestCounts) =>
    busyWindow(hours * 60, sumSteps(rows, now - hours * HOUR, step), seen, people(now - hours * HOUR));
  const platforms = Map.groupBy(rows, ({ platform }) => platform);
  return {
    lastHour: window(1, newest.hour),
    lastSixHours: window(6, newest.six),
    platformsSixHours: Object.fromEntries(
      [...platforms].map(([platform, steps]) => [platform, sumSteps(steps, now - 6 * HOUR, step).total]),
    ),
  };
}

async function readSteps(db: Db, watchId: number, now: Instant) {
  const step = stepUpTo(now);
  const [table, at] = step === HOUR ? [sql`bucket`, sql.ref('hour')] : [sql`fine_bucket`, sql.ref('at')];
  const answer = await sql<StepCounts & { readonly platform: string }>`
    select ${at} as at, platform, sum(count) as total, sum(copies) as copies,
      sum(case when sentiment < 0 then count else 0 end) as negative
    from ${table} where watch_id = ${watchId} and ${at} > ${now - 6 * HOUR - step} and ${at} < ${now}
    group by 1, 2`.execute(db);
  return answer.rows;
}

/** How many people wrote in the hours that a window since some time touches. */
async function readPeople(db: Db, watchId: number, now: Instant) {
  const answer = await sql<{ hour: Instant; sketch: Uint8Array }>`
    select hour, sketch from author_bucket
    where watch_id = ${watchId} and hour >= ${startOfHour(now - 6 * HOUR)} and hour <= ${now}`.execute(db);
  const sketches = answer.rows.map(({ hour, sketch }) => ({ hour, sketch: decodeSketch(sketch) }));
  return (since: Instant) => {
    const touched = sketches.filter(({ hour }) => hour + HOUR > since);
    return countAuthors(mergeSketches(touched.map(({ sketch }) => sketch))).authors;
  };
}
