import { type HourPoint, NOTHING_BESIDE, type Recent, type Series } from '../../server/core/series/series.ts';
import { HOUR, type Instant } from '../../server/core/time.ts';
import { dailyCourse } from '../core/series/make-series.ts';
import { countDraw, seeded } from '../support/random.ts';

/** Monday 2026-10-12 00:00 in China: eight weeks from here have no holiday and no adjusted workday. */
const START = Date.UTC(2026, 9, 11, 16);
/** Hours of the history, and of the time that is judged. */
export const WEEKS4 = 28 * 24;
export const PEAK_HOURS = 6;
const DRIFT_HOURS = 48;
/** Found later than so many hours after it began is not found. */
export const DRIFT_SEEN = 96;
/** Share of posts that are negative, in quiet hours and in injected ones alike. */
const NEGATIVE = 0.2;

/** What is asked of the generator; the same plan gives the same counts. */
export interface SyntheticPlan {
  /** Mean posts an hour. */
  readonly rate: number;
  readonly seed: number;
  /** NB2 dispersion of an hour's count. */
  readonly phi?: number;
  /** Past bursts left in the first four weeks. */
  readonly bursts?: number;
  /** Posts an hour that are added to the mean, by hour since the start. */
  readonly added?: (hour: number, usual: number) => number;
}

/** Eight weeks of hourly counts: four of history with past bursts in it, four that are judged. */
export function syntheticHours(plan: SyntheticPlan): readonly HourPoint[] {
  const { rate, phi = 0.25, bursts = 3 } = plan;
  const random = seeded(plan.seed);
  const past = Array.from({ length: bursts }, () => {
    const from = Math.floor(random() * (WEEKS4 - 12));
    return { from, to: from + 3 + Math.floor(random() * 10), added: (5 + rate) * (0.5 + random()) };
  });
  return Array.from({ length: 2 * WEEKS4 }, (_, index) => {
    const hour = START + index * HOUR;
    const usual = rate * dailyCourse(hour);
    const burst = past.find(({ from, to }) => index >= from && index < to)?.added ?? 0;
    const mean = usual + burst + (plan.added?.(index, usual) ?? 0);
    const total = countDraw(random, mean, phi);
    let negative = 0;
    for (let post = 0; post < total; post++) if (random() < NEGATIVE) negative += 1;
    return { hour, total, negative, copies: 0, reach: 0 };
  });
}

/** The rate rises by 5 + its own mean, at once and for six hours. */
export function peakAt(start: number, rate: number): NonNullable<SyntheticPlan['added']> {
  return (hour) => (hour >= start && hour < start + PEAK_HOURS ? 5 + rate : 0);
}

/** The rate rises evenly over 48 hours until it is 80 % above the usual one, and stays there. */
export function driftAt(start: number): NonNullable<SyntheticPlan['added']> {
  return (hour, usual) => usual * 0.8 * Math.min(1, Math.max(0, (hour + 0.5 - start) / DRIFT_HOURS));
}

/** What a detector is given when hour `index` has just ended, and when that is. */
export function syntheticSeries(
  hours: readonly HourPoint[],
  index: number,
): { series: Series; now: Instant } {
  const now = (hours[index]?.hour ?? 0) + HOUR;
  const seen = hours.slice(Math.max(0, index - WEEKS4 + 2), index + 1);
  const current: HourPoint = { hour: now, total: 0, negative: 0, copies: 0, reach: 0 };
  const nothing = { claims: [], areas6h: 0, reach24h: 0, topVoice: null, hotRank: null, examples: [] };
  return {
    now,
    series: {
      watchId: 1,
      hours: [...seen, current],
      knownHours: WEEKS4,
      lastHour: recent(seen, 1),
      lastSixHours: recent(seen, 6),
      ...nothing,
      ...NOTHING_BESIDE,
    },
  };
}

function recent(hours: readonly HourPoint[], count: number): Recent {
  const last = hours.slice(-count);
  const total = last.reduce((sum, hour) => sum + hour.total, 0);
  const negative = last.reduce((sum, hour) => sum + hour.negative, 0);
  return { minutes: count * 60, total, negative, copies: 0, authors: total, negativeAuthors: negative };
}
