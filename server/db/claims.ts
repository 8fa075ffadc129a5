import { sql } from 'kysely';
import { FACT_NAMES } from '../core/facts.ts';
import type { Claim } from '../core/series.ts';
import { DAY, type Instant } from '../core/time.ts';
import type { Db } from './database.ts';
import { parseJson } from './json.ts';

/**
 * Newest posts looked at for one fact: more than the largest threshold of any playbook (500 people).
 * Without it a storm of complaints would make its own detection slow.
 */
const MOST_PER_FACT = 600;
const EXAMPLES = 5;

/** A post without an author counts as an author of its own. */
export const AUTHOR = sql`coalesce(author, post_id)`;

/** Facts met in the last three days, by the closed list of names: each is one seek in the primary key. */
export async function readClaims(db: Db, watchId: number, now: Instant): Promise<readonly Claim[]> {
  const from = now - 3 * DAY;
  const met = await sql<{ name: string; firstAt: number | null }>`
    select wanted.value as name,
      (select min(at) from fact where watch_id = ${watchId} and name = wanted.value and at > ${from} and at <= ${now})
        as "firstAt"
    from json_each(${JSON.stringify(FACT_NAMES)}) wanted`.execute(db);
  const claims: Claim[] = [];
  for (const { name, firstAt } of met.rows) {
    if (firstAt !== null) claims.push(await readClaim(db, watchId, name, firstAt, now));
  }
  return claims;
}

async function readClaim(
  db: Db,
  watchId: number,
  fact: string,
  firstAt: Instant,
  now: Instant,
): Promise<Claim> {
  const day = now - DAY;
  const answer = await sql<{ authors24h: number; posts24h: number; posts72h: number; examples: string }>`
    with newest as materialized (
      select at, post_id, author from fact
      where watch_id = ${watchId} and name = ${fact} and at > ${now - 3 * DAY} and at <= ${now}
      order by at desc limit ${sql.lit(MOST_PER_FACT)})
    select count(distinct iif(at > ${day}, ${AUTHOR}, null)) as "authors24h",
      coalesce(sum(at > ${day}), 0) as "posts24h", count(*) as "posts72h",
      (select json_group_array(post_id) from (select post_id from newest order by at desc limit ${sql.lit(EXAMPLES)}))
        as examples
    from newest`.execute(db);
  const row = answer.rows[0] ?? { authors24h: 0, posts24h: 0, posts72h: 0, examples: '[]' };
  return { fact, ...row, firstAt, examples: parseJson<number[]>(row.examples) };
}
