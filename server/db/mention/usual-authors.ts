import { sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { rowsIn } from '../engine/dialect.ts';
import { AUTHOR, MAX_POSTS_PER_FACT } from './claims.ts';

/** One fact of one watch, after `from` and up to `until`. */
export interface FactSpan {
  readonly watchId: number;
  readonly fact: string;
  readonly from: Instant;
  readonly until: Instant;
}

const SPAN = { place: 'bigint', watchId: 'bigint', fact: 'text', from: 'bigint', until: 'bigint' } as const;

/** Distinct authors of each span, in their order: one range of the primary key each, its newest posts alone. */
export async function countFactAuthors(db: Db, spans: readonly FactSpan[]): Promise<readonly number[]> {
  const placed = spans.map((span, place) => ({ place, ...span }));
  const answer = await sql<{ place: number; authors: number }>`
    select w.place, (select count(distinct ${AUTHOR}) from (select author, post_id from fact
        where watch_id = w."watchId" and name = w.fact and at > w."from" and at <= w."until"
        order by at desc, post_id desc limit ${sql.lit(MAX_POSTS_PER_FACT)}) newest) as authors
    from ${rowsIn(db, placed, SPAN, 'w')}`.execute(db);
  const found = spans.map(() => 0);
  for (const { place, authors } of answer.rows) found[place] = Number(authors);
  return found;
}
