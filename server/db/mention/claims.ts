import { type RawBuilder, sql } from 'kysely';
import { FACT_NAMES } from '../../core/mention/facts.ts';
import type { Claim } from '../../core/series/series.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { byEngine, gathered, lookUp, numbersIn, textsIn } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';

/**
 * Newest posts looked at for one fact: more than the largest threshold of any playbook (500 people).
 * Without it a storm of complaints would make its own detection slow.
 */
export const MAX_POSTS_PER_FACT = 600;
const EXAMPLES = 5;

/** A post without an author counts as an author of its own. */
export const AUTHOR = sql`coalesce(author, cast(post_id as text))`;

interface ClaimRow {
  readonly watchId: number;
  readonly fact: string;
  readonly firstAt: Instant;
  readonly counts: string;
}

/**
 * Facts met in the last three days, of many watches, by the closed list of names: for each name one seek in
 * the primary key, and one short range where there is anything. Of grave ones it is also looked up which posts only
 * repeat others: those step back among the examples.
 */
export async function readClaimsOf(
  db: Db,
  watchIds: readonly number[],
  now: Instant,
): Promise<ReadonlyMap<number, readonly Claim[]>> {
  const [from, day] = [now - 3 * DAY, now - DAY];
  const newest = sql`(select at, post_id, author from fact
    where watch_id = met.watch and name = met.name and at > ${from} and at <= ${now}
    order by at desc, post_id desc limit ${sql.lit(MAX_POSTS_PER_FACT)}) newest`;
  const lately = sql`count(*) filter (where at > ${day})`;
  const authors = sql`count(distinct ${AUTHOR}) filter (where at > ${day})`;
  const key = sql`m.watch_id = met.watch and m.at = newest.at and m.post_id = newest.post_id`;
  const beside = sql`${newest} ${lookUp(db, 'mention', 'm', key)}`;
  const originals = sql`(select count(*) from ${beside} where newest.at > ${day} and m.copy = 0)`;
  const list = (from: RawBuilder<unknown>, order: RawBuilder<unknown>) => {
    const posts = sql`(select newest.post_id from ${from}
      order by ${order} newest.at desc, newest.post_id desc limit ${sql.lit(EXAMPLES)}) examples`;
    return sql`(select ${gathered(db, sql`post_id`)} from ${posts})`;
  };
  const grave = sql`met.name >= 'sev.' and met.name < 'sev/'`;
  const examples = sql`case when ${grave} then ${list(beside, sql`m.copy,`)} else ${list(newest, sql``)} end`;
  // One list, so that the newest posts of a fact are looked at once.
  const counts = byEngine(db, {
    sqlite: sql`json_array(${authors}, ${lately}, count(*), json(${examples}),
      case when ${grave} then ${originals} end)`,
    postgres: sql`json_build_array(${authors}, ${lately}, count(*), ${examples},
      case when ${grave} then ${originals} end)`,
  });
  const answer = await sql<ClaimRow>`
    with met as materialized (
      select w.value as watch, n.value as name, n.key as place,
        (select min(f.at) from fact f
          where f.watch_id = w.value and f.name = n.value and f.at > ${from} and f.at <= ${now}) as first_at
      from ${numbersIn(db, watchIds, 'w')} cross join ${textsIn(db, FACT_NAMES, 'n')})
    select watch as "watchId", name as fact, first_at as "firstAt",
      (select ${counts} from ${newest}) as counts
    from met where first_at is not null order by watch, place`.execute(db);
  const claims = new Map<number, Claim[]>();
  for (const { watchId, fact, firstAt, counts } of answer.rows) {
    const [authors24h, posts24h, posts72h, examples, originals24h] =
      parseJson<[number, number, number, readonly number[], number | null]>(counts);
    const list = claims.get(watchId) ?? [];
    list.push({ fact, authors24h, posts24h, posts72h, originals24h, firstAt, examples });
    claims.set(watchId, list);
  }
  return claims;
}
