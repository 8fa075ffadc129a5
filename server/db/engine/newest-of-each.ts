import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { byEngine, numbersIn } from './dialect.ts';

/** A table whose rows belong to watches and have a time, with an index over (watch_id, `time`). */
export interface DatedRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly time: string;
  readonly from: Instant;
  /** Exclusive; without it up to the newest. */
  readonly to?: Instant;
  /** A further condition on columns of the table, which the index goes by. */
  readonly where?: RawBuilder<unknown>;
}

/**
 * A query of the newest `most` rows of each of these watches, in no order, and a few more where several have the
 * last one's time. One short statement however many watches there are: to prepare one that has a query for each
 * of hundreds takes longer than to run it.
 */
export function newestOfEach(
  db: Db,
  watchIds: readonly number[],
  rows: DatedRows,
  most: number,
): RawBuilder<unknown> {
  const { from, to, where } = rows;
  const [table, time] = [sql.table(rows.table), sql.ref(rows.time)];
  const columns = (of: 'x' | 'l') => sql.join(rows.columns.map((column) => sql.ref(`${of}.${column}`)));
  const until = to === undefined ? sql`` : sql`and ${time} < ${to}`;
  const more = where === undefined ? sql`` : sql`and ${where}`;
  const owned = sql`watch_id = w.value ${until} ${more}`;
  const inRange = sql`${owned} and ${time} >= ${from}`;
  const watches = numbersIn(db, watchIds, 'w');
  return byEngine(db, {
    // With one lower bound alone the index is entered there; with two, each row would ask for the other.
    sqlite: sql`select ${columns('x')} from ${watches} cross join ${table} x where ${owned}
      and x.${time} >= coalesce((select ${time} from ${table} where ${inRange}
        order by ${time} desc limit 1 offset ${most - 1}), ${from})`,
    postgres: sql`select ${columns('l')} from ${watches} cross join lateral (select * from ${table}
      where ${inRange} order by ${time} desc limit ${most}) l`,
  });
}
