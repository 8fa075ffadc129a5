import { defineDetector, type Noticed } from '../core/finding/finding.ts';
import { isColdStart } from '../core/series/baseline/baseline.ts';
import type { LoudPost, Series } from '../core/series/series.ts';
import { reactionScore, type UsualReactions, usualReactions } from '../core/series/usual/reactions.ts';

/** Less than once in a thousand days by chance, among the complaints of a day. */
const MIN_SCORE = 3;
/** Posts that what is usual must rest on. */
const MIN_POSTS = 80;
/** So many times what nearly all posts stay below: less is no leap to people. */
const TIMES_HIGH = 5;
const DAY_HOURS = 24;

/**
 * One complaint by nobody in particular that goes far beyond what posts of this watch usually bring about, while hardly
 * anybody writes of it yet. Says nothing in cold start, nor where pages show no counts.
 */
export default defineDetector({
  name: 'reach',
  lookback: 28 * 24,
  tests: 1,
  detect(series) {
    const { reactions } = series;
    if (reactions === undefined || isColdStart(series)) return [];
    const usual = usualReactions(reactions.usual);
    if (usual === null || usual.posts < MIN_POSTS) return [];
    const complaints = series.hours.slice(-DAY_HOURS).reduce((sum, { negative }) => sum + negative, 0);
    return reactions.loud
      .map((post) => ({ post, score: reactionScore(post.reactions, complaints, usual) }))
      .filter(({ post, score }) => score >= MIN_SCORE && post.reactions >= TIMES_HIGH * usual.high)
      .map(({ post, score }) => toFinding(post, score, usual, series));
  },
});

function toFinding(post: LoudPost, score: number, usual: UsualReactions, series: Series): Noticed {
  return {
    key: `reach ${post.postId}`,
    windowMinutes: DAY_HOURS * 60,
    observed: post.reactions,
    expected: usual.median,
    usualHigh: usual.high,
    score: Math.min(300, score),
    baseline: { kind: 'own-history', days: Math.floor(series.knownHours / 24), dispersion: usual.tail },
    facts: { measure: 'reactions', postId: post.postId, publishedAt: post.at, posts: usual.posts },
    examples: [post.postId],
  };
}
