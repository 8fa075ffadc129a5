import { factsOf, isCounted } from '../mention/facts.ts';
import type { AnalysedMention, Fact } from '../mention/mention.ts';
import { reachOf } from '../mention/reach.ts';
import { ruledOn } from '../mention/ruling.ts';
import type { SentimentLabel } from '../reading/analysis.ts';
import { countedLabel, type Target, targetOf } from '../reading/target.ts';
import { type Instant, startOfDay, startOfHour } from '../time.ts';
import {
  type Amounts,
  type BucketDelta,
  type FacetDayDelta,
  type FacetDelta,
  type FineDelta,
  fineSince,
  type HourWriters,
  startOfFine,
  type Tally,
  type TermDelta,
} from './bucket.ts';

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
  /** Who wrote it: the author, or the post itself where the page names none. */
  readonly writer: string;
  readonly keywords: readonly string[];
}

export function countMention(mention: AnalysedMention): CountedMention {
  const { post, analysis, match } = mention;
  const { title, text } = post;
  const aimed = { title, text, analysis, terms: match.terms, rivals: match.rivals };
  const target = ruledOn(mention) ?? targetOf(aimed);
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
    writer: post.author ?? String(post.id),
    keywords: analysis.keywords,
  };
}

/** Facts that are also counted by the hour; the others are looked up by author and time alone. */
export function isFacet(name: string): boolean {
  return /^(touch|servqual|pair|sev|intent|area)\./.test(name);
}

type Open<T> = { -readonly [K in keyof T]: T[K] };

/** What is added up under each key. */
interface Sums {
  readonly buckets: Map<string, Open<BucketDelta>>;
  readonly fine: Map<string, Open<FineDelta>>;
  readonly facets: Map<string, Open<FacetDelta>>;
  readonly terms: Map<string, Open<TermDelta>>;
  readonly writers: Map<string, HourWriters & { readonly writers: string[] }>;
}

/**
 * What these mentions add to the counts, one delta for each key. The same counts can be made again from the
 * stored mentions, facts and readings (`rebuildBuckets`), which a test holds against this.
 * @param now decides what is young enough to be counted in steps of five minutes
 */
export function tally(mentions: readonly CountedMention[], now: Instant): Tally {
  const sums: Sums = {
    buckets: new Map(),
    fine: new Map(),
    facets: new Map(),
    terms: new Map(),
    writers: new Map(),
  };
  const young = fineSince(now);
  for (const mention of mentions) if (mention.counted) take(sums, mention, young);
  const facets = [...sums.facets.values()];
  return {
    buckets: [...sums.buckets.values()],
    fine: [...sums.fine.values()],
    facets,
    facetDays: byDay(facets),
    terms: [...sums.terms.values()],
    writers: [...sums.writers.values()],
  };
}

const NOTHING = { count: 0, copies: 0, reach: 0 };

function take(sums: Sums, mention: CountedMention, young: Instant): void {
  const { watchId, at, platform, sentiment } = mention;
  const hour = startOfHour(at);
  const key = { watchId, platform, sentiment };
  const put = <T extends Amounts>(into: Map<string, Open<T>>, when: string, fresh: () => Open<T>) => {
    const name = `${watchId}|${when}|${sentiment}|${platform}`;
    const sum = into.get(name) ?? fresh();
    sum.count += 1;
    sum.copies += mention.copy ? 1 : 0;
    sum.reach += mention.reach;
    into.set(name, sum);
  };
  put(sums.buckets, `${hour}`, () => ({ ...key, hour, ...NOTHING }));
  const start = startOfFine(at);
  if (start >= young) put(sums.fine, `${start}`, () => ({ ...key, at: start, ...NOTHING }));
  for (const { name: facet } of mention.facts) {
    if (isFacet(facet)) put(sums.facets, `${hour}|${facet}`, () => ({ ...key, hour, facet, ...NOTHING }));
  }
  takeTerms(sums, mention);
  const hourKey = `${watchId}|${hour}`;
  const wrote = sums.writers.get(hourKey) ?? { watchId, hour, writers: [] };
  wrote.writers.push(mention.writer);
  sums.writers.set(hourKey, wrote);
}

function byDay(facets: readonly FacetDelta[]): readonly FacetDayDelta[] {
  const days = new Map<string, Open<FacetDayDelta>>();
  for (const { watchId, hour, facet, sentiment, count, copies, reach } of facets) {
    const day = startOfDay(hour);
    const key = `${watchId}|${day}|${sentiment}|${facet}`;
    const sum = days.get(key) ?? { watchId, day, facet, sentiment, ...NOTHING };
    sum.count += count;
    sum.copies += copies;
    sum.reach += reach;
    days.set(key, sum);
  }
  return [...days.values()];
}

function takeTerms({ terms }: Sums, { watchId, at, sentiment, keywords }: CountedMention): void {
  const day = startOfDay(at);
  for (const term of keywords) {
    const key = `${watchId}|${day}|${term}`;
    const sum = terms.get(key) ?? { watchId, day, term, count: 0, negative: 0, positive: 0 };
    sum.count += 1;
    sum.negative += sentiment === -1 ? 1 : 0;
    sum.positive += sentiment === 1 ? 1 : 0;
    terms.set(key, sum);
  }
}
