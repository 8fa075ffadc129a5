import { sql } from 'kysely';
import type { MentionRow } from '../../core/screens-mentions.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { lookUp } from '../dialect.ts';
import { type MentionKey, readMentionRows } from './mention-rows.ts';

/** Newest mentions of the range that are looked at, over all watches. */
const LOOKED_AT = 2_000;
/** Of those, the posts that are looked up: the widest read originals, and the originals of the newest copies. */
const CANDIDATES = 120;
const SHOWN = 6;

const reactions = (kind: string) =>
  sql`coalesce(cast(p.metrics_json ->> ${sql.lit(kind)} as double precision), 0)`;

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
  const share = Math.ceil(LOOKED_AT / watchIds.length);
  const newest = watchIds.map(
    (id) => sql`select * from (select watch_id, at, post_id, copy, reach, counted from mention
      where watch_id = ${id} and at >= ${from} and at < ${to} order by at desc limit ${share}) one`,
  );
  const repeats = lookUp(db, 'post', 'p', sql`p.id = n.post_id and p.at = n.at`);
  const originals = lookUp(db, 'post', 'o', sql`o.id = repeated.id`);
  const posts = lookUp(db, 'post', 'p', sql`p.id = c.id and p.at = c.at`);
  const mentions = lookUp(db, 'mention', 'm', sql`m.post_id = p.id and m.at = p.at`, {
    index: 'mention_post',
  });
  const answer = await sql<MentionKey>`
    with newest as materialized (${sql.join(newest, sql` union all `)}),
      repeated as materialized (
        select p.copy_of as id, count(distinct p.id) as copies from
          (select at, post_id from newest where copy = 1 order by at desc limit ${sql.lit(CANDIDATES)}) n
          ${repeats} where p.copy_of is not null group by p.copy_of),
      read as materialized (
        select post_id as id, at from newest where copy = 0 and counted = 1
        order by reach desc, at desc limit ${sql.lit(CANDIDATES)}),
      candidate as (select id, at from read
        union select o.id, o.at from repeated ${originals})
    select min(m.watch_id) as "watchId", p.at, p.id as "postId"
    from candidate c ${posts}
      left join repeated r on r.id = c.id
      ${mentions}
    where m.watch_id in (${sql.join(watchIds)})
    group by p.id, p.at
    order by coalesce(max(r.copies), 0) * 10 + 5 * max(case when m.sentiment = -1 then 1 else 0 end)
      + max(${reactions('likes')} + ${reactions('comments')} + ${reactions('reposts')}) desc, p.at desc
    limit ${sql.lit(SHOWN)}`.execute(db);
  return readMentionRows(db, answer.rows);
}
