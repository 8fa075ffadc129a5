import { DAY, HOUR, type Instant } from '../time.ts';
import { isKnown } from './baseline/coverage.ts';
import type { Series } from './series.ts';

/** A stretch in which a feed was out of order, and what share of a watch's mentions usually comes by it, 0..1. */
export interface FeedOutage {
  readonly from: Instant;
  readonly to: Instant;
  readonly share: number;
}

/** Shorter ones move no level: a new one must have held on most of five days (`atRecentLevel`). */
export const MIN_OUTAGE_MS = DAY;
/** Where less than this share could not be heard, the hours are as good as whole. */
const MIN_MISSING_SHARE = 0.2;
/** With fewer whole hours nobody can say what is usual: then all of them count as they are. */
const MIN_WHOLE_HOURS = 7 * 24;

/**
 * The series with the hours marked in which too much of it could not be heard: they say nothing about what is usual,
 * or else the return of a feed would be a rise. Null where there is no such hour, or hardly anything else.
 */
export function markOutages(series: Series, outages: readonly FeedOutage[], now: Instant): Series | null {
  const { settled: _, ...rest } = series;
  const hours = series.hours.map((point) =>
    missingIn(point.hour, outages) >= MIN_MISSING_SHARE ? { ...point, partial: true as const } : point,
  );
  const platforms = series.platforms.map(({ platform, counts }) => ({
    platform,
    counts: counts.map((count, i) => (hours[i]?.partial ? 0 : count)),
  }));
  const known = hours.filter((point) => isKnown(point, series.knownHours, now));
  const whole = known.filter(({ partial }) => !partial).length;
  return whole < known.length && whole >= MIN_WHOLE_HOURS ? { ...rest, hours, platforms } : null;
}

function missingIn(hour: Instant, outages: readonly FeedOutage[]): number {
  const missing = outages.filter(({ from, to }) => from < hour + HOUR && to > hour);
  return missing.reduce((sum, { share }) => sum + share, 0);
}
