import { sql } from 'kysely';
import type { Complaint } from '../../core/series/series.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { byEngine, gathered, lookUp, rowsIn } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import { MAX_POSTS_PER_FACT } from '../mention/claims.ts';

/** Original posts by the hour; hours without any are left out. */
export type ByHour = ReadonlyMap<Instant, number>;

/** A stretch of one facet of one watch; the end is left out. */
export interface FacetSpan {
  readonly watchId: number;
  readonly fact: string;
  readonly from: Instant;
  readonly until: Instant;
}

const SPAN = { place: 'bigint', watchId: 'bigint', fact: 'text', from: 'bigint', until: 'bigint' } as const;

/** Original posts of each, in their order: one range of the primary key each, in one statement. */
export async function readFacetHours(db: Db, spans: readonly FacetSpan[]): Promise<readonly ByHour[]> {
  const range = sql`b.watch_id = w."watchId" and b.facet = w.fact and b.hour >= w."from" and b.hour < w."until"`;
  const answer = await sql<{ place: number; hours: string; counts: string }>`
    select w.place, ${gathered(db, sql`b.hour`)} as hours, ${gathered(db, sql`b.count - b.copies`)} as counts
    from ${rowsIn(db, placed(spans), SPAN, 'w')} ${lookUp(db, 'facet_bucket', 'b', range)}
    group by w.place`.execute(db);
  const found = spans.map(() => new Map<Instant, number>());
  for (const { place, hours, counts } of answer.rows) {
    const [numbers, sums] = [parseJson<number[]>(counts), found[place]];
    // One row for each platform and sentiment.
    parseJson<number[]>(hours).forEach((hour, i) => {
      sums?.set(hour, (sums.get(hour) ?? 0) + (numbers[i] ?? 0));
    });
  }
  return found;
}

/** What was complained of in words of one's own. */
export interface ListedComplaints {
  /** Newest first. */
  readonly complaints: readonly Complaint[];
  /** They are all there since then. */
  readonly listedSince: Instant;
}

/** Who complained, in the order of the spans: the newest posts of each fact, and whether they copy others. */
export async function readComplaints(
  db: Db,
  spans: readonly FacetSpan[],
): Promise<readonly ListedComplaints[]> {
  const newest = sql`(select at, post_id, author from fact
    where watch_id = w."watchId" and name = w.fact and at > w."from" and at <= w."until"
    order by at desc, post_id desc limit ${sql.lit(MAX_POSTS_PER_FACT)}) newest`;
  const key = sql`m.watch_id = w."watchId" and m.at = newest.at and m.post_id = newest.post_id`;
  const row = byEngine(db, { sqlite: sql`json_array`, postgres: sql`json_build_array` });
  const answer = await sql<{ place: number; posts: string }>`
    select w.place, (select ${gathered(db, sql`${row}(newest.at, newest.post_id, newest.author, m.copy)`)}
      from ${newest} ${lookUp(db, 'mention', 'm', key)}) as posts
    from ${rowsIn(db, placed(spans), SPAN, 'w')}`.execute(db);
  const found = spans.map(({ from }): ListedComplaints => ({ complaints: [], listedSince: from }));
  for (const { place, posts } of answer.rows) {
    const all = parseJson<[number, number, string | null, number][]>(posts);
    all.sort(([at, id], [other, otherId]) => other - at || otherId - id);
    const own = all.filter(([, , , copy]) => copy === 0);
    const complaints = own.map(([at, postId, author]) => ({ at, postId, author }));
    const oldest = all.length < MAX_POSTS_PER_FACT ? undefined : all.at(-1)?.[0];
    found[place] = { complaints, listedSince: oldest ?? spans[place]?.from ?? 0 };
  }
  return found;
}

/** Numbered from 0, so that an answer is known by its question. */
function placed(spans: readonly FacetSpan[]) {
  return spans.map((span, place) => ({ place, ...span }));
}
