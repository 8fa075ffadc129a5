import { type RawBuilder, sql } from 'kysely';
import type { SentimentLabel } from '../../../core/reading/analysis.ts';
import type { TargetKind } from '../../../core/reading/target.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { lookUp, numbersIn, unionOf } from '../../engine/dialect.ts';
import { postsFitting } from '../../post/search.ts';
import type { MentionTable } from '../../schema/schema.ts';
import type { MentionKey } from './mention-rows.ts';

/** What a list of mentions is narrowed by; every condition must hold. */
export interface MentionFilter {
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly sentiment?: SentimentLabel | undefined;
  readonly platform?: string | undefined;
  /** `sev.outage`, `area.阳光花园`, … */
  readonly fact?: string | undefined;
  readonly originalsOnly?: boolean | undefined;
  /** Whom it is angry at. */
  readonly target?: TargetKind | undefined;
  /** The story it belongs to, none that was merged away. */
  readonly story?: number | undefined;
}

/** A place in a list that goes from new to old. */
export interface Place {
  readonly at: Instant;
  readonly postId: number;
}

interface Range {
  readonly filter: MentionFilter;
  readonly after?: Place | null;
  /** Only posts that fit this full text query; see `postsFitting`. */
  readonly match?: string;
}

type Fragment = RawBuilder<unknown>;
/** A watch, or the column that has it where many are asked about in one statement. */
type WatchRef = number | Fragment;

/**
 * Conditions on a mention `m` of one watch, its time bounded through `k`: the mention, its fact or its post in a story.
 * `owner` has the watch.
 */
export function conditions(
  watchId: WatchRef,
  { filter, after, match }: Range,
  k: 'k' | 'm',
  owner: 'k' | 'm' = k,
): Fragment {
  const walked = sql.ref(k);
  const all: Fragment[] = [sql`${sql.ref(owner)}.watch_id = ${watchId}`, sql`${walked}.at >= ${filter.from}`];
  all.push(sql`${walked}.at < ${after ? Math.min(filter.to, after.at + 1) : filter.to}`);
  if (after) all.push(sql`(${walked}.at, ${walked}.post_id) < (${after.at}, ${after.postId})`);
  if (filter.sentiment !== undefined) all.push(sql`m.sentiment = ${filter.sentiment}`);
  if (filter.platform !== undefined) all.push(sql`m.platform = ${filter.platform}`);
  if (filter.target !== undefined) all.push(sql`m.target = ${filter.target}`);
  if (filter.originalsOnly) all.push(sql`m.copy = 0`);
  // The plus keeps the time order: the fitting posts are looked up, not walked along.
  if (match !== undefined) all.push(sql`+${walked}.post_id in (select id from fitting)`);
  return sql.join(all, sql` and `);
}

/** Further, for those who walk along neither: that a mention `m` has the fact, and is of the story, that is asked for. */
export function stated({ fact, story }: MentionFilter): Fragment {
  const told =
    story === undefined
      ? sql``
      : sql`and exists (select 1 from story_post b where b.story_id = ${story} and b.at = m.at
          and b.post_id = m.post_id)`;
  return sql`${hasFact(fact)} ${told}`;
}

function hasFact(fact: string | undefined): Fragment {
  return fact === undefined
    ? sql``
    : sql`and exists (select 1 from fact a where a.watch_id = m.watch_id and a.name = ${fact}
        and a.at = m.at and a.post_id = m.post_id)`;
}

/**
 * The mentions of one watch, new to old, along a primary key: of the mentions, of the facts where one is asked for, or
 * of the posts of a story. The mention of a fact is looked up only where something is asked of it.
 */
function walk(db: Db, watchId: WatchRef, range: Range, limit: number): Fragment {
  const { fact, sentiment, platform, originalsOnly, target, story } = range.filter;
  if (story !== undefined) return walkStory(db, watchId, { ...range, story }, limit);
  const k = fact === undefined ? 'm' : 'k';
  const more = sentiment !== undefined || platform !== undefined || originalsOnly || target !== undefined;
  const mention = sql`m.watch_id = k.watch_id and m.at = k.at and m.post_id = k.post_id`;
  const looked = more ? lookUp(db, 'mention', 'm', mention) : sql``;
  const from = fact === undefined ? sql`mention m` : sql`fact k ${looked}`;
  const named = fact === undefined ? sql`` : sql`k.name = ${fact} and `;
  const key = sql.ref(k);
  return sql`select * from (select ${key}.watch_id, ${key}.at, ${key}.post_id from ${from}
    where ${named}${conditions(watchId, range, k)}
    order by ${key}.at desc, ${key}.post_id desc limit ${limit}) one`;
}

