import { type RawBuilder, sql } from 'kysely';
import { isExact } from '../../../core/reading/bigram.ts';
import type { Db } from '../../database.ts';
import { unionOf } from '../../engine/dialect.ts';
import { listWindows } from '../../engine/partitions.ts';
import { fitting } from '../../post/search.ts';
import { newestOf, type Place } from './mention-keys.ts';
import type { MentionKey } from './mention-rows.ts';
import { verified } from './mention-verify.ts';
import { countFitting, fits, mentionOf, type PostgresSearch } from './search-count.ts';
import type { Gathered, Search, SearchWays } from './search-ways.ts';

/** So many of the newest mentions that the filter leaves are looked through at least, and at most. */
const STEP = 500;
const WALKED = 10_000;
/** A step is so much longer than it takes for the missing hits if they lie as thick as before. */
const AMPLE = 1.4;
/** Fitting posts of a time whose mentions are looked up in one go, if not more hits are needed. */
const LOOKED_UP = 5_000;

type Fragment = RawBuilder<unknown>;

/**
 * A GIN index gives its hits in no order, and all of them before the first. So the newest mentions are asked
 * first, one after the other, whether their post fits: of common words every so-manieth does, and as many are
 * asked as that takes: how thick the hits lay so far tells how many. If that is too many, the words are
 * rare among what the filter leaves, and the index is asked, from the newest month backwards, twice as many
 * months at each turn. Of one turn at most 5,000 fitting posts, the newest, are looked up. Words that are one
 * token each need not be verified, and are counted without reading a text.
 */
export function waysOnPostgres(db: Db, search: Search, match: string): SearchWays {
  const exact = isExact(search.words);
  const look: PostgresSearch = { db, search, match };
  const check: Check = async (keys) => (exact ? keys : verified(db, search.words, keys));
  return {
    gather: (after, need) => gatherWalking(look, check, after, need),
    count: async (most) => {
      const hits = exact
        ? await countFitting(look, most + 1)
        : (await gatherFitting(look, check, null, most + 1)).hits.length;
      return hits > most ? null : hits;
    },
  };
}

/** Those that truly hold the words. */
type Check = (keys: readonly MentionKey[]) => Promise<readonly MentionKey[]>;

async function gatherWalking(
  look: PostgresSearch,
  check: Check,
  from: Place | null,
  need: number,
): Promise<Gathered> {
  const { db, search } = look;
  const hits: MentionKey[] = [];
  let after = from;
  let walked = 0;
  for (let step = STEP; ; ) {
    const candidates = newestOf(db, search.watchIds, { filter: search.filter, after }, step);
    const seen = await readSeen(db, candidates, sql`select * from candidate c where ${fits(look, 'c')}`);
    hits.push(...(await check(seen.keys)));
    if (seen.count < step) return { hits, whole: true };
    if (hits.length >= need) return { hits, whole: false };
    walked += seen.count;
    after = seen.last;
    const expected = ((need - hits.length) * walked) / (hits.length + 1);
    if (expected > WALKED - walked) break;
    step = Math.min(WALKED - walked, Math.max(STEP, Math.ceil(expected * AMPLE)));
  }
  const rest = await gatherFitting(look, check, after, need - hits.length);
  return { hits: [...hits, ...rest.hits], whole: rest.whole };
}

async function gatherFitting(
  look: PostgresSearch,
  check: Check,
  from: Place | null,
  need: number,
): Promise<Gathered> {
  const { db, search, match } = look;
  const { filter, watchIds } = search;
  const mentions = watchIds.map((id) => mentionOf(search, id, 'c'));
  const kept = sql`select min(m.watch_id) as watch_id, c.at, c.post_id
    from candidate c cross join lateral (${unionOf(mentions)}) m group by c.at, c.post_id`;
  const hits: MentionKey[] = [];
  let after = from;
  const to = from ? Math.min(filter.to, from.at + 1) : filter.to;
  for (const window of await listWindows(db, filter.from, to)) {
    for (;;) {
      const most = Math.max(LOOKED_UP, need - hits.length);
      const place = after ? sql`and (s.at, s.post_id) < (${after.at}, ${after.postId})` : sql``;
      const candidates = sql`select s.at, s.post_id from ${fitting(db, match).from}
        and s.at >= ${window.from} and s.at < ${window.to} ${place}
        order by s.at desc, s.post_id desc limit ${most}`;
      const seen = await readSeen(db, candidates, kept);
      hits.push(...(await check(seen.keys)));
      after = seen.last ?? after;
      if (hits.length >= need) return { hits, whole: false };
      if (seen.count < most) break;
    }
  }
  return { hits, whole: true };
}

interface CandidatePage {
  readonly keys: readonly MentionKey[];
  /** How many candidates there were, and the oldest of them. */
  readonly count: number;
  readonly last: Place | null;
}

/** Those of the candidates (at, post_id) that are kept, newest first; the others never leave the database. */
async function readSeen(db: Db, candidates: Fragment, kept: Fragment): Promise<CandidatePage> {
  const answer = await sql<MentionKey & { count: number; lastAt: number; lastId: number }>`
    with candidate as materialized (${candidates}), kept as (${kept}),
      oldest as (select at, post_id from candidate order by at, post_id limit 1)
    select (select count(*) from candidate) as count, o.at as "lastAt", o.post_id as "lastId",
      k.watch_id as "watchId", k.at, k.post_id as "postId"
    from oldest o left join kept k on true order by k.at desc, k.post_id desc`.execute(db);
  const [first] = answer.rows;
  if (first === undefined) return { keys: [], count: 0, last: null };
  const keys = answer.rows
    .filter((row) => row.postId !== null)
    .map(({ watchId, at, postId }) => ({ watchId, at, postId }));
  return { keys, count: first.count, last: { at: first.lastAt, postId: first.lastId } };
}
