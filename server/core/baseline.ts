import { isKnown } from './baseline-coverage.ts';
import { fitWeek } from './baseline-fit.ts';
import type { Fit } from './baseline-model.ts';
import { sixHourDispersion } from './dispersion.ts';
import type { HourPoint, Series } from './series.ts';
import { HOUR, hourOfWeek, type Instant, startOfHour } from './time.ts';

/** What is counted. */
export type Measure = 'total' | 'negative';

/** Fewer known hours than a week: an hour-of-week cannot be known yet. */
const COLD_START_HOURS = 7 * 24;
/** The newest hours stay out, so that a crisis does not become its own yardstick. */
const EXCLUDED_HOURS = 6;
const LONGEST_HOURS = 28 * 24;

/** What is usual for each hour of the week in China. */
export interface Baseline {
  readonly kind: 'hour-of-week';
  /** Days of history it rests on. */
  readonly days: number;
  /** Expected count per hour, by hour of week 0..167. */
  readonly slots: readonly number[];
  /** Relative variance of each of these expectations, by hour of week. */
  readonly doubts: readonly number[];
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
 * The usual course of a watch: expected count by hour of week in +08:00, from up to 28 days before the
 * last six hours. Four samples per slot are too few to stand alone, so each slot is shrunk towards
 * level × hour of day × day of week (empirical Bayes); recent weeks weigh more (half-life 14 days);
 * outliers are winsorised, extreme ones left out; runs of silence that the volume makes impossible are
 * read as a dead source and left out. Hours before the known ones (`coveredSince`) are not looked at. Under
 * 7 known days: cold start.
 */
export function baselineOf(series: Series, measure: Measure, now: Instant): Baseline | ColdStart {
  const until = now - EXCLUDED_HOURS * HOUR;
  if (isColdStart(series)) return { kind: 'cold-start', days: Math.floor(knownHours(series) / 24) };
  const known = series.hours.filter((p) => isKnown(p, series.knownHours, now));
  const hours = known.filter((p) => p.hour + HOUR <= until).slice(-LONGEST_HOURS);
  const silent = deadHours(hours, until);
  const fitted = fitWeek(samplesOf(hours, measure, until, silent));
  return {
    kind: 'hour-of-week',
    days: Math.min(28, Math.round((hours.length + EXCLUDED_HOURS) / 24)),
    slots: fitted.slots,
    doubts: fitted.doubts,
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
  let doubt = 0;
  for (let hour = startOfHour(from); hour < to; hour += HOUR) {
    const share = (Math.min(to, hour + HOUR) - Math.max(from, hour)) / HOUR;
    const slot = hourOfWeek(hour);
    const part = share * (baseline.slots[slot] ?? 0);
    mean += part;
    doubt += part * (baseline.doubts[slot] ?? 0);
  }
  const own = to - from < 3 * HOUR ? baseline.hourDispersion : baseline.sixHourDispersion;
  return { mean, dispersion: own + (mean > 0 ? doubt / mean : 0) };
}

/** Less than seven days are known: no baseline can exist, rules and severity alone may speak. */
export function isColdStart(series: Series): boolean {
  return knownHours(series) < COLD_START_HOURS;
}

function knownHours(series: Series): number {
  return Math.min(series.knownHours, series.hours.length, LONGEST_HOURS);
}

function samplesOf(
  hours: readonly HourPoint[],
  measure: Measure,
  until: Instant,
  silent: ReadonlySet<Instant>,
) {
  return hours.map((point) => ({
    slot: hourOfWeek(point.hour),
    count: point[measure],
    weight: silent.has(point.hour) ? 0 : 0.5 ** ((until - point.hour) / (14 * 24 * HOUR)),
  }));
}

/** Hours in runs of silence that would happen less than once in a million by chance. */
function deadHours(hours: readonly HourPoint[], until: Instant): ReadonlySet<Instant> {
  const first: Fit = fitWeek(samplesOf(hours, 'total', until, new Set()));
  const dead = new Set<Instant>();
  let run: Instant[] = [];
  let expected = 0;
  const end = (): void => {
    if (expected > 14) for (const hour of run) dead.add(hour);
    run = [];
    expected = 0;
  };
  for (const point of hours) {
    if (point.total > 0) {
      end();
      continue;
    }
    const mu = first.slots[hourOfWeek(point.hour)] ?? 0;
    run.push(point.hour);
    // ln of the chance of an empty hour, in the negative binomial with a cautious dispersion of 0.5.
    expected += 2 * Math.log1p(0.5 * mu);
  }
  end();
  return dead;
}
