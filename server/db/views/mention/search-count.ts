import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database.ts';
import { fitting } from '../../post/search.ts';
import { conditions, newestOf, stated } from './mention-keys.ts';
import type { Search } from './search-ways.ts';

/** A search on PostgreSQL with the query of the full text. */
export interface PostgresSearch {
  readonly db: Db;
  readonly search: Search;
  readonly match: string;
}

type Fragment = RawBuilder<unknown>;

/** Whether the post of a row (at, post_id) fits: one look by primary key, where the planner would gather all that fit. */
export function fits({ db, match }: PostgresSearch, row: string): Fragment {
  const { id, from } = fitting(db, match);
  return sql`(select ${id} from ${from}
    and s.post_id = ${sql.ref(`${row}.post_id`)} and s.at = ${sql.ref(`${row}.at`)}) is not null`;
}

/** The mention of a row (at, post_id) in one watch, where the filter leaves it: one look by primary key. */
export function mentionOf({ filter }: Search, watchId: number, row: string): Fragment {
  return sql`(select m.watch_id from mention m
    where m.at = ${sql.ref(`${row}.at`)} and m.post_id = ${sql.ref(`${row}.post_id`)}
      and ${conditions(watchId, { filter }, 'm')} ${stated(filter)} limit 1)`;
}

/**
 * Counts the mentions whose post fits, up to `most`: from the mentions that the filter leaves or from the posts
 * that fit, whichever are fewer by what PostgreSQL knows of its tables.
 */
export async function countFitting(look: PostgresSearch, most: number): Promise<number> {
  const { db, search } = look;
  const { from, to } = search.filter;
  const posts = sql`${fitting(db, look.match).from} and s.at >= ${from} and s.at < ${to}`;
  const mentions = newestOf(db, search.watchIds, { filter: search.filter }, Number.MAX_SAFE_INTEGER);
  const fewer = (await estimate(db, mentions)) < (await estimate(db, sql`select 1 from ${posts}`));
  const each = search.watchIds.map((id) => mentionOf(search, id, 's'));
  const hits = fewer
    ? sql`select 1 from (${mentions}) c where ${fits(look, 'c')}`
    : sql`select 1 from ${posts} and coalesce(${sql.join(each)}) is not null`;
  const answer = await sql<{ n: number }>`
    select count(*) as n from (${hits} limit ${most}) hit`.execute(db);
  return answer.rows[0]?.n ?? 0;
}

/** How many rows PostgreSQL expects of a query, which it does not run. */
async function estimate(db: Db, query: Fragment): Promise<number> {
  const answer = await sql<Record<string, string>>`explain (format json) ${query}`.execute(db);
  const [plan] = JSON.parse(answer.rows[0]?.['QUERY PLAN'] ?? '[]');
  return plan?.Plan['Plan Rows'] ?? 0;
}
