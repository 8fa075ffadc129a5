import { type RawBuilder, sql } from 'kysely';
import type { Span } from '../../core/series/trend-window.ts';
import { DAY, type Instant, startOfDay } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { lookUp, rowsIn, unionOf } from '../engine/dialect.ts';
import { type FacetStretch, facetNames } from './facet-names.ts';

/** A piece of a span that is read from one table. */
interface Piece {
  /** Number of the span. */
  readonly span: number;
  readonly start: Instant;
  readonly stop: Instant;
}

const PIECE = { span: 'bigint', start: 'bigint', stop: 'bigint' } as const;

/** Whole days in China, and the hours at the ends that fill none. Spans begin on an hour. */
export function piecesOf(spans: readonly Span[]): {
  readonly days: readonly Piece[];
  readonly hours: readonly Piece[];
} {
  const days: Piece[] = [];
  const hours: Piece[] = [];
  const add = (to: Piece[], span: number, start: Instant, stop: Instant) => {
    if (start < stop) to.push({ span, start, stop });
  };
  spans.forEach(({ from, to }, span) => {
    const [first, last] = [startOfDay(from + DAY - 1), startOfDay(to)];
    if (first >= last) {
      add(hours, span, from, to);
      return;
    }
    add(hours, span, from, first);
    add(days, span, first, last);
    add(hours, span, last, to);
  });
  return { days, hours };
}

/**
 * For `with recursive`: the table `counted(span, facet, sentiment, count, copies, reach)` of what is counted of the
 * facets of some stretches in some spans, which are numbered from 0. It goes from name to name along the primary key,
 * so it costs what these names were counted in the time asked for, however much is stored; of long spans as little as
 * they have days.
 */
export function facetsWithin(
  db: Db,
  stretches: readonly FacetStretch[],
  spans: readonly Span[],
): RawBuilder<unknown> {
  const { days, hours } = piecesOf(spans);
  const read = (table: 'facet_bucket' | 'facet_day', column: 'hour' | 'day', pieces: readonly Piece[]) => {
    const [start, stop] = [sql.ref('piece.start'), sql.ref('piece.stop')];
    const when = sql.ref(`b.${column}`);
    const on = sql`b.watch_id = facet_name.watch_id and b.facet = facet_name.facet and ${when} >= ${start} and ${when} < ${stop}`;
    return sql`select piece.span, b.facet, b.sentiment, b.count, b.copies, b.reach
      from facet_name cross join ${rowsIn(db, pieces, PIECE, 'piece')} ${lookUp(db, table, 'b', on)}`;
  };
  const parts = [
    ...(days.length > 0 ? [read('facet_day', 'day', days)] : []),
    // Of no time at all nothing is read, by one that reads no piece.
    ...(hours.length > 0 || days.length === 0 ? [read('facet_bucket', 'hour', hours)] : []),
  ];
  return sql`${facetNames(db, stretches)}, counted as (${unionOf(parts)})`;
}
