import type { AnalysedMention } from '../../core/mention/mention.ts';
import type { Post } from '../../core/mention/post.ts';
import { type CountedMention, countMention, tally } from '../../core/series/tally.ts';
import { createBreather } from '../../core/turn.ts';
import type { Tx } from '../../db/database.ts';
import { insertFacts, type NewFact } from '../../db/mention/facts.ts';
import { insertMentions, type NewMention } from '../../db/mention/mentions.ts';
import { insertFirstAnalyses, type NewAnalysis } from '../../db/reading/analyses.ts';
import { addTally } from '../../db/series/buckets.ts';
import type { FreshPost } from './prepare-posts.ts';

/**
 * Stores what the watches see in new posts, and adds exactly that to the counts.
 * @param posts what `fresh` was stored as, in the same order
 * @returns the watches that mention each of them
 */
export async function storeMentions(
  tx: Tx,
  fresh: readonly FreshPost[],
  posts: readonly Post[],
): Promise<readonly (readonly number[])[]> {
  if (fresh.length === 0) return [];
  const analyses: NewAnalysis[] = [];
  const rows: NewMention[] = [];
  const facts: NewFact[] = [];
  const counted: CountedMention[] = [];
  const watchIds: (readonly number[])[] = [];
  const breathe = createBreather();
  for (const [index, { read, batch }] of fresh.entries()) {
    const { analysis, matches, ownFor } = read;
    const post = posts[index];
    const seeing = analysis === null ? [] : matches;
    watchIds.push(seeing.map(({ watchId }) => watchId));
    if (analysis === null || post === undefined) continue;
    analyses.push({ postId: post.id, reader: batch.reader, analysis });
    for (const match of seeing) {
      const mention = describeMention({
        watchId: match.watchId,
        post,
        analysis,
        match,
        own: ownFor.has(match.watchId),
      });
      rows.push(mention.row);
      facts.push(...mention.facts);
      counted.push(mention.counted);
    }
    await breathe();
  }
  await insertFirstAnalyses(tx, analyses);
  await insertMentions(tx, rows);
  await insertFacts(tx, facts);
  const now = Math.max(...fresh.map(({ batch }) => batch.now));
  await addTally(tx, tally(counted, now));
  return watchIds;
}

/** The rows that one mention becomes. */
export function describeMention(mention: AnalysedMention): {
  readonly row: NewMention;
  readonly facts: readonly NewFact[];
  readonly counted: CountedMention;
} {
  const { post, match, watchId, own = false } = mention;
  const counted = countMention(mention);
  const { at, platform, sentiment, copy, reach, target } = counted;
  const key = { watchId, at, postId: post.id, author: post.author };
  return {
    counted,
    row: {
      ...key,
      platform,
      sentiment,
      copy,
      counted: counted.counted,
      own,
      reach,
      terms: match.terms,
      target,
    },
    facts: counted.facts.map((fact) => ({ ...key, ...fact })),
  };
}
