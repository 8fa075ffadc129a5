import { sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder } from '../engine/dialect.ts';

/** A counted mention, and the feed that brought its post first. */
export interface MentionOrigin {
  readonly postId: number;
  readonly at: Instant;
  readonly platform: string;
  readonly author: string | null;
  readonly sentiment: number;
  readonly copy: number;
  /** Below zero: the inlet that it was pushed or imported by (`inletFeed`); null where that is not known. */
  readonly feedId: number | null;
}

/** As what an inlet stands among feeds: nobody else has numbers below zero. */
export function inletFeed({ id }: { readonly id: number }): number {
  return -id;
}

/** The newest mentions of a stretch, newest first: one short range of an index, and their posts. */
export async function readOrigins(
  db: Db,
  watchId: number,
  { from, to, most }: { readonly from: Instant; readonly to: Instant; readonly most: number },
): Promise<readonly MentionOrigin[]> {
  const answer = await sql<MentionOrigin>`
    select n.post_id as "postId", n.at, n.platform, n.author, n.sentiment, n.copy,
      coalesce(p.feed_id, -p.inlet_id) as "feedId"
    from (select post_id, at, platform, author, sentiment, copy from mention
      where watch_id = ${watchId} and at > ${from} and at <= ${to} and counted = 1
      order by at desc, post_id desc limit ${sql.lit(most)}) n
    ${joinInOrder(db)} post p on p.id = n.post_id and p.at = n.at
    order by n.at desc, n.post_id desc`.execute(db);
  return answer.rows;
}
