import type { Grouping } from '../../server/core/alert/grouping.ts';
import type { AnalysedMention } from '../../server/core/mention/mention.ts';
import type { Post, SourcePost } from '../../server/core/mention/post.ts';
import type { Rule } from '../../server/core/mention/watch.ts';
import type { Analysis, SentimentLabel } from '../../server/core/reading/analysis.ts';
import type { Instant } from '../../server/core/time.ts';

/** A Sunday afternoon in China that all tests call now, unless they say otherwise. */
export const NOW: Instant = Date.UTC(2026, 10, 22, 7, 30);

/** Seals links in messages. */
export const PASS_KEY = Buffer.alloc(32, 7);

let made = 0;

/** A post as a source gives it; every call makes another one. */
export function makePost(parts: Partial<SourcePost> = {}): SourcePost {
  made += 1;
  return {
    source: 'rss',
    platform: 'news',
    externalId: `post-${made}`,
    text: `第${made}号楼的暖气一整天都不热,打了十个电话没人接`,
    publishedAt: NOW - 60_000,
    precision: 'second',
    observedAt: NOW,
    ...parts,
  };
}

/** A rule that takes whatever holds one of these words. */
export function anyOf(...words: readonly string[]): Rule {
  return { any: words, all: [], none: [] };
}

/** A plain reading, negative unless told otherwise. */
export function makeAnalysis(parts: Partial<Analysis> & { readonly label?: SentimentLabel } = {}): Analysis {
  const { label = -1, ...rest } = parts;
  const share = (of: SentimentLabel) => (label === of ? 0.9 : 0.05);
  return {
    language: 'zh',
    quality: 0.9,
    sentiment: { label, negative: share(-1), neutral: share(0), positive: share(1), score: label * 0.9 },
    emotion: { anger: 0, sadness: 0, fear: 0, joy: 0, surprise: 0, neutral: 1 },
    intents: [],
    severity: [],
    aspects: [],
    evidence: [],
    places: [],
    rootCauses: [],
    segments: [],
    sarcasm: 0,
    addressed: [],
    keywords: [],
    ...rest,
  };
}

/** A mention of a stored post, as `tally` and `factsOf` take it. */
export function makeMention(
  parts: {
    readonly watchId?: number;
    readonly post?: Partial<Post>;
    readonly analysis?: Parameters<typeof makeAnalysis>[0];
    readonly people?: readonly string[];
  } = {},
): AnalysedMention {
  const watchId = parts.watchId ?? 1;
  const post: Post = {
    id: 1,
    source: 'rss',
    platform: 'news',
    externalId: 'a',
    url: null,
    title: null,
    text: '暖气不热',
    author: null,
    at: NOW,
    precision: 'second',
    observedAt: NOW,
    metrics: {},
    rating: null,
    region: null,
    voice: 'ordinary',
    copyOf: null,
    ...parts.post,
  };
  return {
    watchId,
    post,
    analysis: makeAnalysis(parts.analysis),
    match: { watchId, terms: ['暖气'], names: ['暖气'], people: parts.people ?? [], rivals: [] },
  };
}

/** Nothing waits for others of its group, and nothing is said again. */
export const EACH_ALONE: Grouping = {
  waitSeconds: 0,
  waitOrangeSeconds: 0,
  intervalMinutes: 0,
  repeatMinutes: null,
  repeats: 0,
};
