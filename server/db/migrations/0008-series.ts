import { type Kysely, sql } from 'kysely';
import { define } from '../engine/ddl.ts';
import { engineOf } from '../engine/engine.ts';

const AMOUNTS = 'count integer not null, copies integer not null, reach integer not null';
const COUNTED = 'count(*), sum(m.copy), sum(m.reach)';

const TABLES = [
  `create table fine_bucket (
    watch_id integer not null, at integer not null, platform text not null, sentiment integer not null,
    ${AMOUNTS}, primary key (watch_id, at, platform, sentiment)
  ) without rowid`,
  `create table author_bucket (
    watch_id integer not null, hour integer not null, sketch blob not null, primary key (watch_id, hour)
  ) without rowid`,
  `create table term_bucket (
    watch_id integer not null, day integer not null, term text not null,
    count integer not null, negative integer not null, positive integer not null,
    primary key (watch_id, day, term)
  ) without rowid`,
  'drop table facet_bucket',
  `create table facet_bucket (
    watch_id integer not null, facet text not null, hour integer not null, platform text not null,
    sentiment integer not null, ${AMOUNTS},
    primary key (watch_id, facet, hour, platform, sentiment)
  ) without rowid`,
];

const COUNTS = ['bucket', 'fine_bucket', 'facet_bucket', 'term_bucket'];

/**
 * Nothing is lost with the old facet counts: what they were counted from is all there. A mention that has a
 * fact `servqual.*` gets one for each aspect that names both a dimension and a touchpoint.
 */
const countsOf = (watchId: number) => [
  `insert into fact (watch_id, name, at, post_id, author, value)
    select distinct f.watch_id, 'pair.' || (a.value ->> 'servqual') || '.' || (a.value ->> 'touchpoint'),
      f.at, f.post_id, null, null
    from (select distinct watch_id, at, post_id from fact
        where watch_id = ${watchId} and name > 'servqual.' and name < 'servqual/') f
      cross join analysis r on r.post_id = f.post_id, json_each(r.analysis_json, '$.aspects') a
    where (a.value ->> 'servqual') is not null and (a.value ->> 'touchpoint') is not null
      and (a.value ->> 'polarity') <> 1
    order by 2, 3, 4`,
  `insert into facet_bucket (watch_id, facet, hour, platform, sentiment, count, copies, reach)
    select f.watch_id, f.name, f.at / 3600000 * 3600000, m.platform, m.sentiment, ${COUNTED}
    from fact f cross join mention m on m.watch_id = f.watch_id and m.at = f.at and m.post_id = f.post_id
    where f.watch_id = ${watchId} and f.name not in ('hot', 'exec') and f.name not glob 'source.*'
    group by 2, 3, 4, 5`,
  `insert into fine_bucket (watch_id, at, platform, sentiment, count, copies, reach)
    select m.watch_id, m.at / 300000 * 300000, m.platform, m.sentiment, ${COUNTED}
    from mention m where m.watch_id = ${watchId} and m.counted = 1
      and m.at >= ((cast(strftime('%s', 'now') as integer) - 172800) / 300 * 300) * 1000
    group by 2, 3, 4`,
];

/** A count that came to nothing is found by its index, which is empty otherwise. */
function indexEmpty(table: string): string {
  return `create index ${table}_empty on ${table}(watch_id) where count <= 0`;
}

/** There a count grows in its place as long as its page has room and no index speaks of it. */
function leaveRoom(table: string): string {
  return `alter table ${table} set (fillfactor = 80)`;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, TABLES);
  await define(db, COUNTS.map(engineOf(db) === 'sqlite' ? indexEmpty : leaveRoom));
  const watches = await sql<{ id: number }>`select id from watch`.execute(db);
  for (const { id } of watches.rows) {
    for (const statement of countsOf(id)) await sql.raw(statement).execute(db);
  }
  await countWriters(db);
}

interface Written {
  readonly hour: number;
  readonly writer: string;
}

/** Hours looked at in one go. */
const HOURS = 24;

async function countWriters(db: Kysely<unknown>): Promise<void> {
  const hours = await sql<{ watchId: number; hour: number }>`
    select distinct watch_id as "watchId", hour from bucket order by 1, 2`.execute(db);
  for (const [watchId, rows] of Map.groupBy(hours.rows, (row) => row.watchId)) {
    for (let at = 0; at < rows.length; at += HOURS) {
      const part = rows.slice(at, at + HOURS);
      const written = await sql<Written>`
        select distinct m.at / 3600000 * 3600000 as hour, coalesce(m.author, m.post_id) as writer
        from mention m where m.watch_id = ${watchId} and m.counted = 1
          and m.at >= ${part[0]?.hour} and m.at < ${(part.at(-1)?.hour ?? 0) + 3_600_000}`.execute(db);
      for (const [hour, those] of Map.groupBy(written.rows, (row) => row.hour)) {
        const sketch = sketchOf(those.map(({ writer }) => hashOf(String(writer))));
        await sql`insert into author_bucket (watch_id, hour, sketch)
          values (${watchId}, ${hour}, ${sketch})`.execute(db);
      }
    }
  }
}

/** The sketch as it was when this was written: 48 bits of a hash each, or 4,096 registers beyond 512. */
function sketchOf(hashes: readonly number[]): Uint8Array {
  const sorted = Float64Array.from(new Set(hashes)).sort();
  const bytes = Buffer.alloc(sorted.length > 512 ? 3_073 : 1 + sorted.length * 6);
  bytes[0] = sorted.length > 512 ? 2 : 1;
  if (bytes[0] === 1) {
    for (const [at, hash] of sorted.entries()) bytes.writeUIntBE(hash, 1 + at * 6, 6);
    return bytes;
  }
  const registers = new Uint8Array(4_096);
  for (const hash of sorted) {
    const high = Math.floor(hash / 2 ** 32);
    const rank = (high & 15) > 0 ? Math.clz32(high & 15) - 27 : Math.clz32(hash % 2 ** 32) + 5;
    registers[high >>> 4] = Math.max(registers[high >>> 4] ?? 0, rank);
  }
  for (let at = 0, to = 1; at < 4_096; at += 4, to += 3) {
    const [a = 0, b = 0, c = 0, d = 0] = registers.subarray(at, at + 4);
    bytes.writeUIntBE((a << 18) | (b << 12) | (c << 6) | d, to, 3);
  }
  return bytes;
}

function hashOf(writer: string): number {
  let [low, high] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < writer.length; at++) {
    const unit = writer.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x9e3779b1);
    high = Math.imul(high ^ unit, 0x5f356495);
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  return (high >>> 16) * 2 ** 32 + (low >>> 0);
}
