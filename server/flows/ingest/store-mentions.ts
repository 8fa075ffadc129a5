import type { AnalysedMention } from '../../core/mention/mention.ts';
import type { Post } from '../../core/mention/post.ts';
import { type CountedMention, countMention, tally } from '../../core/series/tally.ts';
import type { Instant } from '../../core/time.ts';
import { createBreather } from '../../core/turn.ts';
import type { Tx } from '../../db/database.ts';
import { insertFacts, type NewFact } from '../../db/mention/facts.ts';
import { insertMentions, type NewMention } from '../../db/mention/mentions.ts';
import { insertFirstAnalyses, type NewAnalysis } from '../../db/reading/analyses.ts';
import { addTally } from '../../db/series/buckets.ts';
import type { ReadPost } from './prepare-posts.ts';

/** Stores what the watches see in new posts, and adds exactly that to the counts. */
export async function storeMentions(
  tx: Tx,
  fresh: readonly ReadPost[],
  posts: readonly Post[],
  reader: string,
  now: Instant,
): Promise<readonly CountedMention[]> {
  const analyses: NewAnalysis[] = [];
  const rows: NewMention[] = [];
  const facts: NewFact[] = [];
  const counted: CountedMention[] = [];
  const breathe = createBreather();
  for (const [index, post] of posts.entries()) {
    const { analysis, matches } = fresh[index] ?? { analysis: null, matches: [] };
    if (analysis === null) continue;
    analyses.push({ postId: post.id, reader, analysis });
    for (const match of matches) {
      const mention = describeMention({ watchId: match.watchId, post, analysis, match });
      rows.push(mention.row);
      facts.push(...mention.facts);
      counted.push(mention.counted);
    }
    await breathe();
  }
  await insertFirstAnalyses(tx, analyses);
  await insertMentions(tx, rows);
  await insertFacts(tx, facts);
  await addTally(tx, tally(counted, now));
  return counted;
}

/** The rows that one mention becomes. */
export function describeMention(mention: AnalysedMention): {
  readonly row: NewMention;
  readonly facts: readonly NewFact[];
  readonly counted: CountedMention;
} {
  const { post, match, watchId } = mention;
  const counted = countMention(mention);
  const { at, platform, sentiment, copy, reach, target } = counted;
  const key = { watchId, at, postId: post.id, author: post.author };
  return {
    counted,
    row: { ...key, platform, sentiment, copy, counted: counted.counted, reach, terms: match.terms, target },
    facts: counted.facts.map((fact) => ({ ...key, ...fact })),
  };
}
