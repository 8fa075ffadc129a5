import { sql } from 'kysely';
import type { Arrival } from '../../core/series/late.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder, numbersIn } from '../engine/dialect.ts';

/** A counted mention, with when it was published and when it came. */
export interface ArrivedMention extends Arrival {
  readonly postId: number;
  readonly negative: boolean;
}

/** Newest mentions that are looked through: how late they came is a matter of their greater part. */
const MAX_MENTIONS_SCANNED = 2_000;

/** The mentions of the day before a moment, newest first. */
export async function readArrivals(
  db: Db,
  watchId: number,
  until: Instant,
): Promise<readonly ArrivedMention[]> {
  const answer = await sql<Arrival & { postId: number; sentiment: number }>`
    select n.post_id as "postId", n.at, n.sentiment, p.stored_at as "storedAt", p.precision
    from (select post_id, at, sentiment from mention
      where watch_id = ${watchId} and at > ${until - DAY} and at <= ${until} and counted = 1
      order by at desc, post_id desc limit ${sql.lit(MAX_MENTIONS_SCANNED)}) n
    ${joinInOrder(db)} post p on p.id = n.post_id and p.at = n.at
    order by n.at desc, n.post_id desc`.execute(db);
  return answer.rows.map(({ sentiment, ...row }) => ({ ...row, negative: sentiment < 0 }));
}

/** When these posts were published and when they came. */
export async function readArrivalsOf(
  db: Db,
  postIds: readonly number[],
): Promise<ReadonlyMap<number, Arrival>> {
  const answer = await sql<Arrival & { postId: number }>`
    select p.id as "postId", p.at, p.stored_at as "storedAt", p.precision
    from ${numbersIn(db, postIds, 'w')} ${joinInOrder(db)} post p on p.id = w.value`.execute(db);
  return new Map(answer.rows.map(({ postId, ...arrival }) => [postId, arrival]));
}
