import { defineDetector, type Noticed } from '../core/finding/finding.ts';
import type { Complaint } from '../core/series/series.ts';
import { type TouchBreak, touchBreak } from '../core/series/touch-break.ts';
import { wilson } from '../core/statistics/wilson.ts';
import { type Instant, MINUTE } from '../core/time.ts';

/**
 * One touchpoint breaks while as much is said as ever: of the posts of the last hour, six hours or day clearly more
 * complain of it than usually do at that time, by distinct people in words of their own. All touchpoints and windows
 * of a look are one test, as their probabilities are multiplied by how many they are. Says nothing in cold start.
 */
export default defineDetector({
  name: 'touchpoint',
  lookback: 28 * 24,
  tests: 1,
  detect(series, now) {
    return (series.touches ?? []).flatMap((touch) => {
      const broken = touchBreak(series, touch, touch, now);
      return broken ? [toFinding(broken, touch.complaints, now)] : [];
    });
  },
});

function toFinding(broken: TouchBreak, complaints: readonly Complaint[], now: Instant): Noticed {
  const { fact, minutes, people, total, usual, score } = broken;
  const { lo, hi } = wilson(people, total);
  const spread = Math.sqrt((usual.mean * (1 - usual.mean) * (1 + (total - 1) * usual.correlation)) / total);
  const high = Math.min(1, usual.mean + 1.96 * spread);
  const inside = complaints.filter(({ at }) => at > now - minutes * MINUTE);
  return {
    key: fact,
    windowMinutes: minutes,
    observed: people,
    expected: usual.mean * total,
    usualHigh: Math.ceil(high * total),
    score,
    baseline: { kind: 'own-history', days: usual.days, dispersion: usual.correlation },
    facts: {
      // Touchpoints are judged apart from each other where feeds have changed.
      measure: fact,
      fact,
      total,
      posts: inside.length,
      authors: people,
      share: people / total,
      shareLow: lo,
      shareHigh: hi,
      usualShare: usual.mean,
      usualShareHigh: high,
    },
    examples: onePerPerson(inside).slice(0, 5),
  };
}

function onePerPerson(complaints: readonly Complaint[]): readonly number[] {
  const first = new Map<string | number, number>();
  for (const { postId, author } of complaints) {
    if (!first.has(author ?? postId)) first.set(author ?? postId, postId);
  }
  return [...first.values()];
}
