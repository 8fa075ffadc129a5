import { sql } from 'kysely';
import type { MentionRow } from '../../../core/screens/mentions.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { lookUp, rowsIn } from '../../engine/dialect.ts';
import { newestOfEach } from '../../engine/newest-of-each.ts';
import { type MentionKey, readMentionRows } from './mention-rows.ts';

/** Newest mentions of the range that are looked at, over all watches. */
const LOOKED_AT = 2_000;
/** Of those, the posts that are looked up: the widest read originals, and the originals of the newest copies. */
const CANDIDATES = 120;
const SHOWN = 6;

const reactions = (kind: string) =>
  sql`coalesce(cast(p.metrics_json ->> ${sql.lit(kind)} as double precision), 0)`;

const KEY = { id: 'bigint', at: 'bigint' } as const;

interface Key {
  readonly id: number;
  readonly at: Instant;
}

/** Of the newest mentions those that are looked up: the newest copies, and the originals that were read most widely. */
async function readNewest(
  db: Db,
  watchIds: readonly number[],
  from: Instant,
  to: Instant,
): Promise<{ readonly copies: readonly Key[]; readonly originals: readonly Key[] }> {
  const share = Math.ceil(LOOKED_AT / watchIds.length);
  const columns = ['at', 'post_id', 'copy', 'reach', 'counted'];
  const newest = newestOfEach(db, watchIds, { table: 'mention', columns, time: 'at', from, to }, share);
  const most = sql.lit(CANDIDATES);
  const { rows } = await sql<Key & { copy: number }>`
    with newest as materialized (${newest})
    select * from (select at, post_id as id, copy from newest
      where copy = 1 and counted = 1 order by at desc limit ${most}) copies
    union all select * from (select at, post_id as id, copy from newest
      where copy = 0 and counted = 1 order by reach desc, at desc limit ${most}) originals`.execute(db);
  const keysOf = (kind: number) => rows.flatMap(({ id, at, copy }) => (copy === kind ? [{ id, at }] : []));
  return { copies: keysOf(1), originals: keysOf(0) };
}

/**
 * What it is about: the originals that were repeated and reacted to most within the range, each once. A
 * copy counts for ten reactions: it says the whole thing again; a complaint for five, since it asks for an
 * answer. In a storm of more than 2,000 mentions only the newest are looked at, so the page costs the same
 * however much is stored.
 */
export async function readTopics(
  db: Db,
  watchIds: readonly number[],
  from: Instant,
  to: Instant,
): Promise<readonly MentionRow[]> {
  if (watchIds.length === 0) return [];
  const { copies, originals: read } = await readNewest(db, watchIds, from, to);
  const repeats = lookUp(db, 'post', 'p', sql`p.id = n.id and p.at = n.at`);
  const originals = lookUp(db, 'post', 'o', sql`o.id = repeated.id`);
  const posts = lookUp(db, 'post', 'p', sql`p.id = c.id and p.at = c.at`);
  const mentions = lookUp(db, 'mention', 'm', sql`m.post_id = p.id and m.at = p.at`, {
    index: 'mention_post',
  });
  const answer = await sql<MentionKey>`
    with repeated as materialized (
        select p.copy_of as id, count(distinct p.id) as copies
        from ${rowsIn(db, copies, KEY, 'n')} ${repeats} where p.copy_of is not null group by p.copy_of),
      found as (select r.id, r.at, 0 as copies from ${rowsIn(db, read, KEY, 'r')}
        union all select o.id, o.at, repeated.copies from repeated ${originals}),
      candidate as materialized (select id, at, max(copies) as copies from found group by id, at)
    select min(m.watch_id) as "watchId", p.at, p.id as "postId"
    from candidate c ${posts} ${mentions}
    where m.watch_id in (${sql.join(watchIds)})
    group by p.id, p.at
    order by max(c.copies) * 10 + 5 * max(case when m.sentiment = -1 then 1 else 0 end)
      + max(${reactions('likes')} + ${reactions('comments')} + ${reactions('reposts')}) desc, p.at desc
    limit ${sql.lit(SHOWN)}`.execute(db);
  return readMentionRows(db, answer.rows);
}
