import { habitualHour, specialDay } from '../../time/calendar.ts';
import { HOUR, type Instant, startOfHour } from '../../time.ts';
import { sixHourDispersion } from '../dispersion.ts';
import type { Series } from '../series.ts';
import { isKnown } from './coverage.ts';
import { fitWeek } from './fit.ts';
import { atRecentLevel } from './level.ts';
import type { Measure } from './model.ts';
import { samplesOf } from './samples.ts';

export type { Measure } from './model.ts';

/** Fewer known hours than a week: an hour-of-week cannot be known yet. */
const COLD_START_HOURS = 7 * 24;
/** The newest hours stay out, so that a crisis does not become its own yardstick. */
const EXCLUDED_HOURS = 6;
const MAX_HOURS = 28 * 24;

/** What is usual for each hour of the week in China. */
export interface Baseline {
  readonly kind: 'hour-of-week';
  /** Days of history it rests on. */
  readonly days: number;
  /** Expected count per hour, by hour of week 0..167. */
  readonly slots: readonly number[];
  /** Relative variance of each of these expectations, by hour of week, independent between hours. */
  readonly doubts: readonly number[];
  /** What the hours of one day of the week have in common of it, Monday first. */
  readonly dayDoubts: readonly number[];
  /** Dispersion phi of one hour's count: variance = mean + phi · mean². */
  readonly hourDispersion: number;
  /** The same for sums of six hours; hours in a row resemble each other, so it does not just shrink. */
  readonly sixHourDispersion: number;
}

/** Too little history to say what is usual; said as such, never guessed. */
export interface ColdStart {
  readonly kind: 'cold-start';
  readonly days: number;
}

/** Mean and NB2 dispersion of the count in a window, the doubt about the mean included. */
export interface Expectation {
  readonly mean: number;
  readonly dispersion: number;
}

/**
 * The usual course of a watch: expected count by hour of week in +08:00, from up to 28 days before the last hours (six,
 * if not said otherwise). Four samples per slot are too few to stand alone, so each slot is shrunk towards level × hour
 * of day × day of week (empirical Bayes); recent weeks weigh more (half-life 14 days); outliers are winsorised, extreme
 * ones left out; runs of silence that the volume makes impossible are read as a dead source and left out; holidays and
 * shifted workdays stand for a Sunday and a Wednesday. Hours before the known ones (`coveredSince`) are not looked at.
 * Under 7 known days: cold start. Asked again for the same series, or for one with the same `settled` part, it gives
 * the same answer without fitting again.
 */
export function baselineOf(
  series: Series,
  measure: Measure,
  now: Instant,
  excludedHours = EXCLUDED_HOURS,
): Baseline | ColdStart {
  if (isColdStart(series)) return { kind: 'cold-start', days: Math.floor(knownHours(series) / 24) };
  const holder = series.settled ?? series;
  const known = kept.get(holder) ?? new Map<string, Baseline>();
  kept.set(holder, known);
  const key = `${measure} ${excludedHours} ${series.settled ? '' : now}`;
  const baseline = known.get(key) ?? fitBaseline(series, measure, now, excludedHours);
  known.set(key, baseline);
  return baseline;
}

/** Baselines of settled hours: as long as those are the same, so is what they make usual. */
const kept = new WeakMap<object, Map<string, Baseline>>();

function fitBaseline(series: Series, measure: Measure, now: Instant, excludedHours: number): Baseline {
  const until = now - excludedHours * HOUR;
  const end = series.hours.findLastIndex((p) => p.hour + HOUR <= until) + 1;
  const known = series.hours.findIndex((p) => isKnown(p, series.knownHours, now));
  const hours = series.hours.slice(Math.max(known, end - MAX_HOURS), end);
  const fitted = atRecentLevel(fitWeek(samplesOf(hours, measure, until)));
  return {
    kind: 'hour-of-week',
    days: Math.min(28, Math.round((hours.length + excludedHours) / 24)),
    slots: Array.from(fitted.slots),
    doubts: Array.from(fitted.doubts),
    dayDoubts: Array.from(fitted.dayDoubts),
    hourDispersion: fitted.phi,
    sixHourDispersion: sixHourDispersion(fitted),
  };
}

/**
 * What a window [from, to) usually holds. A window over parts of several clock hours takes each part's
 * share. Times are instants; the order of `from` and `to` is the caller's duty.
 */
export function expectedIn(baseline: Baseline, from: Instant, to: Instant): Expectation {
  let mean = 0;
  let variance = 0;
  let common = 0;
  for (let hour = startOfHour(from); hour < to; hour += HOUR) {
    const share = (Math.min(to, hour + HOUR) - Math.max(from, hour)) / HOUR;
    const special = specialDay(hour);
    const slot = habitualHour(hour, special);
    const part = share * (baseline.slots[slot] ?? 0);
    mean += part;
    variance += part * part * (baseline.doubts[slot] ?? 0);
    common += part * ((baseline.dayDoubts[Math.floor(slot / 24)] ?? 0) + (special?.doubt ?? 0));
  }
  const own = to - from < 3 * HOUR ? baseline.hourDispersion : baseline.sixHourDispersion;
  return { mean, dispersion: own + (mean > 0 ? variance / (mean * mean) + common / mean : 0) };
}

/** Less than seven days are known: no baseline can exist, rules and severity alone may speak. */
export function isColdStart(series: Series): boolean {
  return knownHours(series) < COLD_START_HOURS;
}

function knownHours(series: Series): number {
  return Math.min(series.knownHours, series.hours.length, MAX_HOURS);
}
