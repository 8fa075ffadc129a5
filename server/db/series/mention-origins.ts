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
  /** Null where it was pushed or imported. */
  readonly feedId: number | null;
}

/** The newest mentions of a stretch, newest first: one short range of an index, and their posts. */
export async function readOrigins(
  db: Db,
  watchId: number,
  { from, to, most }: { readonly from: Instant; readonly to: Instant; readonly most: number },
): Promise<readonly MentionOrigin[]> {
  const answer = await sql<MentionOrigin>`
    select n.post_id as "postId", n.at, n.platform, n.author, n.sentiment, n.copy, p.feed_id as "feedId"
    from (select post_id, at, platform, author, sentiment, copy from mention
      where watch_id = ${watchId} and at > ${from} and at <= ${to} and counted = 1
      order by at desc, post_id desc limit ${sql.lit(most)}) n
    ${joinInOrder(db)} post p on p.id = n.post_id and p.at = n.at
    order by n.at desc, n.post_id desc`.execute(db);
  return answer.rows;
}
