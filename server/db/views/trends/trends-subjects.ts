import { sql } from 'kysely';
import { notFound } from '../../../core/errors.ts';
import type { Watch } from '../../../core/mention/watch.ts';
import { SERVQUAL, type Servqual } from '../../../core/reading/analysis.ts';
import type { ComparedSubject, Counted, Share } from '../../../core/screens/trends.ts';
import type { Span } from '../../../core/series/trend-window.ts';
import { type Instant, startOfDay } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { readHours } from '../../series/buckets.ts';
import { readFacetSeries } from '../../series/facet-series.ts';
import { readTermSeries } from '../../series/term-counts.ts';
import { shareOf } from '../alert/chart.ts';

/** Counts of an hour or a day. */
export interface Step extends Counted {
  readonly at: Instant;
}

interface SubjectRequest {
  readonly subject: string;
  readonly ids: readonly number[];
  readonly span: Span;
  readonly unit: 'hour' | 'day';
  readonly watches: readonly Watch[];
}

export interface SubjectCounts {
  readonly subject: string;
  readonly name: string | null;
  readonly points: readonly Step[];
  readonly total: Counted;
  readonly profile: ComparedSubject['profile'];
}

/** What the buckets know of one subject. @throws AppError('not_found') for a watch that does not exist */
export async function readSubject(
  db: Db,
  { subject, ids, span, unit, watches }: SubjectRequest,
): Promise<SubjectCounts> {
  const dot = subject.indexOf('.');
  const [kind, rest] = [subject.slice(0, dot), subject.slice(dot + 1)];
  if (kind === 'term') {
    const days = await readTermSeries(db, { watchIds: ids, term: rest, ...span });
    const points = days.map(({ day, ...counts }) => ({ at: day, copies: 0, ...counts }));
    return { subject, name: null, points, total: sumOf(points), profile: null };
  }
  if (kind === 'watch') {
    const watch = watches.find(({ id }) => String(id) === rest);
    if (!watch) throw notFound('watch', rest);
    const points = await readWatch(db, watch.id, span, unit);
    const profile = await readProfile(db, [watch.id], (each) => `servqual.${each}`, span);
    return { subject, name: watch.name, points, total: sumOf(points), profile };
  }
  const points = await readFacetSeries(db, { watchIds: ids, facet: subject, unit, ...span });
  const profile =
    kind === 'touch' ? await readProfile(db, ids, (each) => `pair.${each}.${rest}`, span) : null;
  return { subject, name: null, points, total: sumOf(points), profile };
}

async function readWatch(
  db: Db,
  watchId: number,
  { from, to }: Span,
  unit: 'hour' | 'day',
): Promise<readonly Step[]> {
  const hours = await readHours(db, [watchId], from, to);
  const steps = Map.groupBy(hours, ({ hour }) => (unit === 'hour' ? hour : startOfDay(hour)));
  return [...steps].map(([at, those]) => ({
    at,
    ...sumOf(those.map(({ total, ...counts }) => ({ ...counts, count: total }))),
  }));
}

/** How often each dimension is spoken of, in the standard order; null where none ever is. */
async function readProfile(
  db: Db,
  watchIds: readonly number[],
  facetOf: (dimension: Servqual) => string,
  { from, to }: Span,
): Promise<ComparedSubject['profile']> {
  if (watchIds.length === 0) return null;
  const facets = SERVQUAL.map(facetOf);
  const answer = await sql<{ facet: string; count: number }>`
    select facet, sum(count) as count from facet_bucket
    where watch_id in (${sql.join(watchIds)}) and facet in (${sql.join(facets)})
      and hour >= ${from} and hour < ${to} group by facet`.execute(db);
  const counts = new Map(answer.rows.map(({ facet, count }) => [facet, count]));
  const all = answer.rows.reduce((sum, { count }) => sum + count, 0);
  return SERVQUAL.map((dimension) => {
    const facet = facetOf(dimension);
    const count = counts.get(facet) ?? 0;
    return { dimension, facet, count, share: shareIn(count, all) };
  });
}

export const NOTHING: Counted = { count: 0, copies: 0, negative: 0, positive: 0 };

export function countedOf({ count, copies, negative, positive }: Counted): Counted {
  return { count, copies, negative, positive };
}

function sumOf(points: readonly Counted[]): Counted {
  return points.reduce(
    (sum, each) => ({
      count: sum.count + each.count,
      copies: sum.copies + each.copies,
      negative: sum.negative + each.negative,
      positive: sum.positive + each.positive,
    }),
    NOTHING,
  );
}

export function shareIn(count: number, all: number): Share {
  const { n: _, ...share } = shareOf(count, all);
  return share;
}

/** Starts of the steps of a span, the last of which may be cut short. */
export function stepsOf({ from, to }: Span, length: number): readonly Instant[] {
  return Array.from({ length: Math.ceil((to - from) / length) }, (_, i) => from + i * length);
}
