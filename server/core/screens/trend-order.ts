import { lengthOf, type Windows } from '../series/trend-window.ts';
import { type Growth, growthInterval, inflationOf } from '../statistics/growth-interval.ts';
import { HOUR } from '../time.ts';
import type { Direction } from './trends.ts';

/** Share of the topics called rising or falling that may be so by chance. */
const FALSE_DISCOVERY = 0.05;
const BLOCK = 6 * HOUR;

/**
 * Growth of one topic between the windows; null where there is nothing to compare with.
 * @param dispersion NB2 dispersion of sums of six hours of the watch, 0 where it is not known
 */
export function growthIn(
  windows: Windows,
  now: number,
  before: readonly number[],
  dispersion: number,
): Growth | null {
  if (windows.before.length === 0) return null;
  const sum = before.reduce((total, each) => total + each, 0);
  const lengths = [lengthOf([windows.now]), lengthOf(windows.before)] as const;
  const blocks = (lengths[0] + lengths[1]) / BLOCK;
  return growthInterval(
    { count: now, exposure: lengths[0] },
    { count: sum, exposure: lengths[1] },
    inflationOf(dispersion, now + sum, blocks),
  );
}

/** What of a topic can be compared. */
interface Compared {
  readonly count: number;
  readonly before: readonly number[];
}

/**
 * The same of what can be compared of a topic, where some platforms were heard on one side only. Null also where all of
 * it, or all of it before, was said on those: that is no growth from nothing.
 */
export function comparableGrowth(
  windows: Windows,
  all: Compared,
  compared: Compared,
  dispersion: number,
): Growth | null {
  const sum = ({ before }: Compared) => before.reduce((total, each) => total + each, 0);
  const gone = sum(compared) === 0 && sum(all) > 0;
  const nothing = sum(compared) + compared.count === 0 && all.count > 0;
  return gone || nothing ? null : growthIn(windows, compared.count, compared.before, dispersion);
}

/**
 * Surest change first, and which of the changes are sure. Many topics are looked at together, so a change
 * is called one only where it survives the step-up procedure over all of them. What is unsure follows by
 * its count: a word said twice never stands above one said a hundred times.
 * Source: Y. Benjamini, Y. Hochberg, J. R. Statist. Soc. B 57 (1995) 289–300.
 */
export function orderBySurety<T extends { readonly growth: Growth | null; readonly count: number }>(
  topics: readonly T[],
): readonly (T & { readonly direction: Direction })[] {
  const tested = topics.flatMap(({ growth }) => (growth === null ? [] : [growth.p])).sort((a, b) => a - b);
  const limit = tested.findLast((p, i) => p <= ((i + 1) / tested.length) * FALSE_DISCOVERY) ?? -1;
  return topics
    .map((topic) => ({ ...topic, direction: directionOf(topic.growth, limit) }))
    .sort((a, b) => Number(b.direction !== 'steady') - Number(a.direction !== 'steady') || inside(a, b));
}

type Placed = { readonly growth: Growth | null; readonly count: number; readonly direction: Direction };

function inside(a: Placed, b: Placed): number {
  if (a.direction === 'steady') return b.count - a.count;
  return (a.growth?.p ?? 1) - (b.growth?.p ?? 1) || b.count - a.count;
}

function directionOf(growth: Growth | null, limit: number): Direction {
  if (growth === null || growth.p > limit) return 'steady';
  return growth.ratio === null || growth.ratio > 1 ? 'rising' : 'falling';
}
