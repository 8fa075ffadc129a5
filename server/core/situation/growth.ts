import { baselineOf, expectedIn } from '../series/baseline/baseline.ts';
import type { Series } from '../series/series.ts';
import { type Instant, MINUTE } from '../time.ts';

/** Growth counts as full from eightfold on: the rhythm of a day is not believed to be steeper. */
const STEEPEST = 8;

/** How fast an hour is. */
export interface Growth {
  readonly last: number;
  /** What the last hour would hold by the hours before it and the usual rhythm of the day. */
  readonly before: number;
  readonly ratio: number;
}

/**
 * Mentions of the last hour against the mean of the five hours before it, as far as that does not usually rise by itself
 * then. `ratio` is smoothed by half a mention on both sides, so that one post after silence is a threefold rise, not an
 * infinite one. The project's reference model takes the plain mean: by that each morning is faster than the night before
 * it, and what is dying down has its highest index at eight o'clock. What usually falls then (towards the night) takes
 * nothing away from the mean: fewer are awake, and what they say has not grown for that.
 */
export function growth(series: Series, now: Instant): Growth {
  const last = series.lastHour.total;
  const hours = hoursBefore(series);
  const said = Math.max(0, series.lastSixHours.total - last);
  const before = Math.max(said / hours, carriedOn(said, series, now));
  return { last, before, ratio: (last + 0.5) / (before + 0.5) };
}

/** Hours that the mean before the last hour is taken over. */
export function hoursBefore({ lastHour, lastSixHours }: Series): number {
  return Math.max(1, (lastSixHours.minutes - lastHour.minutes) / 60);
}

/**
 * What the hours before it and the usual rhythm make of the last hour; 0 where that is not known. One mention is added to
 * what was said in those hours and to what usually is: a night in which nobody wrote is no proof of a silent morning.
 */
function carriedOn(said: number, series: Series, now: Instant): number {
  const usual = baselineOf(series, 'total', now);
  if (usual.kind === 'cold-start') return 0;
  const start = now - series.lastHour.minutes * MINUTE;
  const hours = hoursBefore(series);
  const before = expectedIn(usual, now - series.lastSixHours.minutes * MINUTE, start).mean;
  const rise = expectedIn(usual, start, now).mean / ((before + 1) / hours);
  return ((said + 1) / hours) * Math.min(STEEPEST, rise);
}
