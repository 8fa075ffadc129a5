import {
  bursts,
  type Cost,
  type KleinbergOptions,
  type Run,
  settings,
} from '../statistics/burst-automaton.ts';
import { logGamma } from '../statistics/log-gamma.ts';
import type { Instant } from '../time.ts';

export type { KleinbergOptions } from '../statistics/burst-automaton.ts';

/** A stretch of time in which the automaton stayed at `level` or above. Bursts of level 2 lie inside one of level 1. */
export interface KleinbergBurst {
  /** First event, or start of the first bucket, that belongs to it. */
  readonly startAt: Instant;
  /** Last event; with buckets, the start of the last bucket that belongs to it. */
  readonly endAt: Instant;
  /** 1 and up: the rate is about `base ** level` times the usual one. */
  readonly level: number;
  /** What being at `level` explains better than being one lower, in nats, summed over the stretch: ranks bursts. */
  readonly weight: number;
  /** Index of the first and the last event or bucket, both included. */
  readonly first: number;
  readonly last: number;
}

/** A bucket's count and, where known, the count that was usual for it. */
export interface CountBucket {
  readonly at: Instant;
  readonly count: number;
  readonly usual?: number;
}

/**
 * Bursts of single events (times ascending, milliseconds): gaps between them are exponential, at level i
 * with rate `base ** i` times the mean one. Fewer than three events give none.
 * Source: J. Kleinberg, "Bursty and Hierarchical Structure in Streams", KDD 2002, §2 (automaton A^k).
 */
export function burstsOfEvents(times: readonly Instant[], options: KleinbergOptions = {}): KleinbergBurst[] {
  const { base } = settings(options);
  const gaps = times.slice(1).map((at, i) => at - (times[i] ?? at));
  const span = gaps.reduce((sum, gap) => sum + gap, 0);
  if (gaps.length < 2 || span <= 0) return [];
  const mean = span / gaps.length;
  const cost: Cost = (t, level) => {
    // In units of the mean gap, which adds the same to every level: so ties do not hang on the unit of time.
    const rate = base ** level;
    return (rate * (gaps[t] ?? 0)) / mean - Math.log(rate);
  };
  // Gap t lies between the events t and t + 1, so a run of gaps takes in one event more.
  return bursts(gaps.length, cost, options).map(({ first, last, ...rest }) => ({
    ...rest,
    first,
    last: last + 1,
    startAt: times[first] ?? 0,
    endAt: times[last + 1] ?? 0,
  }));
}

/**
 * Bursts of counts (buckets in time order): `count` is Poisson, at level i with `base ** i` times what was
 * usual for that bucket, or times the mean of all where nothing is known to be usual.
 * Source: Kleinberg 2002, §4, with Poisson counts in place of shares.
 */
export function burstsOfCounts(
  buckets: readonly CountBucket[],
  options: KleinbergOptions = {},
): KleinbergBurst[] {
  const { base } = settings(options);
  const mean = buckets.reduce((sum, bucket) => sum + bucket.count, 0) / buckets.length;
  if (!(mean > 0)) return [];
  const cost: Cost = (t, level) => {
    const { count, usual = mean } = buckets[t] ?? { count: 0 };
    const rate = Math.max(usual, 1e-6) * base ** level;
    return rate - count * Math.log(rate) + logGamma(count + 1);
  };
  return dated(buckets, bursts(buckets.length, cost, options));
}

function dated(buckets: readonly { readonly at: Instant }[], runs: readonly Run[]): KleinbergBurst[] {
  return runs.map((run) => ({
    ...run,
    startAt: buckets[run.first]?.at ?? 0,
    endAt: buckets[run.last]?.at ?? 0,
  }));
}
