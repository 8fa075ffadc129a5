import { defineDetector, type Noticed } from '../core/finding/finding.ts';
import { sensitivityOf } from '../core/risk/sensitivity.ts';
import { isColdStart } from '../core/series/baseline/baseline.ts';
import type { Recent, Series } from '../core/series/series.ts';
import { type UsualShare, usualShare } from '../core/series/usual/share.ts';
import { upperShareScore } from '../core/statistics/beta-binomial.ts';
import { wilson } from '../core/statistics/wilson.ts';
import type { Instant } from '../core/time.ts';

/** Fewer negative posts are no surge, whatever their share. */
const MIN_NEGATIVE_POSTS = 5;
const MIN_POSTS_HOUR = 20;
const MIN_POSTS_SIX_HOURS = 12;
/** Mentions that the usual share must rest on. */
const MIN_HISTORY_MENTIONS = 50;
/** So much above the usual share the interval must lie: less is no surge to people, however sure. */
const MIN_SHARE_RISE = 0.1;

/**
 * The negative share leaps: of the last six hours, or of the last hour when it has enough posts, the lower
 * end of its Wilson interval lies clearly above the watch's own usual share, and chance, with the share's
 * usual swings between windows of that length, explains it less than once in 3,000. Says nothing in cold start.
 */
export default defineDetector({
  name: 'negative-share',
  lookback: 28 * 24,
  tests: 2,
  detect(series, now) {
    if (isColdStart(series)) return [];
    const found = [
      judge(series, series.lastHour, MIN_POSTS_HOUR, now),
      judge(series, series.lastSixHours, MIN_POSTS_SIX_HOURS, now),
    ].filter((finding) => finding !== null);
    return found.sort((a, b) => b.score - a.score).slice(0, 1);
  },
});

function judge(series: Series, recent: Recent, leastPosts: number, now: Instant): Noticed | null {
  const { negative, total, minutes } = recent;
  if (negative < MIN_NEGATIVE_POSTS || total < leastPosts) return null;
  const usual = usualShare(series, minutes / 60, now);
  if (usual === null || usual.total < MIN_HISTORY_MENTIONS) return null;
  const share = wilson(negative, total);
  if (share.lo < usual.mean + MIN_SHARE_RISE) return null;
  const score = upperShareScore(negative, total, usual);
  const { shareScore } = sensitivityOf(series);
  return score < shareScore ? null : toFinding(series, recent, usual, score);
}

function toFinding(series: Series, recent: Recent, usual: UsualShare, score: number): Noticed {
  const { negative, total } = recent;
  const { lo, hi } = wilson(negative, total);
  const spread = Math.sqrt((usual.mean * (1 - usual.mean) * (1 + (total - 1) * usual.correlation)) / total);
  const high = Math.min(1, usual.mean + 1.96 * spread);
  return {
    key: 'negative-share',
    windowMinutes: recent.minutes,
    observed: negative,
    expected: usual.mean * total,
    usualHigh: Math.ceil(high * total),
    score,
    baseline: { kind: 'own-history', days: usual.days, dispersion: usual.correlation },
    facts: {
      measure: 'negative-share',
      negative,
      total,
      share: negative / total,
      shareLow: lo,
      shareHigh: hi,
      usualShare: usual.mean,
      usualShareHigh: high,
      authors: recent.negativeAuthors,
    },
    examples: series.examples.slice(0, 5),
  };
}
