import { sql } from 'kysely';
import type { RisingPart } from '../../core/series/series.ts';
import type { DayCount } from '../../core/series/slow-rise.ts';
import type { Span } from '../../core/series/trend-window.ts';
import { CHINA_OFFSET, DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder, lookUp, numbersIn, rowsIn } from '../engine/dialect.ts';
import { facetNames, familyOf } from './facet-names.ts';

const SPAN = { place: 'bigint', watchId: 'bigint', from: 'bigint', to: 'bigint' } as const;
/** Keywords whose complaints grew most. */
const MAX_TERMS = 20;
const MAX_EXAMPLES = 5;

/** Counts by the day in China, in the order of the spans: one range of the primary key each, in one statement. */
export async function readDays(
  db: Db,
  spans: readonly (Span & { readonly watchId: number })[],
): Promise<readonly (readonly DayCount[])[]> {
  const range = sql`b.watch_id = w."watchId" and b.hour >= w."from" and b.hour < w."to"`;
  const offset = sql.lit(CHINA_OFFSET);
  const rows = spans.map((span, place) => ({ place, ...span }));
  const answer = await sql<DayCount & { place: number }>`
    select place, days * ${sql.lit(DAY)} - ${offset} as day, sum(count) as total,
      sum(case when sentiment < 0 then count else 0 end) as negative
    from (select w.place, (b.hour + ${offset}) / ${sql.lit(DAY)} as days, b.sentiment, b.count
      from ${rowsIn(db, rows, SPAN, 'w')} ${lookUp(db, 'bucket', 'b', range)}) counted
    group by place, days order by place, days`.execute(db);
  const found = spans.map((): DayCount[] => []);
  for (const { place, ...day } of answer.rows) found[place]?.push(day);
  return found;
}

/** What the complaints of two weeks are about: touchpoints, places, and the keywords that grew most. */
export async function readParts(
  db: Db,
  watchId: number,
  first: Span,
  last: Span,
): Promise<readonly RisingPart[]> {
  const names = facetNames(db, [familyOf(watchId, 'touch'), familyOf(watchId, 'area')]);
  const weeks = [first, last].map((span, place) => ({ place, ...span }));
  const within = { place: 'bigint', from: 'bigint', to: 'bigint' } as const;
  const key = sql`b.watch_id = n.watch_id and b.facet = n.facet and b.day >= w."from" and b.day < w."to"`;
  const sums = sql`sum(case when place = 0 then count else 0 end) as first,
    sum(case when place = 1 then count else 0 end) as last`;
  const facets = await sql<RisingPart>`
    with recursive ${names} select facet as fact, ${sums}
    from (select w.place, b.facet, b.count from (select watch_id, facet from facet_name where facet is not null) n
      cross join ${rowsIn(db, weeks, within, 'w')} ${lookUp(db, 'facet_day', 'b', key)}
      where b.sentiment < 0) counted group by facet`.execute(db);
  const days = weeks.flatMap(({ from, to }) =>
    Array.from({ length: (to - from) / DAY }, (_, n) => from + n * DAY),
  );
  const terms = await sql<RisingPart>`
    select 'term.' || term as fact, ${sums}
    from (select case when d.value >= ${last.from} then 1 else 0 end as place, b.term, b.negative as count
      from ${numbersIn(db, days, 'd')} ${joinInOrder(db)} term_bucket b
        on b.watch_id = ${watchId} and b.day = d.value and b.negative > 0) counted
    group by term
    order by sum(case when place = 1 then count else -count end) desc, term limit ${sql.lit(MAX_TERMS)}`.execute(
    db,
  );
  return [...facets.rows, ...terms.rows];
}

/** The newest complaints of a stretch in words of their own; of one touchpoint or place where one is named. */
export async function readRisingExamples(
  db: Db,
  watchId: number,
  fact: string | null,
  { from, to }: Span,
): Promise<readonly number[]> {
  const complains = sql`m.counted = 1 and m.copy = 0 and m.sentiment < 0`;
  const key = sql`m.watch_id = ${watchId} and m.at = f.at and m.post_id = f.post_id`;
  const about = sql`(select at, post_id from fact where watch_id = ${watchId} and name = ${fact}
    and at >= ${from} and at < ${to}) f ${lookUp(db, 'mention', 'm', key)} where ${complains}`;
  const any = sql`mention m where m.watch_id = ${watchId} and m.at >= ${from} and m.at < ${to} and ${complains}`;
  const answer = await sql<{ id: number; at: Instant }>`
    select m.post_id as id, m.at from ${fact === null ? any : about}
    order by m.at desc, m.post_id desc limit ${sql.lit(MAX_EXAMPLES)}`.execute(db);
  return answer.rows.map(({ id }) => id);
}
