import { isDeepStrictEqual } from 'node:util';
import { compileWatches, matchPost } from '../../core/mention/match.ts';
import type { Post } from '../../core/mention/post.ts';
import type { Match } from '../../core/mention/watch.ts';
import type { Analysis, SentimentLabel } from '../../core/reading/analysis.ts';
import { type CountedMention, countMention, tally } from '../../core/series/tally.ts';
import type { Instant } from '../../core/time.ts';
import type { Tx } from '../../db/database.ts';
import { insertFacts } from '../../db/mention/facts.ts';
import { insertMentions, type NewMention } from '../../db/mention/mentions.ts';
import { readStoredMentions, type StoredMention } from '../../db/reading/readings.ts';
import { recountHourWriters } from '../../db/series/author-sketches.ts';
import { addTally } from '../../db/series/buckets.ts';
import { removeMentionsOf } from '../../db/watch/mention-slices.ts';
import { listWatches } from '../../db/watch/watches.ts';

/** A post with the reading that shall count, and whether its sentiment is a person's. */
export interface Placed {
  readonly post: Post;
  readonly analysis: Analysis;
  readonly judged: SentimentLabel | null;
  /** What it is counted by: where that comes to the same, its mentions stay untouched. Absent: nobody knows. */
  readonly before?: Analysis;
  /** It is another who speaks than the one it is counted as. */
  readonly revoiced?: boolean;
  /** The watches for whose subject its author speaks; absent: as stored. */
  readonly ownFor?: ReadonlySet<number> | undefined;
}

/** What a change of readings came to. */
export interface Placement {
  /** The watches of the posts that were put in again. */
  readonly watchIds: readonly number[];
  /** How many those are. */
  readonly posts: number;
}

/** Facts that do not come from the text: they stay as they were stored. */
const KEPT = /^(source\..*|hot|exec)$/;

/**
 * Makes all mentions of some posts, their facts and the counts say what their readings say: what a post
 * came to before is taken out, what it comes to now is put in, in its own hour. All that does not hang on
 * the reading (reach, rank, who is named) stays as it was stored, unless another speaks. Doing it twice changes nothing.
 * @param keep puts the readings themselves in place. It is called in between: what is taken out is counted by
 *   the readings of before, what is put in by these
 */
export async function placeReadings(
  tx: Tx,
  placed: readonly Placed[],
  now: Instant,
  keep: () => Promise<void>,
): Promise<Placement> {
  const byPost = new Map(placed.map((each) => [each.post.id, each]));
  const renewed = await renewAll(tx, byPost);
  const moved = new Set(renewed.filter(({ same }) => !same).map(({ post }) => post.id));
  const fresh = renewed.filter(({ post }) => moved.has(post.id));
  if (moved.size > 0) await removeMentionsOf(tx, [...moved]);
  await keep();
  await insertRenewed(tx, fresh);
  const counted = fresh.map((each) => each.counted);
  await addTally(tx, tally(counted, now));
  // Who wrote in its hour stays the same, unless it is no longer counted: nobody can be taken out of a sketch.
  const silent = fresh.filter(({ row, counted }) => row.counted && !counted.counted);
  await recountHourWriters(
    tx,
    silent.map(({ row }) => ({ watchId: row.watchId, hour: row.at })),
  );
  return { watchIds: [...new Set(counted.map(({ watchId }) => watchId))], posts: moved.size };
}

interface Renewed {
  readonly row: NewMention;
  readonly own: boolean;
  readonly post: Post;
  readonly counted: CountedMention;
  /** Whether it comes to what it came to before. */
  readonly same: boolean;
}

/** Every mention of these posts, as it is to be counted now. */
async function renewAll(tx: Tx, byPost: ReadonlyMap<number, Placed>): Promise<readonly Renewed[]> {
  const stored = await readStoredMentions(tx, [...byPost.keys()]);
  const seen = new Set(stored.map(({ row }) => row.watchId));
  const compiled = compileWatches((await listWatches(tx)).filter(({ id }) => seen.has(id)));
  const matches = new Map(
    [...byPost.values()].flatMap(({ post }) =>
      matchPost(post, compiled).map((match) => [`${match.watchId}|${post.id}`, match] as const),
    ),
  );
  return stored.flatMap((mention) => {
    const { row } = mention;
    const placed = byPost.get(row.postId);
    if (placed === undefined) return [];
    const { post, before } = placed;
    const match = matches.get(`${row.watchId}|${post.id}`);
    const counted = renew(mention, placed, match);
    const was = before && renew(mention, { ...placed, analysis: before }, match);
    const own = isOwnIn(row, placed);
    return [{ row, own, post, counted, same: isDeepStrictEqual(was, counted) }];
  });
}

async function insertRenewed(tx: Tx, renewed: readonly Renewed[]): Promise<void> {
  await insertMentions(
    tx,
    renewed.map(({ row, own, counted }) => {
      const { sentiment, target, reach } = counted;
      return { ...row, sentiment, target, reach, own, counted: counted.counted };
    }),
  );
  await insertFacts(
    tx,
    renewed.flatMap(({ post, counted: { watchId, at, facts } }) =>
      facts.map((fact) => ({ watchId, at, postId: post.id, author: post.author, ...fact })),
    ),
  );
}

const isOwnIn = ({ watchId, own }: NewMention, { ownFor }: Placed): boolean => ownFor?.has(watchId) ?? own;

/**
 * One mention as it is counted now. Where a person says that a post is not negative, it is angry at nobody,
 * whatever its comparisons look like.
 * @param found null while a changed watch has not looked at what is stored: its rematch will
 */
function renew({ row, facts }: StoredMention, placed: Placed, found: Match | undefined): CountedMention {
  const { post, analysis, judged, revoiced = false } = placed;
  const { watchId, at, platform, copy, terms } = row;
  const { names, people, rivals } = found ?? { names: terms, people: [], rivals: [] };
  const match = { watchId, terms, names, people, rivals };
  const fresh = countMention({ watchId, post, analysis, match, own: isOwnIn(row, placed) });
  const calm = judged !== null && judged !== -1;
  const kept = (row.counted && !revoiced ? facts : fresh.facts).filter(({ name }) => KEPT.test(name));
  const read = fresh.facts.filter(({ name }) => !KEPT.test(name));
  return {
    watchId,
    at,
    platform,
    copy,
    counted: fresh.counted,
    reach: revoiced ? fresh.reach : row.reach,
    sentiment: calm ? judged : fresh.sentiment,
    target: calm ? null : fresh.target,
    writer: fresh.writer,
    keywords: fresh.keywords,
    facts: fresh.counted ? [...kept, ...read] : [],
  };
}
