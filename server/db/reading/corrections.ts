import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { SentimentLabel } from '../../core/reading/analysis.ts';
import { type Correction, type Label, opinionsOf, overrideOf } from '../../core/reading/correction.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import type { CorrectionTable } from '../schema/schema.ts';

export function toCorrection(row: Selectable<CorrectionTable>): Correction {
  return {
    id: row.id,
    postId: row.post_id,
    by: row.by,
    at: row.at,
    verdict: row.verdict,
    label: parseJson<Label>(row.label_json),
    machine: parseJson<Label>(row.machine_json),
    reader: row.reader,
    note: row.note,
  };
}

export async function insertCorrection(db: Db, correction: Omit<Correction, 'id'>): Promise<number> {
  const { postId, by, at, verdict, label, machine, reader, note } = correction;
  const added = await db
    .insertInto('correction')
    .values({
      post_id: postId,
      by,
      at,
      verdict,
      reader,
      note,
      sentiment: label.sentiment,
      label_json: JSON.stringify(label),
      machine_json: JSON.stringify(machine),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return added.id;
}

/** What people say of a post and have not taken back, oldest first. */
export async function listCorrections(db: Db, postId: number): Promise<readonly Correction[]> {
  const rows = await db
    .selectFrom('correction')
    .selectAll()
    .where('post_id', '=', postId)
    .where('undone_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(toCorrection);
}

export async function markUndone(db: Db, id: number, at: Instant): Promise<void> {
  await db.updateTable('correction').set({ undone_at: at }).where('id', '=', id).execute();
}

/** Posts labelled since, or labelled ever and counted otherwise than people say. */
export async function postsToSettle(db: Db, since: Instant): Promise<readonly number[]> {
  const answer = await sql<{ id: number }>`
    select distinct c.post_id as id from correction c
    where c.at >= ${since} or c.undone_at >= ${since} or exists (
      select 1 from analysis a ${joinInOrder(db)} mention m on m.post_id = a.post_id
      where a.post_id = c.post_id and cast(a.override_json ->> 'sentiment' as integer) >= 0
        and m.sentiment <> a.sentiment)`.execute(db);
  return answer.rows.map((row) => row.id);
}

/** A post that people labelled, as training needs it. */
export interface LabelledPost {
  readonly postId: number;
  /** Marks what it says: the post's own content, of a copy that of its original while that is kept. */
  readonly contentHash: number;
  readonly title: string | null;
  readonly text: string;
  readonly rating: number | null;
  readonly sentiment: SentimentLabel;
}

/** What decides on which side a post `p` teaches or measures; `o` is its original, where it is kept. */
const CONTENT = sql<number>`coalesce(o.content_hash, p.content_hash)`;

/** Every post whose sentiment people judged, once, with the label that holds. */
export async function readLabelledPosts(db: Db): Promise<readonly LabelledPost[]> {
  const answer = await sql<
    Selectable<CorrectionTable> & {
      title: string | null;
      text: string;
      rating: number | null;
      content_hash: number;
    }
  >`
    select c.*, p.title, p.text, p.rating, ${CONTENT} as content_hash
    from correction c ${joinInOrder(db)} post p on p.id = c.post_id left join post o on o.id = p.copy_of
    where c.undone_at is null and c.sentiment is not null order by c.post_id, c.id`.execute(db);
  return [...Map.groupBy(answer.rows, (row) => row.post_id)].flatMap(([postId, rows]) => {
    const sentiment = overrideOf(rows.map(toCorrection))?.sentiment ?? null;
    const [post] = rows;
    if (sentiment === null || post === undefined) return [];
    const { title, text, rating, content_hash: contentHash } = post;
    return [{ postId, contentHash, title, text, rating, sentiment }];
  });
}

/** The same posts with nothing but what they say, for counting. */
export async function listLabelledContents(db: Db): Promise<readonly number[]> {
  const answer = await sql<{ content_hash: number }>`
    select distinct c.post_id, ${CONTENT} as content_hash
    from correction c ${joinInOrder(db)} post p on p.id = c.post_id left join post o on o.id = p.copy_of
    where c.undone_at is null and c.sentiment is not null`.execute(db);
  return answer.rows.map((row) => row.content_hash);
}

/** What each person says of each post that two or more judged, newest post first; at most `limit` posts. */
export async function readOpinions(
  db: Db,
  limit: number,
): Promise<
  readonly {
    readonly postId: number;
    readonly opinions: ReadonlyMap<string, SentimentLabel>;
    readonly ruled: boolean;
  }[]
> {
  const answer = await sql<Selectable<CorrectionTable>>`
    select c.* from (
      select post_id, max(id) as newest from correction
      where undone_at is null and sentiment is not null
      group by post_id having count(distinct by) > 1
      order by newest desc limit ${limit}) d
    ${joinInOrder(db)} correction c on c.post_id = d.post_id
    where c.undone_at is null and c.sentiment is not null
    order by d.newest desc, c.id`.execute(db);
  return [...Map.groupBy(answer.rows, (row) => row.post_id)].flatMap(([postId, rows]) => {
    const corrections = rows.map(toCorrection);
    const opinions = opinionsOf(corrections);
    const ruled = corrections.some(({ verdict }) => verdict === 'adjudicate');
    return opinions.size > 1 ? [{ postId, opinions, ruled }] : [];
  });
}
