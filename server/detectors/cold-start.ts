import { defineDetector } from '../core/finding/finding.ts';
import { sensitivityOf } from '../core/risk/sensitivity.ts';
import { isColdStart } from '../core/series/baseline/baseline.ts';
import { wilson } from '../core/statistics/wilson.ts';

/**
 * For watches known less than a week, where nobody can say what is usual: as shipped ten negative posts by
 * five people within an hour that are surely most of what is said. A rule, and labelled as one.
 */
export default defineDetector({
  name: 'cold-start',
  lookback: 7 * 24,
  detect(series) {
    if (!isColdStart(series)) return [];
    const { total, negative, negativeAuthors, copies, minutes } = series.lastHour;
    const { coldNegative, coldAuthors, coldShare } = sensitivityOf(series);
    const share = wilson(negative, total);
    if (negative < coldNegative || negativeAuthors < coldAuthors || share.lo < coldShare) return [];
    return [
      {
        key: 'cold-start',
        windowMinutes: minutes,
        observed: negative,
        expected: null,
        usualHigh: null,
        score: 0,
        baseline: { kind: 'cold-start', days: Math.floor(series.knownHours / 24) },
        facts: { measure: 'negative', total, negative, authors: negativeAuthors, copies, shareLow: share.lo },
        examples: series.examples.slice(0, 5),
      },
    ];
  },
});
