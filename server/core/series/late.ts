import type { Precision } from '../mention/post.ts';
import { DEFAULT_SENSITIVITY } from '../risk/sensitivity.ts';
import { upperTailScore } from '../statistics/negative-binomial.ts';
import { DAY, HOUR, type Instant, startOfHour } from '../time.ts';
import { baselineOf, expectedIn } from './baseline/baseline.ts';
import type { HourPoint, Series } from './series.ts';

/** What is stored so long after it was published has missed the hour that it belongs to. */
export const LATE_BY = HOUR;
/**
 * As far as what comes late is looked back for: a weekend without power, and some hours to catch up. What was published
 * before is history, however it came.
 */
export const LATE_WITHIN = 72 * HOUR;

/** What came late into one watch, by the clock hour in which it was published. */
export interface LateArrivals {
  readonly hours: ReadonlyMap<Instant, LateHour>;
  /** Mentions of these hours, and those published before them that came along. */
  readonly late: number;
  readonly older: number;
}

export interface LateHour {
  readonly negative: number;
  /** Somebody speaks of lives at stake in it, and no window up to now reaches back so far. */
  readonly grave: boolean;
}

/** So many of a time before, and such a part of all that came: somebody brings an archive in, and knows what is in it. */
const ARCHIVE = { least: 20, share: 1 / 3 } as const;

export function isArchive({ late, older }: Pick<LateArrivals, 'late' | 'older'>): boolean {
  return older >= ARCHIVE.least && older >= (late + older) * ARCHIVE.share;
}

/** −log10 of the probability from which a closer look is taken: the detectors ask for more. */
const WORTH_A_LOOK = 2;
const WINDOWS = [1, 6] as const;

/**
 * The moments at which detectors would have noticed what has come since: the ends of the hour and of the six hours that
 * hold the most unusual number of complaints, the last of them late, and of the newest hour with a grave claim. None
 * within the last hour, which every look holds anyway.
 */
export function lateMoments(series: Series, { hours }: LateArrivals, now: Instant): readonly Instant[] {
  const ends = new Set<Instant>();
  for (const length of WINDOWS) {
    const end = worst(series, hours, length, now);
    if (end !== null) ends.add(end);
  }
  const grave = [...hours].filter(([, hour]) => hour.grave).map(([hour]) => hour + HOUR);
  // A day that has just ended ends within the last hour: most of it is over before.
  if (grave.length > 0) ends.add(Math.min(Math.max(...grave), startOfHour(now) - HOUR));
  // The last instant of the hour: the next one belongs to those after it.
  return [...ends].filter((end) => end <= now - HOUR && end > now - LATE_WITHIN).map((end) => end - 1);
}

function worst(series: Series, late: LateArrivals['hours'], length: number, now: Instant): Instant | null {
  let found: { readonly end: Instant; readonly score: number } | null = null;
  series.hours.forEach(({ hour }, i) => {
    if (hour < now - LATE_WITHIN || (late.get(hour)?.negative ?? 0) === 0) return;
    const window = series.hours.slice(Math.max(0, i - length + 1), i + 1);
    const score = scoreOf(series, window, now);
    if (score >= WORTH_A_LOOK && score > (found?.score ?? 0)) found = { end: hour + HOUR, score };
  });
  return (found as { readonly end: Instant } | null)?.end ?? null;
}

/** How unusual so many complaints are; 0 for fewer than any team would be notified of. */
function scoreOf(series: Series, window: readonly HourPoint[], now: Instant): number {
  const negative = window.reduce((sum, point) => sum + point.negative, 0);
  const { burstObserved, coldNegative } = series.sensitivity ?? DEFAULT_SENSITIVITY;
  const usual = baselineOf(series, 'negative', now);
  if (usual.kind === 'cold-start') return negative >= coldNegative ? negative : 0;
  if (negative < burstObserved) return 0;
  const from = window[0]?.hour ?? now;
  const { mean, dispersion } = expectedIn(usual, from, from + window.length * HOUR);
  return upperTailScore(negative, mean, dispersion);
}

/** How late it came, and whether that was of late. */
export interface Arrival {
  readonly at: Instant;
  readonly storedAt: Instant;
  readonly precision: Precision;
}

/** When it was published, as nearly as is known: of a day its middle. */
export function publishedAt({ at, precision }: Pick<Arrival, 'at' | 'precision'>): Instant {
  return precision === 'day' ? at + DAY / 2 : at;
}

/** Stored before, it was looked at then. */
const JUST_COME = DAY / 2;

/** Whether a post missed its hour and has come since. */
export function cameLate({ at, storedAt }: Pick<Arrival, 'at' | 'storedAt'>, now: Instant): boolean {
  return storedAt - at >= LATE_BY && storedAt > now - JUST_COME;
}
