import type { Watch } from '../../../core/mention/watch.ts';
import { type ReportPeriod, timeBefore } from '../../../core/report/report-period.ts';
import type { Span, Windows } from '../../../core/series/trend-window.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { watchedSince } from '../../series/watched-since.ts';
import { readHistory } from '../alert/history.ts';

/** What all parts of a report are read for. */
export interface ReportTime {
  readonly watches: readonly Watch[];
  readonly ids: readonly number[];
  readonly period: ReportPeriod;
  readonly windows: Windows;
  /** The time before; null where not all of them were watched through it. */
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
  const begun = await watchedSince(db, watches);
  const earlier = timeBefore(period);
  const before = begun !== null && earlier !== null && earlier.from >= begun ? earlier : null;
  const windows = { now: { from, to }, before: before === null ? [] : [before] };
  return {
    watches,
    ids,
    period,
    windows,
    before,
    begun,
    now,
    dispersion: baseline.kind === 'hour-of-week' ? baseline.sixHourDispersion : 0,
  };
}
