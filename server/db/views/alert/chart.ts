import type { SharePoint, VolumePoint } from '../../../core/screens/mentions.ts';
import { expectedBand } from '../../../core/series/expected-band.ts';
import { wilson } from '../../../core/statistics/wilson.ts';
import { DAY, HOUR, type Instant } from '../../../core/time.ts';
import type { HourCounts } from '../../series/buckets.ts';
import type { History } from './history.ts';

/** One chart point after the other, without gaps, with the usual range where it is known. */
export function volumeOf(history: History): readonly VolumePoint[] {
  const step = history.unit === 'hour' ? HOUR : DAY;
  const windows: { from: Instant; to: Instant }[] = [];
  for (let from = history.start; from < history.end; from += step) {
    // The hour under way is held against a whole usual one: it may only look quieter than it will be.
    windows.push({ from, to: from + step });
  }
  const band = expectedBand(history.baseline, windows);
  const sums = windows.map(() => ({ negative: 0, neutral: 0, positive: 0, copies: 0 }));
  for (const hour of history.inRange) {
    const sum = sums[Math.floor((hour.hour - history.start) / step)];
    if (!sum) continue;
    sum.negative += hour.negative;
    sum.neutral += hour.neutral;
    sum.positive += hour.positive;
    sum.copies += hour.copies;
  }
  return windows.map(({ from }, i) => {
    const { expected = null, low = null, high = null } = band?.[i] ?? {};
    const sum = sums[i] ?? { negative: 0, neutral: 0, positive: 0, copies: 0 };
    return { at: from, ...sum, expected, low, high };
  });
}

/** Negative share with its Wilson interval; null where nothing was said. */
export function shareOf(negative: number, n: number): Pick<SharePoint, 'p' | 'lo' | 'hi' | 'n'> {
  return { p: n > 0 ? negative / n : null, ...wilson(negative, n), n };
}

export function sumOf(hours: readonly HourCounts[], measure: 'total' | 'negative' | 'copies'): number {
  return hours.reduce((sum, hour) => sum + hour[measure], 0);
}
