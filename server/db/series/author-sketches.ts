import { sql } from 'kysely';
import { addWriters, decodeSketch, encodeSketch, NO_AUTHORS } from '../../core/series/author-sketch.ts';
import type { HourWriters } from '../../core/series/bucket.ts';
import { HOUR, type Instant, startOfHour } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { bulkInsert } from '../engine/bulk.ts';
import { chunks } from '../engine/chunks.ts';
import { joinInOrder, rowsIn } from '../engine/dialect.ts';
import { AUTHOR } from '../mention/claims.ts';

const COLUMNS = ['watch_id', 'hour', 'sketch'] as const;
const REPLACING = 'on conflict (watch_id, hour) do update set sketch = excluded.sketch';

const KEY = { watch: 'bigint', hour: 'bigint' } as const;
const HOUR_OF = sql`at / ${sql.lit(HOUR)} * ${sql.lit(HOUR)}`;

interface HourSketch {
  readonly watchId: number;
  readonly hour: Instant;
  readonly sketch: Uint8Array;
}

/** Takes in who wrote in some hours, each (watch, hour) once. Doing it again changes nothing. */
export async function addHourWriters(db: Db, hours: readonly HourWriters[]): Promise<void> {
  for (const part of chunks(hours, 500)) {
    const known = await findSketches(db, part);
    const changed = part.flatMap(({ watchId, hour, writers }) => {
      const bytes = known.get(`${watchId}|${hour}`);
      const before = bytes === undefined ? NO_AUTHORS : decodeSketch(bytes);
      const after = addWriters(before, writers);
      return after === before ? [] : [[watchId, hour, encodeSketch(after)] as const];
    });
    await bulkInsert(db, 'author_bucket', COLUMNS, changed, REPLACING);
  }
}

async function findSketches(db: Db, hours: readonly HourWriters[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const keys = hours.map(({ watchId, hour }) => ({ watch: watchId, hour }));
  const answer = await sql<HourSketch>`
    select b.watch_id as "watchId", b.hour, b.sketch
    from ${rowsIn(db, keys, KEY, 'k')}
    ${joinInOrder(db)} author_bucket b on b.watch_id = k.watch and b.hour = k.hour`.execute(db);
  return new Map(answer.rows.map(({ watchId, hour, sketch }) => [`${watchId}|${hour}`, sketch]));
}

/**
 * Counts again who wrote in the hours of [from, to], both inclusive and each taken whole: nobody can be taken
 * out of a sketch. @returns how many hours were wrong, missing or too many
 */
export async function recountWriters(db: Db, watchId: number, from: Instant, to: Instant): Promise<number> {
  const [start, end] = [startOfHour(from), startOfHour(to) + HOUR];
  const written = await sql<Written>`
    select distinct watch_id as "watchId", ${HOUR_OF} as hour, ${AUTHOR} as writer from mention
    where watch_id = ${watchId} and at >= ${start} and at < ${end} and counted = 1`.execute(db);
  const stored = await sql<HourSketch>`
    select watch_id as "watchId", hour, sketch from author_bucket
    where watch_id = ${watchId} and hour >= ${start} and hour < ${end}`.execute(db);
  return replaceSketches(db, written.rows, stored.rows);
}

/** As `recountWriters`, of hours that lie anywhere, of any watches. `hour` may be any time within it. */
export async function recountHourWriters(
  db: Db,
  moments: readonly { readonly watchId: number; readonly hour: Instant }[],
): Promise<number> {
  const keys = moments.map(({ watchId, hour }) => ({ watch: watchId, hour: startOfHour(hour) }));
  const hours = [...new Map(keys.map((key) => [`${key.watch}|${key.hour}`, key])).values()];
  let wrong = 0;
  for (const part of chunks(hours, 500)) {
    const asked = rowsIn(db, part, KEY, 'k');
    const written = await sql<Written>`
      select distinct k.watch as "watchId", k.hour, ${AUTHOR} as writer from ${asked}
      ${joinInOrder(db)} mention m on m.watch_id = k.watch and m.at >= k.hour and m.at < k.hour + ${sql.lit(HOUR)}
        and m.counted = 1`.execute(db);
    const stored = await sql<HourSketch>`
      select b.watch_id as "watchId", b.hour, b.sketch from ${asked}
      ${joinInOrder(db)} author_bucket b on b.watch_id = k.watch and b.hour = k.hour`.execute(db);
    wrong += await replaceSketches(db, written.rows, stored.rows);
  }
  return wrong;
}

interface Written {
  readonly watchId: number;
  readonly hour: Instant;
  readonly writer: string | number;
}

const nameOf = ({ watchId, hour }: { readonly watchId: number; readonly hour: Instant }) =>
  `${watchId}|${hour}`;

/** @returns how many hours were wrong, missing or too many */
async function replaceSketches(
  db: Db,
  written: readonly Written[],
  stored: readonly HourSketch[],
): Promise<number> {
  const before = new Map(stored.map((each) => [nameOf(each), each.sketch]));
  const right = Map.groupBy(written, nameOf);
  const changed = [...right].flatMap(([name, those]) => {
    const writers = those.map(({ writer }) => String(writer));
    const sketch = encodeSketch(addWriters(NO_AUTHORS, writers));
    const known = before.get(name);
    const [{ watchId, hour }] = those as [Written];
    return known !== undefined && Buffer.compare(known, sketch) === 0
      ? []
      : [[watchId, hour, sketch] as const];
  });
  await bulkInsert(db, 'author_bucket', COLUMNS, changed, REPLACING);
  const gone = stored.filter((each) => !right.has(nameOf(each)));
  for (const part of chunks(gone, 500)) {
    const keys = part.map(({ watchId, hour }) => ({ watch: watchId, hour }));
    await sql`delete from author_bucket where (watch_id, hour) in
      (select watch, hour from ${rowsIn(db, keys, KEY, 'k')})`.execute(db);
  }
  return changed.length + gone.length;
}
