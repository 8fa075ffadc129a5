import { defineDetector, ruleFinding } from '../core/finding/finding.ts';
import { sensitivityOf } from '../core/risk/sensitivity.ts';
import { isColdStart } from '../core/series/baseline/baseline.ts';
import { isKnown } from '../core/series/baseline/coverage.ts';
import type { Copying, Series } from '../core/series/series.ts';
import { HOUR, type Instant } from '../core/time.ts';

/** So many copies by each author, or of each text, and somebody multiplies them. */
const COPIES_PER_AUTHOR = 3;
const COPIES_PER_TEXT = 10;
/** Above the busiest tenth of the watch's own six hours: some are quoted all day long. */
const TIMES_USUAL = 2;
const WINDOW_HOURS = 6;

/**
 * Many near copies within six hours by few authors, or of few texts: spreading that somebody organises, or a
 * text that many pass on. A rule; in cold start it lacks the comparison with the watch's own past, and says so.
 */
export default defineDetector({
  name: 'copy-storm',
  lookback: 28 * 24,
  detect(series, now) {
    const { copying } = series;
    // Texts and authors are known of the newest copies only; how many there are is counted in full.
    const copies = Math.max(copying.copies, series.lastSixHours.copies);
    if (copies < sensitivityOf(series).stormCopies) return [];
    const pattern = patternOf(copying);
    const usual = isColdStart(series) ? null : usualCopies(series, now);
    if (pattern === null || (usual !== null && copies < TIMES_USUAL * usual)) return [];
    return [
      ruleFinding({
        key: 'copy-storm',
        windowMinutes: copying.minutes,
        observed: copies,
        facts: {
          measure: 'copies',
          pattern,
          copies,
          originals: copying.originals,
          authors: copying.authors,
          mostOfOne: copying.mostOfOne,
          total: series.lastSixHours.total,
          negative: series.lastSixHours.negative,
          ...(usual === null ? { history: 'none' } : { usualCopies: usual }),
        },
        examples: copying.examples.slice(0, 5),
      }),
    ];
  },
});

/** Few authors are the graver sign: many people may pass on one text because it moves them. */
function patternOf({ copies, authors, originals }: Copying): 'few-authors' | 'few-texts' | null {
  if (copies === 0) return null;
  if (copies >= COPIES_PER_AUTHOR * authors) return 'few-authors';
  return copies >= COPIES_PER_TEXT * originals ? 'few-texts' : null;
}

/** The ninth decile of copies in six hours, over the known hours before the last six. */
function usualCopies(series: Series, now: Instant): number {
  const until = now - WINDOW_HOURS * HOUR;
  const hours = series.hours.filter((p) => p.hour + HOUR <= until && isKnown(p, series.knownHours, now));
  const sums: number[] = [];
  for (let end = hours.length; end >= WINDOW_HOURS; end -= WINDOW_HOURS) {
    sums.push(hours.slice(end - WINDOW_HOURS, end).reduce((sum, point) => sum + point.copies, 0));
  }
  sums.sort((a, b) => a - b);
  return sums[Math.floor(sums.length * 0.9)] ?? 0;
}
