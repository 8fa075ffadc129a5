import { type RawBuilder, sql } from 'kysely';
import type { Span } from '../../../core/series/trend-window.ts';
import { HOUR, type Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { joinInOrder, numbersIn } from '../../engine/dialect.ts';

/** What was said in a story within an hour. */
export interface StoryHour {
  readonly id: number;
  readonly hour: Instant;
  readonly count: number;
  readonly negative: number;
  readonly positive: number;
  readonly copies: number;
}

/**
 * Condition that everything a story `s` holds belongs to these watches: nobody else mentions it, or one of them
 * mentions every post of it and takes as many for negative. Then its hours are theirs.
 */
export function isWhollyOf(db: Db, watchIds: readonly number[]): RawBuilder<boolean> {
  const ours = sql`(select value from ${numbersIn(db, watchIds, 'w')})`;
  return sql`(not exists (select 1 from story_watch o where o.story_id = s.id and o.watch_id not in ${ours})
    or exists (select 1 from story_watch o where o.story_id = s.id and o.watch_id in ${ours}
      and o.mentions = s.posts and o.negative = s.negative))`;
}

/**
 * What was said in these stories within the range, hour by hour, by posts that these watches mention.
 */
export async function readStoryHours(
  db: Db,
  ids: readonly number[],
  watchIds: readonly number[],
  range: Span,
): Promise<readonly StoryHour[]> {
  if (ids.length === 0) return [];
  const keys = numbersIn(db, ids, 'k');
  const whole = await sql<{ id: number; whole: number }>`
    select s.id, case when ${isWhollyOf(db, watchIds)} then 1 else 0 end as whole
    from ${keys} ${joinInOrder(db)} story s on s.id = k.value`.execute(db);
  const shared = whole.rows.filter((row) => row.whole === 0).map(({ id }) => id);
  const hours = [
    ...(await readKept(
      db,
      ids.filter((id) => !shared.includes(id)),
      range,
    )),
  ];
  for (const id of shared) hours.push(...(await countHours(db, id, watchIds, range)));
  return hours;
}

/** As they are kept: of everybody. */
async function readKept(db: Db, ids: readonly number[], { from, to }: Span): Promise<readonly StoryHour[]> {
  const answer = await sql<StoryHour>`
    select h.story_id as id, h.hour, h.negative + h.neutral + h.positive as count,
      h.negative, h.positive, h.copies
    from ${numbersIn(db, ids, 'k')} ${joinInOrder(db)} story_hour h on h.story_id = k.value
      and h.hour >= ${from - HOUR + 1} and h.hour < ${to}
    order by h.story_id, h.hour`.execute(db);
  return answer.rows;
}

/** Counted from the posts of a story that others mention as well: each once, as negative as any of the watches has it. */
export async function countHours(
  db: Db,
  id: number,
  watchIds: readonly number[],
  { from, to }: Span,
): Promise<readonly StoryHour[]> {
  const [start, end] = [Math.floor(from / HOUR) * HOUR, Math.ceil(to / HOUR) * HOUR];
  const ours =
    watchIds.length === 1
      ? sql`m.watch_id = ${watchIds[0]}`
      : sql`m.watch_id in (select value from ${numbersIn(db, watchIds, 'w')})`;
  const answer = await sql<StoryHour>`
    select ${sql.lit(id)} as id, x.hour, count(*) as count, count(*) filter (where x.said < 0) as negative,
      count(*) filter (where x.said > 0) as positive, count(x.copied) as copies
    from (select s.at / ${sql.lit(HOUR)} * ${sql.lit(HOUR)} as hour, min(m.sentiment) as said, max(s.copy_of) as copied
      from story_post s ${joinInOrder(db)} mention m
        on ${ours} and m.post_id = s.post_id and m.at = s.at and m.counted = 1
      where s.story_id = ${id} and s.at >= ${start} and s.at < ${end}
      group by s.at, s.post_id) x
    group by x.hour order by x.hour`.execute(db);
  return answer.rows;
}
