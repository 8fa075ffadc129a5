import { type Selectable, sql } from 'kysely';
import { FACT_NAMES } from '../../core/mention/facts.ts';
import type { Fact } from '../../core/mention/mention.ts';
import type { Post } from '../../core/mention/post.ts';
import type { Analysis, SentimentLabel } from '../../core/reading/analysis.ts';
import type { Override } from '../../core/reading/correction.ts';
import type { Target } from '../../core/reading/target.ts';
import type { Db } from '../database.ts';
import { joinInOrder, lookUp, numbersIn, textsIn } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import type { NewMention } from '../mention/mentions.ts';
import { toPost } from '../post/posts.ts';
import type { MentionTable } from '../schema/schema.ts';
import { parseAnalysis } from './analyses.ts';

/** A post with its reading: the machine's own, and what people made of it. */
export interface StoredReading {
  readonly post: Post;
  readonly reader: string;
  readonly machine: Analysis;
  /** The one that counts. */
  readonly analysis: Analysis;
  readonly override: Override | null;
}

/** Null when the post is not stored or no watch ever mentioned it. */
export async function findReading(db: Db, postId: number): Promise<StoredReading | null> {
  return (await findReadings(db, [postId]))[0] ?? null;
}

/** Some posts with their readings, ascending; those that are not stored or that no watch ever mentioned are left out. */
export async function findReadings(db: Db, postIds: readonly number[]): Promise<readonly StoredReading[]> {
  if (postIds.length === 0) return [];
  const posts = await db.selectFrom('post').selectAll().where('id', 'in', postIds).orderBy('id').execute();
  const kept = await db
    .selectFrom('analysis')
    .select(['post_id', 'reader', 'analysis_json', 'machine_json', 'override_json'])
    .where('post_id', 'in', postIds)
    .execute();
  const byPost = new Map(kept.map((each) => [each.post_id, each]));
  return posts.flatMap((row) => {
    const read = byPost.get(row.id);
    if (read === undefined) return [];
    return [
      {
        post: toPost(row),
        reader: read.reader,
        machine: parseAnalysis(read.machine_json ?? read.analysis_json),
        analysis: parseAnalysis(read.analysis_json),
        override: read.override_json === null ? null : parseJson<Override>(read.override_json),
      },
    ];
  });
}

/** Keeps what people say of a reading beside the machine's own; without them, the machine's alone. */
export async function overrideReading(
  db: Db,
  postId: number,
  kept: {
    readonly analysis: Analysis;
    readonly override: Override | null;
  },
): Promise<void> {
  const { analysis, override } = kept;
  // The machine's own is moved as it is, so that taking a label back restores it to the letter.
  const machine = sql<string>`coalesce(machine_json, analysis_json)`;
  await db
    .updateTable('analysis')
    .set({
      sentiment: analysis.sentiment.label,
      score: analysis.sentiment.score,
      analysis_json: override === null ? machine : JSON.stringify(analysis),
      machine_json: override === null ? null : machine,
      override_json: override === null ? null : JSON.stringify(override),
    })
    .where('post_id', '=', postId)
    .execute();
}

/** One mention of a post as it is stored, with its facts. */
export interface StoredMention {
  readonly row: NewMention;
  readonly facts: readonly Fact[];
}

/** What some posts are in all watches: by post, then by watch. */
export async function readStoredMentions(
  db: Db,
  postIds: readonly number[],
): Promise<readonly StoredMention[]> {
  const those = numbersIn(db, postIds, 'k');
  const mentions = sql`${those} ${joinInOrder(db)} mention m on m.post_id = k.value`;
  const { rows } = await sql<Selectable<MentionTable>>`select m.* from ${mentions}`.execute(db);
  const same = sql`f.watch_id = m.watch_id and f.at = m.at and f.post_id = m.post_id`;
  const named = lookUp(db, 'fact', 'f', sql`f.name = n.value and ${same}`);
  // Places have names of their own.
  const isArea = sql`f.name >= 'area.' and f.name < 'area/'`;
  const placed = lookUp(db, 'fact', 'f', sql`${isArea} and ${same}`, { index: 'fact_area' });
  const facts = await sql<Fact & { readonly watchId: number; readonly postId: number }>`
    select f.watch_id as "watchId", f.post_id as "postId", f.name, f.value
    from ${mentions} cross join ${textsIn(db, FACT_NAMES, 'n')} ${named}
    union all
    select f.watch_id, f.post_id, f.name, f.value from ${mentions} ${placed}`.execute(db);
  const byMention = Map.groupBy(facts.rows, ({ watchId, postId }) => `${watchId}|${postId}`);
  return rows
    .toSorted((a, b) => a.post_id - b.post_id || a.watch_id - b.watch_id)
    .map((row) => ({
      row: toNewMention(row),
      facts: (byMention.get(`${row.watch_id}|${row.post_id}`) ?? []).map(({ name, value }) => ({
        name,
        value,
      })),
    }));
}

function toNewMention(row: Selectable<MentionTable>): NewMention {
  return {
    watchId: row.watch_id,
    at: row.at,
    postId: row.post_id,
    sentiment: row.sentiment as SentimentLabel,
    copy: row.copy === 1,
    counted: row.counted === 1,
    own: row.own === 1,
    reach: row.reach,
    platform: row.platform,
    author: row.author,
    terms: parseJson<string[]>(row.terms_json),
    target: row.target_json === null ? null : parseJson<Target>(row.target_json),
  };
}
