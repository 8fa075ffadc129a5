import { DAY, type Instant, startOfDay } from '../time.ts';
import type { Span } from './trend-window.ts';

/** A day in China on one platform, originals only; days in which nothing was said may be left out. */
export interface PlatformDay {
  /** Start of the day. */
  readonly at: Instant;
  readonly platform: string;
  readonly count: number;
  readonly negative: number;
}

/** A platform that weighs in one of two stretches, and was not read throughout the other one. */
export interface OneSided {
  readonly platform: string;
  readonly missing: 'before' | 'now';
}

/** So large a part of what is said, or of what is negative, is a fair share. */
const FAIR = 0.1;
/** Where so many posts are to be expected, none at all are no chance: e⁻⁵ is 0.7 %. */
const SURE = 5;
/** What is read day by day is heard on such a part of the days, a burst on fewer. */
const STEADY = 1 / 3;
const MIN_STEADY_DAYS = 3;
/** So small a part of a stretch without a platform changes no comparison. */
const SLIGHT = 0.1;

type Counts = Pick<PlatformDay, 'count' | 'negative'>;

function sumOf(days: readonly PlatformDay[]): Counts {
  const sum = (of: keyof Counts) => days.reduce((total, day) => total + day[of], 0);
  return { count: sum('count'), negative: sum('negative') };
}

const dayOf = (at: Instant, from: Instant): number => Math.floor((at - startOfDay(from)) / DAY);

/**
 * Platforms that began or ceased to be read within two stretches of equal length: whatever was said there came or went
 * with them, so it tells nothing of more or less being said. One that was heard day by day from its first day on, and
 * never before, began to be read; a burst of posts where nothing was said before is news, and is left in, and so is talk
 * that begins where nothing was heard anywhere.
 * @param whole both stretches
 */
export function oneSidedPlatforms(days: readonly PlatformDay[], whole: Span): readonly OneSided[] {
  const length = dayOf(whole.to - 1, whole.from) + 1;
  const byPlatform = [...Map.groupBy(days, ({ platform }) => platform)].sort(([a], [b]) => (a < b ? -1 : 1));
  return byPlatform.flatMap(([platform, own]): readonly OneSided[] => {
    const heard = own.filter(({ count }) => count > 0).map(({ at }) => dayOf(at, whole.from));
    if (heard.length === 0) return [];
    const [first, last] = [Math.min(...heard), Math.max(...heard)];
    const isGone = (from: number, to: number): boolean => {
      const range = to - from;
      const gap = length - range;
      const isWithin = ({ at }: PlatformDay) => dayOf(at, whole.from) >= from && dayOf(at, whole.from) < to;
      const of = sumOf(own);
      const all = sumOf(days.filter(isWithin));
      const others = sumOf(days.filter((day) => !isWithin(day))).count > 0;
      const fair = of.count >= FAIR * all.count || (of.negative > 0 && of.negative >= FAIR * all.negative);
      const steady = heard.length >= Math.max(MIN_STEADY_DAYS, STEADY * range);
      return others && fair && steady && gap >= (SLIGHT * length) / 2 && (of.count / range) * gap >= SURE;
    };
    if (isGone(first, length)) return [{ platform, missing: 'before' }];
    return isGone(0, last + 1) ? [{ platform, missing: 'now' }] : [];
  });
}
