import type { Watch } from '../../../core/mention/watch.ts';
import { type ReportPeriod, timeBefore } from '../../../core/report/report-period.ts';
import type { Span, Windows } from '../../../core/series/trend-window.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { firstHours } from '../../series/buckets.ts';
import { readHistory } from '../alert/history.ts';

/** What all parts of a report are read for. */
export interface ReportTime {
  readonly watches: readonly Watch[];
  readonly ids: readonly number[];
  readonly period: ReportPeriod;
  readonly windows: Windows;
  /** The time before; null where one of the watches was not seen yet. */
  readonly before: Span | null;
  /** Since when all of them are watched; null: nothing was ever seen of them. */
  readonly begun: Instant | null;
  /** NB2 dispersion of sums of six hours, 0 where it is not known. */
  readonly dispersion: number;
  readonly now: Instant;
}

export async function readReportTime(
  db: Db,
  watches: readonly Watch[],
  period: ReportPeriod,
  now: Instant,
): Promise<ReportTime> {
  const ids = watches.map(({ id }) => id);
  const { from, to } = period;
  const { baseline } = await readHistory(db, { watches, from, to, now });
  const firsts = await firstHours(db, ids);
  const since = firsts.size > 0 ? Math.max(...firsts.values()) : null;
  const earlier = timeBefore(period);
  const before = since !== null && earlier.from >= since ? earlier : null;
  const windows = { now: { from, to }, before: before === null ? [] : [before] };
  const begun = watches.map(({ id, createdAt }) => Math.min(createdAt, firsts.get(id) ?? createdAt));
  return {
    ...{ watches, ids, period, windows, before, now },
    begun: begun.length > 0 ? Math.max(...begun) : null,
    dispersion: baseline.kind === 'hour-of-week' ? baseline.sixHourDispersion : 0,
  };
}
