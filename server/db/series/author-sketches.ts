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
    from ${rowsIn(db, keys, { watch: 'bigint', hour: 'bigint' }, 'k')}
    ${joinInOrder(db)} author_bucket b on b.watch_id = k.watch and b.hour = k.hour`.execute(db);
  return new Map(answer.rows.map(({ watchId, hour, sketch }) => [`${watchId}|${hour}`, sketch]));
}

/**
 * Counts again who wrote in the hours of [from, to], both inclusive and each taken whole: nobody can be taken
 * out of a sketch. @returns how many hours were wrong, missing or too many
 */
export async function recountWriters(db: Db, watchId: number, from: Instant, to: Instant): Promise<number> {
  const [start, end] = [startOfHour(from), startOfHour(to) + HOUR];
  const written = await sql<{ hour: Instant; writer: string | number }>`
    select distinct at / ${sql.lit(HOUR)} * ${sql.lit(HOUR)} as hour, ${AUTHOR} as writer from mention
    where watch_id = ${watchId} and at >= ${start} and at < ${end} and counted = 1`.execute(db);
  const stored = await sql<{ hour: Instant; sketch: Uint8Array }>`
    select hour, sketch from author_bucket
    where watch_id = ${watchId} and hour >= ${start} and hour < ${end}`.execute(db);
  const before = new Map(stored.rows.map(({ hour, sketch }) => [hour, sketch]));
  const right = Map.groupBy(written.rows, ({ hour }) => hour);
  const changed = [...right].flatMap(([hour, those]) => {
    const sketch = encodeSketch(
      addWriters(
        NO_AUTHORS,
        those.map(({ writer }) => String(writer)),
      ),
    );
    const known = before.get(hour);
    return known !== undefined && Buffer.compare(known, sketch) === 0
      ? []
      : [[watchId, hour, sketch] as const];
  });
  await bulkInsert(db, 'author_bucket', COLUMNS, changed, REPLACING);
  const gone = [...before.keys()].filter((hour) => !right.has(hour));
  for (const part of chunks(gone, 500)) {
    await db.deleteFrom('author_bucket').where('watch_id', '=', watchId).where('hour', 'in', part).execute();
  }
  return changed.length + gone.length;
}
