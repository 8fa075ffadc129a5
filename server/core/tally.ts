import type { SentimentLabel } from './analysis.ts';
import type { BucketDelta, FacetDelta } from './bucket.ts';
import { factsOf, isCounted } from './facts.ts';
import type { AnalysedMention, Fact } from './mention.ts';
import { reachOf } from './reach.ts';
import { countedLabel, type Target, targetOf } from './target.ts';
import { type Instant, startOfHour } from './time.ts';

/** A mention reduced to what is counted and what is kept beside it for counting again. */
export interface CountedMention {
  readonly watchId: number;
  readonly at: Instant;
  readonly platform: string;
  /** What counts for the watch: 0 where a negative post is aimed at somebody else. */
  readonly sentiment: SentimentLabel;
  /** Whom it is angry at; null where it is not. */
  readonly target: Target | null;
  readonly copy: boolean;
  /** False for junk and for what has no place in time: kept, but in no statistic. */
  readonly counted: boolean;
  /** Whole people, so that sums are the same in any order. */
  readonly reach: number;
  readonly facts: readonly Fact[];
}

export function countMention(mention: AnalysedMention): CountedMention {
  const { post, analysis, match } = mention;
  const { title, text } = post;
  const target = targetOf({ title, text, analysis, terms: match.terms, rivals: match.rivals });
  return {
    watchId: mention.watchId,
    at: post.at,
    platform: post.platform,
    sentiment: countedLabel(analysis.sentiment.label, target),
    target,
    copy: post.copyOf !== null,
    counted: isCounted(mention),
    reach: Math.round(reachOf(post.metrics, post.voice)),
    facts: factsOf(mention, target),
  };
}

/** Facts that are also counted by the hour; the others are looked up by author and time alone. */
export function isFacet(name: string): boolean {
  return /^(touch|servqual|sev|intent)\./.test(name);
}

/**
 * What these mentions add to the hourly counts, one delta for each key. The same counts can be made again
 * from the stored mentions and facts (`rebuildBuckets`), which a test holds against this.
 */
export function tally(mentions: readonly CountedMention[]): {
  readonly buckets: readonly BucketDelta[];
  readonly facets: readonly FacetDelta[];
} {
  const buckets = new Map<string, { -readonly [K in keyof BucketDelta]: BucketDelta[K] }>();
  const facets = new Map<string, { -readonly [K in keyof FacetDelta]: FacetDelta[K] }>();
  for (const mention of mentions) {
    if (!mention.counted) continue;
    const { watchId, platform, sentiment, reach } = mention;
    const hour = startOfHour(mention.at);
    const key = `${watchId}|${hour}|${sentiment}|${platform}`;
    const bucket = buckets.get(key) ?? { watchId, hour, platform, sentiment, count: 0, copies: 0, reach: 0 };
    bucket.count += 1;
    bucket.copies += mention.copy ? 1 : 0;
    bucket.reach += reach;
    buckets.set(key, bucket);
    for (const { name } of mention.facts) {
      if (!isFacet(name)) continue;
      const facetKey = `${watchId}|${hour}|${name}`;
      const facet = facets.get(facetKey) ?? { watchId, hour, facet: name, count: 0, negative: 0 };
      facet.count += 1;
      facet.negative += sentiment === -1 ? 1 : 0;
      facets.set(facetKey, facet);
    }
  }
  return { buckets: [...buckets.values()], facets: [...facets.values()] };
}
