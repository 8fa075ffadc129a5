import { compileWatches, matchPost } from '../../core/mention/match.ts';
import type { Post } from '../../core/mention/post.ts';
import type { Match } from '../../core/mention/watch.ts';
import type { Analysis, SentimentLabel } from '../../core/reading/analysis.ts';
import { type CountedMention, countMention, tally } from '../../core/series/tally.ts';
import type { Instant } from '../../core/time.ts';
import type { Tx } from '../../db/database.ts';
import { insertFacts } from '../../db/mention/facts.ts';
import { insertMentions } from '../../db/mention/mentions.ts';
import { readStoredMentions, type StoredMention } from '../../db/reading/readings.ts';
import { addTally } from '../../db/series/buckets.ts';
import { removeMentionsOf } from '../../db/watch/mention-slices.ts';
import { listWatches } from '../../db/watch/watches.ts';

/** A reading, and whether its sentiment is a person's. */
export interface Placed {
  readonly analysis: Analysis;
  readonly judged: SentimentLabel | null;
}

/** Facts that do not come from the text: they stay as they were stored. */
const KEPT = /^(source\..*|hot|exec)$/;

/**
 * Makes all mentions of a post, their facts and the counts say what a reading says: what the post
 * came to before is taken out, what it comes to now is put in, in its own hour. All that does not hang on
 * the reading (reach, rank, who is named) stays as it was stored. Doing it twice changes nothing.
 * @returns the watches that mention the post
 */
export async function placeReading(
  tx: Tx,
  post: Post,
  placed: Placed,
  now: Instant,
): Promise<readonly number[]> {
  const stored = await readStoredMentions(tx, post.id);
  const ids = stored.map(({ row }) => row.watchId);
  const watches = (await listWatches(tx)).filter(({ id }) => ids.includes(id));
  const matches = new Map(
    matchPost(post, compileWatches(watches)).map((match) => [match.watchId, match] as const),
  );
  const renewed = stored.map((mention) => renew(mention, post, placed, matches.get(mention.row.watchId)));
  await removeMentionsOf(tx, [post.id]);
  await insertMentions(
    tx,
    stored.map(({ row }, at) => {
      const { sentiment, target } = renewed[at] ?? row;
      return { ...row, sentiment, target };
    }),
  );
  await insertFacts(
    tx,
    renewed.flatMap(({ watchId, at, facts }) =>
      facts.map((fact) => ({ watchId, at, postId: post.id, author: post.author, ...fact })),
    ),
  );
  // Who wrote in its hour stays the same, so no sketch need be counted again.
  await addTally(tx, tally(renewed, now));
  return ids;
}

/**
 * One mention as it is counted now. Where a person says that a post is not negative, it is angry at nobody,
 * whatever its comparisons look like.
 * @param found null while a changed watch has not looked at what is stored: its rematch will
 */
function renew(
  { row, facts }: StoredMention,
  post: Post,
  { analysis, judged }: Placed,
  found: Match | undefined,
): CountedMention {
  const { watchId, at, platform, copy, counted, reach, terms } = row;
  const match = { watchId, terms, people: [], rivals: found?.rivals ?? [] };
  const fresh = countMention({ watchId, post, analysis, match });
  const calm = judged !== null && judged !== -1;
  const read = counted ? fresh.facts.filter(({ name }) => !KEPT.test(name)) : [];
  return {
    ...{ watchId, at, platform, copy, counted, reach },
    sentiment: calm ? judged : fresh.sentiment,
    target: calm ? null : fresh.target,
    ...{ writer: fresh.writer, keywords: fresh.keywords },
    facts: [...facts.filter(({ name }) => KEPT.test(name)), ...read],
  };
}
