import type { SpreadShare } from '../../statistics/beta-binomial.ts';
import { median } from '../../statistics/median.ts';
import { HOUR, type Instant } from '../../time.ts';
import { isKnown } from '../baseline/coverage.ts';
import type { Series } from '../series.ts';

/** What share of a watch's posts usually complains of one touchpoint at this time of day and of the week. */
export interface UsualComplaints extends SpreadShare {
  /** Days of history it rests on, and original posts of it. */
  readonly days: number;
  readonly total: number;
  /** Original posts that a window at this time of day usually holds. */
  readonly posts: number;
  /** The greatest share of any window in which some people complained, breaks aside; 0 where none did. */
  readonly highest: number;
}

interface Window {
  readonly complaints: number;
  readonly total: number;
  /** Hours from its end to now. */
  readonly age: number;
}

/** The newest day stays out, so that a break does not become its own yardstick. */
const EXCLUDED_HOURS = 24;
/** A window this far above (in standard deviations) was a break of its own and teaches nothing usual. */
const OFF = 3;
/** With fewer complaints it was none, however few posts there were. */
const MIN_OUTLIER_COMPLAINTS = 5;
/** Where more windows than this are off, that is how the watch is. */
const MAX_OUTLIER_SHARE = 0.2;
const MIN_CORRELATION = 0.015;
/** Some swing more than others; one that swings more than this by nature cannot be distinguished from breaks. */
const MAX_FIRST_CORRELATION = 0.1;
const MAX_CORRELATION = 0.5;
/** Hours of the day and days of the week are believed as far as they have posts beside so many. */
const BELIEVED = 200;
/** A touchpoint that nobody named yet is one that one post in twenty days of five may name. */
const UNHEARD = { complaints: 0.5, total: 25 } as const;

/**
 * The usual share over the known whole hours before the last day, in windows of so many hours; as `usualShare` has it,
 * with two differences. It is the greatest of all windows together, of those at this time of day and of those around
 * this day of the week, the two shrunk towards the first. And windows are left out only where so many complained that
 * it was a break: of what is named once a week every naming is far off. How unsure the share itself is adds to the
 * correlation. Null without a post.
 * @param complaints originals that complain of it, in step with `series.hours`
 */
export function usualComplaints(
  series: Series,
  complaints: readonly number[],
  windowHours: number,
  now: Instant,
): UsualComplaints | null {
  const all = windowsOf(series, complaints, windowHours, now);
  if (all.length === 0) return null;
  const capped = cappedMean(all);
  const first = { mean: capped, correlation: Math.min(MAX_FIRST_CORRELATION, correlationOf(all, capped)) };
  const usual = all.filter(
    (each) => each.complaints < MIN_OUTLIER_COMPLAINTS || distance(each, first) <= OFF,
  );
  const kept = usual.length >= (1 - MAX_OUTLIER_SHARE) * all.length ? usual : all;
  const { mean, total } = pooled(kept, UNHEARD);
  const prior = { complaints: mean * BELIEVED, total: BELIEVED };
  const sameTime = all.filter(({ age }) => offBy(age, 24) <= 1);
  const sameDay = kept.filter(({ age }) => offBy(age, 168) < 12);
  const likely = Math.max(
    mean,
    pooled(
      kept.filter((each) => sameTime.includes(each)),
      prior,
    ).mean,
    pooled(sameDay, prior).mean,
  );
  const days = (all.length * windowHours + EXCLUDED_HOURS) / 24;
  // One standard error above what so few days show.
  const swing = correlationOf(kept, mean) * (1 + Math.sqrt(2 / days));
  const unsure = (1 + (total / kept.length - 1) * swing) / (total + UNHEARD.total);
  return {
    mean: likely,
    correlation: Math.min(MAX_CORRELATION, swing + unsure),
    total,
    posts: sameTime.reduce((sum, each) => sum + each.total, 0) / Math.max(1, sameTime.length),
    highest: Math.max(
      0,
      ...kept.map((each) => (each.complaints < MIN_OUTLIER_COMPLAINTS ? 0 : each.complaints / each.total)),
    ),
    days: Math.round(days),
  };
}

/** Windows that end so many whole windows before a day ago, newest first; none with an hour that is not known whole. */
function windowsOf(
  series: Series,
  complaints: readonly number[],
  length: number,
  now: Instant,
): readonly Window[] {
  const { hours, knownHours } = series;
  const usable = (i: number) => {
    const point = hours[i];
    return point !== undefined && !point.partial && isKnown(point, knownHours, now);
  };
  const until = now - EXCLUDED_HOURS * HOUR;
  const newest = hours.findLastIndex(({ hour }) => hour + HOUR <= until) + 1;
  const windows: Window[] = [];
  for (let end = newest; end >= length; end -= length) {
    const sums = { complaints: 0, total: 0 };
    let whole = true;
    for (let i = end - length; i < end && whole; i++) {
      whole = usable(i);
      sums.complaints += complaints[i] ?? 0;
      sums.total += (hours[i]?.total ?? 0) - (hours[i]?.copies ?? 0);
    }
    if (whole) windows.push({ ...sums, age: newest - end + EXCLUDED_HOURS });
  }
  return windows;
}

/** How many hours an age lies off a whole number of periods. */
function offBy(age: number, period: number): number {
  const rest = age % period;
  return Math.min(rest, period - rest);
}

function pooled(windows: readonly Window[], prior: Omit<Window, 'age'>) {
  let { complaints, total } = prior;
  for (const each of windows) {
    complaints += each.complaints;
    total += each.total;
  }
  return { mean: complaints / total, total: total - prior.total };
}

/** Pooled share in which a window counts as three usual ones at most. */
function cappedMean(windows: readonly Window[]): number {
  const most = 3 * Math.max(1, median(windows.map((each) => each.total)));
  let { complaints, total }: Omit<Window, 'age'> = UNHEARD;
  for (const each of windows) {
    const weight = Math.min(1, most / Math.max(1, each.total));
    complaints += weight * each.complaints;
    total += weight * each.total;
  }
  return complaints / total;
}

/** By moments, as in `usualShare`. */
function correlationOf(windows: readonly Window[], mean: number): number {
  const unit = mean * (1 - mean);
  let excess = 0;
  let pairs = 0;
  for (const { complaints, total } of windows) {
    excess += (complaints - total * mean) ** 2 - total * unit;
    pairs += total * (total - 1) * unit;
  }
  return Math.min(MAX_CORRELATION, Math.max(MIN_CORRELATION, pairs > 0 ? excess / pairs : 0));
}

function distance({ complaints, total }: Window, { mean, correlation }: SpreadShare): number {
  const variance = total * mean * (1 - mean) * (1 + (total - 1) * correlation);
  return variance > 0 ? (complaints - total * mean) / Math.sqrt(variance) : 0;
}
