import type { Touchpoint } from '../reading/analysis.ts';
import type { Span } from '../series/trend-window.ts';
import { chinaTime, DAY, type Instant, startOfDay } from '../time.ts';
import type { Fix } from './fix.ts';
import type { FixDay } from './fix-day.ts';
import { type FixTimes, type FixWeeks, MIN_WEEKS, WEEK } from './fix-weeks.ts';

/** Another fix of the same touchpoint and watch. */
export type Neighbour = Pick<Fix, 'id' | 'title' | 'doneAt'>;

/** What else may have changed the complaints. */
export interface FixContext {
  readonly touchpoint: Touchpoint;
  readonly neighbours: readonly Neighbour[];
  /** Days of the same weeks 52 weeks before; empty where nobody watched then. */
  readonly lastYear: readonly FixDay[];
}

/** Whole weeks, so that weekends lie on weekends. */
const YEAR = 52 * WEEK;

export function yearBefore({ from, to }: Span): Span {
  return { from: from - YEAR, to: to - YEAR };
}

/** Whether two fixes are about complaints of which some are the same. */
export function isSameComplaint(
  one: Pick<Fix, 'watchId' | 'touchpoint' | 'dimension'>,
  other: Pick<Fix, 'watchId' | 'touchpoint' | 'dimension'>,
): boolean {
  const isWithin = one.dimension === null || other.dimension === null || one.dimension === other.dimension;
  return one.watchId === other.watchId && one.touchpoint === other.touchpoint && isWithin;
}

/**
 * The time in which this fix is the only one that was new: from the one before it, to the one after it. Where not even
 * two whole weeks lie between two of them, the weeks tell nothing of each alone, and none is cut.
 */
export function timesApart<T extends FixTimes>(times: T, neighbours: readonly Neighbour[]): T {
  const [end, start] = [startOfDay(times.doneAt), startOfDay(times.doneAt + DAY - 1)];
  const earlier = neighbours.map(({ doneAt }) => startOfDay(doneAt + DAY - 1)).filter((at) => at < end);
  const later = neighbours.map(({ doneAt }) => startOfDay(doneAt)).filter((at) => at > start);
  const [last, next] = [Math.max(...earlier), Math.min(...later)];
  const since = end - last >= MIN_WEEKS * WEEK ? Math.max(times.since ?? last, last) : times.since;
  const until = next - start >= MIN_WEEKS * WEEK && Number.isFinite(next) ? next : null;
  return { ...times, since: Number.isFinite(last) ? since : times.since, until };
}

/** Those that took effect in the weeks that are compared. */
export function overlapping(
  neighbours: readonly Neighbour[],
  { weeks, before, after }: Pick<FixWeeks, 'weeks' | 'before' | 'after'>,
): readonly Neighbour[] {
  if (weeks === 0) return [];
  const isAmid = ({ doneAt }: Neighbour): boolean =>
    startOfDay(doneAt + DAY - 1) > before.from && startOfDay(doneAt) < after.to;
  return neighbours.filter(isAmid).toSorted((a, b) => a.doneAt - b.doneAt || a.id - b.id);
}

/** A stretch of each year, both days included. */
interface Turn {
  readonly from: string;
  readonly to: string;
}

/**
 * Between which days a season of complaints begins and ends, whatever anybody does. Heating in China begins on 20
 * October in the far north and 15 November in Beijing, where the first three weeks, of filling and adjusting, are the
 * worst, and ends on 15 March to 20 April. Source: 北京市供热采暖管理办法 (2009), 黑龙江省城市供热条例 (2011).
 */
const SEASONS: Partial<Record<Touchpoint, { readonly begins: Turn; readonly ends: Turn }>> = {
  heating: { begins: { from: '10-20', to: '12-05' }, ends: { from: '03-15', to: '04-20' } },
};

/** Whether complaints of this touchpoint would have fallen (−1) or risen (1) with the season in these weeks. */
export function turnsWithSeason(
  touchpoint: Touchpoint,
  { before, after }: Pick<FixWeeks, 'before' | 'after'>,
  sign: -1 | 1,
): boolean {
  const season = SEASONS[touchpoint];
  if (season === undefined) return false;
  if (sign > 0) return touches(after, season.begins);
  return touches(before, season.begins) || touches(after, season.ends);
}

function touches({ from, to }: Span, turn: Turn): boolean {
  for (let at: Instant = from; at < to; at += DAY) {
    const day = chinaTime(at).slice(5, 10);
    if (day >= turn.from && day <= turn.to) return true;
  }
  return false;
}
