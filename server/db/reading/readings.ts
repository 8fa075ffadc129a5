import { sql } from 'kysely';
import { FACT_NAMES } from '../../core/mention/facts.ts';
import type { Fact } from '../../core/mention/mention.ts';
import type { Post } from '../../core/mention/post.ts';
import type { Analysis, SentimentLabel } from '../../core/reading/analysis.ts';
import type { Override } from '../../core/reading/correction.ts';
import type { Target } from '../../core/reading/target.ts';
import type { Db } from '../database.ts';
import { lookUp, textsIn } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import type { NewMention } from '../mention/mentions.ts';
import { toPost } from '../post/posts.ts';
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
  const row = await db.selectFrom('post').selectAll().where('id', '=', postId).executeTakeFirst();
  const kept = await db
    .selectFrom('analysis')
    .select(['reader', 'analysis_json', 'machine_json', 'override_json'])
    .where('post_id', '=', postId)
    .executeTakeFirst();
  if (row === undefined || kept === undefined) return null;
  return {
    post: toPost(row),
    reader: kept.reader,
    machine: parseAnalysis(kept.machine_json ?? kept.analysis_json),
    analysis: parseAnalysis(kept.analysis_json),
    override: kept.override_json === null ? null : parseJson<Override>(kept.override_json),
  };
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

/** What a post is in all watches. */
export async function readStoredMentions(db: Db, postId: number): Promise<readonly StoredMention[]> {
  const rows = await db
    .selectFrom('mention')
    .selectAll()
    .where('post_id', '=', postId)
    .orderBy(sql`+watch_id`)
    .execute();
  const same = sql`f.watch_id = m.watch_id and f.at = m.at and f.post_id = m.post_id`;
  const named = lookUp(db, 'fact', 'f', sql`f.name = n.value and ${same}`);
  // Places have names of their own.
  const isArea = sql`f.name >= 'area.' and f.name < 'area/'`;
  const placed = lookUp(db, 'fact', 'f', sql`${isArea} and ${same}`, { index: 'fact_area' });
  const facts = await sql<Fact & { readonly watchId: number }>`
    select f.watch_id as "watchId", f.name, f.value
    from mention m cross join ${textsIn(db, FACT_NAMES, 'n')} ${named} where m.post_id = ${postId}
    union all
    select f.watch_id, f.name, f.value from mention m ${placed} where m.post_id = ${postId}`.execute(db);
  const byWatch = Map.groupBy(facts.rows, (fact) => fact.watchId);
  return rows.map((row) => ({
    row: {
      watchId: row.watch_id,
      at: row.at,
      postId: row.post_id,
      sentiment: row.sentiment as SentimentLabel,
      copy: row.copy === 1,
      counted: row.counted === 1,
      reach: row.reach,
      platform: row.platform,
      author: row.author,
      terms: parseJson<string[]>(row.terms_json),
      target: row.target_json === null ? null : parseJson<Target>(row.target_json),
    },
    facts: (byWatch.get(row.watch_id) ?? []).map(({ name, value }) => ({ name, value })),
  }));
}
