import type { SpreadShare } from '../../statistics/beta-binomial.ts';
import { median } from '../../statistics/median.ts';
import { HOUR, type Instant } from '../../time.ts';
import { isKnown } from '../baseline/coverage.ts';
import type { Series } from '../series.ts';

/** What share of a watch's mentions is usually negative, and how much that varies between windows. */
export interface UsualShare extends SpreadShare {
  /** Days of history it rests on. */
  readonly days: number;
  /** Mentions of that history. */
  readonly total: number;
}

interface Window {
  readonly negative: number;
  readonly total: number;
}

/** The newest hours stay out, so that a crisis does not become its own yardstick. */
const EXCLUDED_HOURS = 6;
/** A window this far above (in standard deviations) was trouble of its own and teaches nothing usual. */
const OFF = 3;
/** Judged by this much swing until it is measured. */
const FIRST_CORRELATION = 0.02;
/** Trouble is rare: where more windows than this are, that is how the watch is. */
const MAX_OUTLIER_SHARE = 0.2;
/** Never believed to vary less than this: three points around a usual share of ten. */
const MIN_CORRELATION = 0.01;
const MAX_CORRELATION = 0.5;

/**
 * Usual negative share of a watch over its known hours before the last six, in windows of so many hours.
 * Two rounds: windows far above a first mean, in which none weighs more than three usual ones, are left out
 * of the second. The correlation is estimated by
 * moments, Σ((xᵢ − nᵢp)² − nᵢp(1−p)) / Σ nᵢ(nᵢ−1)p(1−p). Half a negative and half another post are added, so that
 * "never" is not "impossible". Null without a mention.
 * Source of the moments: J. C. Kleinman, J. Am. Stat. Assoc. 68 (1973) 46–54.
 */
export function usualShare(series: Series, windowHours: number, now: Instant): UsualShare | null {
  const until = now - EXCLUDED_HOURS * HOUR;
  const hours = series.hours.filter(
    (p) => p.hour + HOUR <= until && !p.partial && isKnown(p, series.knownHours, now),
  );
  const all = windowsOf(hours, windowHours);
  if (all.length === 0) return null;
  const first = { mean: cappedMean(all), correlation: FIRST_CORRELATION };
  const usual = all.filter((w) => distance(w, first) <= OFF);
  const kept = usual.length >= (1 - MAX_OUTLIER_SHARE) * all.length ? usual : all;
  const total = kept.reduce((sum, w) => sum + w.total, 0);
  return { ...shareOf(kept), total, days: Math.round((hours.length + EXCLUDED_HOURS) / 24) };
}

function windowsOf(hours: readonly Window[], windowHours: number): readonly Window[] {
  const windows: Window[] = [];
  for (let end = hours.length; end >= windowHours; end -= windowHours) {
    let negative = 0;
    let total = 0;
    for (let i = end - windowHours; i < end; i++) {
      negative += hours[i]?.negative ?? 0;
      total += hours[i]?.total ?? 0;
    }
    if (total > 0) windows.push({ negative, total });
  }
  return windows;
}

/** Pooled share in which a window counts as three usual ones at most, so that one bad day does not rule it. */
function cappedMean(windows: readonly Window[]): number {
  const most = 3 * median(windows.map((each) => each.total));
  let negative = 0.5;
  let total = 1;
  for (const each of windows) {
    const weight = Math.min(1, most / each.total);
    negative += weight * each.negative;
    total += weight * each.total;
  }
  return negative / total;
}

function shareOf(windows: readonly Window[]): SpreadShare {
  let negative = 0.5;
  let total = 1;
  for (const each of windows) {
    negative += each.negative;
    total += each.total;
  }
  const mean = negative / total;
  const unit = mean * (1 - mean);
  let excess = 0;
  let pairs = 0;
  for (const each of windows) {
    excess += (each.negative - each.total * mean) ** 2 - each.total * unit;
    pairs += each.total * (each.total - 1) * unit;
  }
  const measured = pairs > 0 ? excess / pairs : 0;
  return { mean, correlation: Math.min(MAX_CORRELATION, Math.max(MIN_CORRELATION, measured)) };
}

/** How far a window lies off a share, in standard deviations of the beta-binomial. */
function distance({ negative, total }: Window, { mean, correlation }: SpreadShare): number {
  const variance = total * mean * (1 - mean) * (1 + (total - 1) * correlation);
  return (negative - total * mean) / Math.sqrt(variance);
}
