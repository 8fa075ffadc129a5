import { upperTailScore } from '../statistics/negative-binomial.ts';
import { DAY, HOUR, type Instant } from '../time.ts';
import { createFollowing, createLevel, createRecent, createShape } from './stream-baseline.ts';
import { createEcho, createNoise, createTail } from './stream-tail.ts';

/** What one row of a series came to. */
export interface StreamScore {
  /** 0..1; 0.5 means: ten times rarer, by this series' own past, than what was reported in the last hours. */
  readonly score: number;
  /** What was usual for that row, from earlier rows only. */
  readonly expected: number;
}

/** Values count towards what is usual at most this many times what is; one of nothing is as good as four. */
const TAME_TIMES = 8;
const TAME_LEAST = 4;
/** Values count towards the noise at most this many of its deviations above the expected. */
const WINSOR = 4;
/** The first rows teach in full: nothing is known yet that could call them peaks. */
const UNTAMED_ROWS = 12;
const WARM_UP_ROWS = 3;
const WARM_UP = 3 * HOUR;
/** What one count in 10^4 would reach by the noise of counting and of single rows alone is no trouble. */
const NOISE_SCORE = 4;
/** Added to counts before they are compared, so that a post or two after none are no multiple. */
const PSEUDO_COUNT = 3;

/**
 * Scores a count series row by row, each from earlier rows only. Compared are the counts of the last hour or two with
 * what was expected of them: weekly shape (as far as the series follows it) × level of the last days. The log of their
 * ratio is rare by the series' own past, and not mere noise by a negative binomial (counts weighed by at most 1 have no
 * heavier upper tail than counts); what an alarm has reported already is taken off. `bucketMs` is the length of a row's
 * bucket. Missing rows are unknown, not zero; a time that goes back or stands still counts as no time passed.
 */
export function createStreamDetector(bucketMs: number): (at: Instant, value: number) => StreamScore {
  const perVisit = Math.max(1, HOUR / bucketMs);
  const shape = createShape(perVisit, DAY / bucketMs);
  const level = createLevel(bucketMs, perVisit);
  const following = createFollowing(bucketMs);
  const recent = createRecent(bucketMs);
  const tail = createTail(bucketMs);
  const noise = createNoise(bucketMs);
  const echo = createEcho(bucketMs);
  const warmUp = Math.max(WARM_UP_ROWS, WARM_UP / bucketMs);
  let last = Number.NEGATIVE_INFINITY;
  let rows = 0;

  const logRatio = (expected: number) =>
    Math.log((recent.sums.seen + PSEUDO_COUNT) / (expected + PSEUDO_COUNT));

  const rarityOf = (ratio: number, whole: number): number => {
    const rare = rows < warmUp ? 0 : tail.rarity(ratio);
    if (rare === 0) return 0;
    const { seen, expected } = recent.sums;
    const unlikely = upperTailScore(Math.round(seen), expected, noise.ofRecent(whole));
    return unlikely < NOISE_SCORE ? 0 : rare;
  };

  return (at, value) => {
    const elapsed = rows === 0 ? bucketMs : Math.max(0, at - last);
    last = Math.max(last, at);
    const slot = shape.usual(at);
    const usual = rows === 0 ? Math.max(value, slot.whole) : following.apply(slot);
    const ratio = level.ratio(usual);
    const expected = usual * ratio;
    recent.add(elapsed, value, expected, slot.whole * ratio);
    const height = logRatio(recent.sums.expected);
    const score = 1 - 0.5 ** echo(elapsed, rarityOf(height, slot.whole));
    tail.learn(height);
    following.learn(slot, logRatio(recent.sums.unshaped));
    const tame = (most: number) => (rows < UNTAMED_ROWS ? value : Math.min(value, most));
    const kept = tame(Math.max(TAME_TIMES * Math.max(expected, slot.whole), TAME_LEAST));
    const deviation = Math.sqrt(expected + noise.ofRow(slot.whole) * expected ** 2);
    noise.learn(tame(expected + WINSOR * deviation), expected);
    shape.learn(at, kept);
    level.learn(kept, usual);
    rows += 1;
    return { score, expected };
  };
}
