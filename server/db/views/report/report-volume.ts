import type { Amount, OutageFacts, VolumeFacts } from '../../../core/report/report-facts.ts';
import type { VolumeBar } from '../../../core/report/report-snapshot.ts';
import { growthIn } from '../../../core/screens/trend-order.ts';
import type { Span } from '../../../core/series/trend-window.ts';
import { DAY, HOUR, startOfDay } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { readAuthors } from '../../series/author-counts.ts';
import { type HourCounts, readHours } from '../../series/buckets.ts';
import { sumOf } from '../alert/chart.ts';
import type { ReportTime } from './report-time.ts';

/** Up to here the bars are hours. */
const MAX_HOURLY_SPAN_MS = 2 * DAY;

/** How much was said in the time and before it, from counts by the hour. */
export async function readVolume(
  db: Db,
  time: ReportTime,
  outages: readonly OutageFacts[],
): Promise<VolumeFacts> {
  const { ids, period, before, windows, dispersion } = time;
  const hours = await readHours(db, ids, period.from, period.to);
  const past = before === null ? null : await readHours(db, ids, before.from, before.to);
  const amount = async (span: Span, counted: readonly HourCounts[]): Promise<Amount> => ({
    count: sumOf(counted, 'total'),
    copies: sumOf(counted, 'copies'),
    negative: sumOf(counted, 'negative'),
    authors: await readAuthors(db, { watchIds: ids, ...span }),
  });
  const now = await amount(period, hours);
  const earlier = before === null || past === null ? null : await amount(before, past);
  const unit = period.to - period.from <= MAX_HOURLY_SPAN_MS ? 'hour' : 'day';
  return {
    unit,
    now,
    before: earlier,
    bars: barsOf(time, unit, { hours, past, outages }),
    growth: earlier === null ? null : growthIn(windows, now.count, [earlier.count], dispersion),
  };
}

interface Counted {
  readonly hours: readonly HourCounts[];
  readonly past: readonly HourCounts[] | null;
  readonly outages: readonly OutageFacts[];
}

function barsOf(time: ReportTime, unit: 'hour' | 'day', counted: Counted): readonly VolumeBar[] {
  const { period, begun, before } = time;
  const [step, ago] = [unit === 'hour' ? HOUR : DAY, period.from - (before?.from ?? 0)];
  const bars: VolumeBar[] = [];
  for (let at = unit === 'hour' ? period.from : startOfDay(period.from); at < period.to; at += step) {
    const span = { from: Math.max(at, period.from), to: Math.min(at + step, period.to) };
    const own = within(counted.hours, span);
    const earlier = { from: span.from - ago, to: span.to - ago };
    const sum = (what: 'negative' | 'neutral' | 'positive') => own.reduce((all, hour) => all + hour[what], 0);
    bars.push({
      at,
      negative: sum('negative'),
      neutral: sum('neutral'),
      positive: sum('positive'),
      before: counted.past === null ? null : sumOf(within(counted.past, earlier), 'total'),
      incomplete: (begun ?? 0) > span.from || counted.outages.some((outage) => misses(outage, span)),
    });
  }
  return bars;
}

const within = (hours: readonly HourCounts[], { from, to }: Span): readonly HourCounts[] =>
  hours.filter(({ hour }) => hour >= from && hour < to);

/** Of a source that never brought anything nothing is missed. */
const misses = ({ from, to, share }: OutageFacts, span: Span): boolean =>
  share !== 0 && from < span.to && to > span.from;
