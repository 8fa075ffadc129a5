import { HOUR, type Instant } from '../time.ts';
import { baselineOf, expectedIn } from './baseline/baseline.ts';
import type { FeedsHeard, Series } from './series.ts';

/** A stretch without a mention up to now, and how unlikely it is. */
export interface Silence {
  readonly since: Instant;
  /** Mentions that usually come in that time, with the range they keep 95 % of the time. */
  readonly expected: number;
  readonly dispersion: number;
  readonly days: number;
  /** −log10 of the chance of no mention at all. */
  readonly score: number;
}

/**
 * What may be behind it, as far as is known. `public`: all feeds that the watch usually hears through are
 * read without fault, so nobody writes, or it was taken away. `feeds`: some of them are out of order, so the
 * silence says nothing about the public. `unknown`: nothing is known about how posts come in.
 */
export type SilenceCause = 'public' | 'feeds' | 'unknown';

/** Longer stretches say no more. */
const MAX_SILENT_HOURS = 72;
const MIN_SILENT_HOURS = 6;

/**
 * The silence a watch is in; null while it is not silent for six hours, or in cold start. The chance of no
 * mention is that of the negative binomial, P(0) = (1 + φμ)^(−1/φ), around the baseline of those hours.
 */
export function silenceOf(series: Series, now: Instant): Silence | null {
  if (series.lastSixHours.total > 0) return null;
  const last = series.hours.findLast((point) => point.total > 0);
  if (last === undefined) return null;
  const since = Math.max(last.hour + HOUR, now - MAX_SILENT_HOURS * HOUR);
  if (now - since < MIN_SILENT_HOURS * HOUR - HOUR) return null;
  const baseline = baselineOf(series, 'total', now);
  if (baseline.kind === 'cold-start') return null;
  const { mean, dispersion } = expectedIn(baseline, since, now);
  const score = dispersion > 0 ? Math.log1p(dispersion * mean) / (dispersion * Math.LN10) : mean / Math.LN10;
  return { since, expected: mean, dispersion, days: baseline.days, score };
}

/** A feed last read before the silence proves nothing about it. */
export function causeOf(feeds: FeedsHeard, since: Instant): SilenceCause {
  if (feeds.active === 0) return 'unknown';
  const read = feeds.readAt !== null && feeds.readAt > since + MIN_SILENT_HOURS * (HOUR / 2);
  return feeds.healthy === feeds.active && read ? 'public' : 'feeds';
}