/** The same along the posts of a story, whose mentions are looked up one after the other. */
function walkStory(
  db: Db,
  watchId: WatchRef,
  { story, ...range }: Range & { readonly story: number },
  limit: number,
): Fragment {
  const mention = sql`m.watch_id = ${watchId} and m.at = k.at and m.post_id = k.post_id`;
  return sql`select * from (select m.watch_id, k.at, k.post_id
    from story_post k ${lookUp(db, 'mention', 'm', mention)}
    where k.story_id = ${story} and ${conditions(watchId, range, 'k', 'm')} ${hasFact(range.filter.fact)}
    order by k.at desc, k.post_id desc limit ${limit}) one`;
}

/** The newest `limit` mentions of some watches, every post once, as a query of rows (watch_id, at, post_id). */
export function newestOf(db: Db, watchIds: readonly number[], range: Range, limit: number): Fragment {
  const each = watchIds.map((watchId) => walk(db, watchId, range, limit));
  return sql`select min(watch_id) as watch_id, at, post_id from (${unionOf(each)}) newest
    group by at, post_id order by at desc, post_id desc limit ${limit}`;
}

/** From so many watches on it pays to ask first which of them can have any of the newest. */
const MANY = 2;

/** The newest `limit` mentions, every post once, newest first. */
export async function newestKeys(
  db: Db,
  watchIds: readonly number[],
  range: Range,
  limit: number,
): Promise<readonly MentionKey[]> {
  const asked =
    range.match === undefined && watchIds.length > MANY * limit
      ? await liveliest(db, watchIds, range, limit)
      : watchIds;
  if (asked.length === 0) return [];
  const fitting =
    range.match === undefined
      ? sql``
      : sql`with fitting(id) as materialized ${postsFitting(db, range.match)}`;
  const answer = await sql<Pick<MentionTable, 'watch_id' | 'at' | 'post_id'>>`
    ${fitting} ${newestOf(db, asked, range, limit)}`.execute(db);
  return answer.rows.map((row) => ({ watchId: row.watch_id, at: row.at, postId: row.post_id }));
}

/**
 * The few of many watches that can have one of the newest `limit` posts: those whose newest mentions are the
 * newest. What is newest in so many watches at different times are as many posts, and newer than all of any other's.
 */
async function liveliest(
  db: Db,
  watchIds: readonly number[],
  range: Range,
  limit: number,
): Promise<readonly number[]> {
  const newest = sql`(select at from (${walk(db, sql`w.value`, range, 1)}) newest)`;
  const { rows } = await sql<{ id: number; at: Instant | null }>`
    select w.value as id, ${newest} as at from ${numbersIn(db, watchIds, 'w')}`.execute(db);
  const times = [...new Set(rows.flatMap(({ at }) => (at === null ? [] : [at])))].sort((a, b) => b - a);
  const least = times[limit - 1] ?? Number.NEGATIVE_INFINITY;
  return rows.flatMap(({ id, at }) => (at !== null && at >= least ? [id] : []));
}

/** Watches that are counted in one statement at most, and how many times more where those before had little. */
const TOGETHER = 20;
const GROWS = 4;

/** How many posts the filter leaves, exact up to `most`, else null. */
export async function countKeys(
  db: Db,
  watchIds: readonly number[],
  filter: MentionFilter,
  most: number,
): Promise<number | null> {
  const busy: number[] = [];
  let sum = 0;
  let together = 1;
  // One watch mentions a post once. Where one alone has too many, none of the others need be asked.
  for (let from = 0; from < watchIds.length; ) {
    const counts = await countEach(db, watchIds.slice(from, from + together), filter, most + 1);
    if (counts.some(({ n }) => n > most)) return null;
    from += together;
    const found = counts.reduce((all, { n }) => all + n, 0);
    together = found * GROWS > most ? 1 : Math.min(TOGETHER, together * GROWS);
    busy.push(...counts.filter(({ n }) => n > 0).map(({ id }) => id));
    sum += found;
  }
  if (busy.length < 2) return sum;
  const each = busy.map((id) => sql`select post_id from (${walk(db, id, { filter }, most + 1)}) walked`);
  const answer = await sql<{ n: number }>`
    select count(*) as n from (${unionOf(each, 'union')}) counted`.execute(db);
  const n = answer.rows[0]?.n ?? 0;
  return n > most ? null : n;
}

async function countEach(
  db: Db,
  watchIds: readonly number[],
  filter: MentionFilter,
  most: number,
): Promise<readonly { readonly id: number; readonly n: number }[]> {
  const n = sql`(select count(*) from (${walk(db, sql`w.value`, { filter }, most)}) walked)`;
  const answer = await sql<{ id: number; n: number }>`
    select w.value as id, ${n} as n from ${numbersIn(db, watchIds, 'w')}`.execute(db);
  return answer.rows;
}
