import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { SentimentLabel } from '../../core/reading/analysis.ts';
import { type Correction, type Label, opinionsOf, sentimentOfText } from '../../core/reading/correction.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { byEngine, joinInOrder, numbersIn } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import { originOf } from '../post/same-text.ts';
import type { CorrectionTable } from '../schema/schema.ts';

/** A label that holds for all posts with the same text says so. */
interface KeptLabel extends Label {
  readonly textOf?: number;
}

export function toCorrection(row: Selectable<CorrectionTable>): Correction {
  const { textOf, ...label } = parseJson<KeptLabel>(row.label_json);
  return {
    id: row.id,
    postId: row.post_id,
    by: row.by,
    at: row.at,
    verdict: row.verdict,
    label,
    machine: parseJson<Label>(row.machine_json),
    reader: row.reader,
    note: row.note,
    textOf: textOf ?? null,
  };
}

export async function insertCorrection(db: Db, correction: Omit<Correction, 'id'>): Promise<number> {
  const { postId, by, at, verdict, label, machine, reader, note, textOf } = correction;
  const kept: KeptLabel = textOf === null ? label : { ...label, textOf };
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
      label_json: JSON.stringify(kept),
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

/**
 * What a person said in one go of all posts with one text and has not taken back, by its posts: at most `limit`. Where a
 * post lies by now, and whether its original is still kept, makes no difference.
 */
export async function listSaidTogether(
  db: Db,
  { postId, by, at, textOf }: Pick<Correction, 'postId' | 'by' | 'at' | 'textOf'>,
  limit: number,
): Promise<readonly { readonly id: number; readonly postId: number }[]> {
  // What an older version kept does not say of which text it is.
  const text = textOf ?? (await originOf(db, postId));
  const answer = await sql<{ id: number; postId: number }>`
    select c.id, c.post_id as "postId" from correction c ${joinInOrder(db)} post p on p.id = c.post_id
    where c.by = ${by} and c.at = ${at} and c.undone_at is null
      and coalesce(cast(c.label_json ->> 'textOf' as bigint), p.copy_of, p.id) = ${text}
    order by c.post_id limit ${limit}`.execute(db);
  return answer.rows;
}

/**
 * What people say of all posts with the text of some that are exact copies, by copy: as it stands with the original, or
 * where that has other words or was forgotten with the oldest post in the same words. Held until the end of the transaction, so that who
 * takes it back meanwhile finds what was inherited of it.
 */
export async function findTextLabels(
  tx: Tx,
  copies: readonly { readonly id: number; readonly copyOf: number; readonly contentHash: number }[],
): Promise<ReadonlyMap<number, readonly Correction[]>> {
  const hashes = [...new Set(copies.map(({ contentHash }) => contentHash))];
  const oldest = await tx
    .selectFrom('post')
    .select(({ fn }) => ['content_hash', fn.min<number>('id').as('id')])
    .where('content_hash', 'in', hashes)
    .groupBy('content_hash')
    .execute();
  const oldestOf = new Map(oldest.map((row) => [row.content_hash, row.id]));
  const models = [...new Set([...copies.map(({ copyOf }) => copyOf), ...oldestOf.values()])];
  const held = byEngine(tx, { sqlite: sql``, postgres: sql`for share of c` });
  const answer = await sql<Selectable<CorrectionTable> & { content: number }>`
    select c.*, p.content_hash as content from ${numbersIn(tx, models, 'k')}
    ${joinInOrder(tx)} correction c on c.post_id = k.value
    ${joinInOrder(tx)} post p on p.id = c.post_id
    where c.undone_at is null and c.label_json ->> 'textOf' is not null order by c.id ${held}`.execute(tx);
  const byPost = Map.groupBy(answer.rows, (row) => row.post_id);
  const saidOf = (id: number | undefined, contentHash: number) => {
    const said = byPost.get(id ?? 0)?.filter(({ content }) => content === contentHash) ?? [];
    return said.length === 0 ? undefined : said.map(toCorrection);
  };
  return new Map(
    copies.flatMap(({ id, copyOf, contentHash }) => {
      const said = saidOf(copyOf, contentHash) ?? saidOf(oldestOf.get(contentHash), contentHash);
      return said === undefined ? [] : [[id, said] as const];
    }),
  );
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

/** A text that people labelled, as training needs it: however many copies of it they judged, it is one. */
export interface LabelledContent {
  /** The oldest of its posts that was judged, whose words stand for all of them. */
  readonly postId: number;
  /** Marks what it says: the post's own content, of a copy that of its original while that is kept. */
  readonly contentHash: number;
  readonly title: string | null;
  readonly text: string;
  readonly rating: number | null;
  readonly sentiment: SentimentLabel;
}

/** What a post inherited is nobody's judgement of it: it neither teaches nor measures anything. */
const JUDGED = sql<boolean>`c.verdict <> 'inherited'`;

/** What decides on which side a post `p` teaches or measures; `o` is its original, where it is kept. */
const CONTENT = sql<number>`coalesce(o.content_hash, p.content_hash)`;

/**
 * The newest judgement of each person of each text, and beside it their newest adjudication, as `n(content, id, first)`
 * with the oldest post that they judged. Grouped before anything is read: one text may have thousands of copies.
 */
function newestOfEach(db: Db) {
  return sql`(select ${CONTENT} as content, max(c.id) as id, min(c.post_id) as first
    from correction c ${joinInOrder(db)} post p on p.id = c.post_id left join post o on o.id = p.copy_of
    where c.undone_at is null and c.sentiment is not null and ${JUDGED}
    group by ${CONTENT}, c.by, c.verdict = 'adjudicate') n`;
}

/** Every text whose sentiment people judged, once, with what they say of it; by the age of its oldest post. */
export async function readLabelledTexts(db: Db): Promise<readonly LabelledContent[]> {
  const answer = await sql<Selectable<CorrectionTable> & { content: number; first: number }>`
    select c.*, n.content, n.first from ${newestOfEach(db)}
    ${joinInOrder(db)} correction c on c.id = n.id order by n.first, c.id`.execute(db);
  const judged = [...Map.groupBy(answer.rows, (row) => row.content).values()].flatMap((rows) => {
    const sentiment = sentimentOfText(rows.map(toCorrection));
    const [row] = rows;
    return row === undefined || sentiment === null
      ? []
      : [{ postId: row.first, contentHash: row.content, sentiment }];
  });
  const ids = judged.map(({ postId }) => postId);
  const posts = await sql<Pick<LabelledContent, 'postId' | 'title' | 'text' | 'rating'>>`
    select p.id as "postId", p.title, p.text, p.rating
    from ${numbersIn(db, ids, 'k')} ${joinInOrder(db)} post p on p.id = k.value`.execute(db);
  const byId = new Map(posts.rows.map((post) => [post.postId, post]));
  return judged.flatMap((each) => {
    const post = byId.get(each.postId);
    return post === undefined ? [] : [{ ...post, ...each }];
  });
}

/** How far back is looked: what was copied thousands of times leaves few originals among the newest. */
const LOOKED_THROUGH = 10_000;

/** The newest originals that nobody labelled, at most `limit`: what most of the figures are made of. */
export async function readUnlabelledTexts(
  db: Db,
  limit: number,
): Promise<readonly Pick<LabelledContent, 'title' | 'text' | 'rating'>[]> {
  const answer = await sql<Pick<LabelledContent, 'title' | 'text' | 'rating'>>`
    select p.title, p.text, p.rating
    from (select post_id from analysis order by post_id desc limit ${LOOKED_THROUGH}) a
    ${joinInOrder(db)} post p on p.id = a.post_id
    where p.copy_of is null
      and not exists (select 1 from correction c where c.post_id = a.post_id and c.undone_at is null)
    order by a.post_id desc limit ${limit}`.execute(db);
  return answer.rows;
}

/** The same texts with nothing but what they say, for counting. */
export async function listLabelledContents(db: Db): Promise<readonly number[]> {
  const answer = await sql<{ content: number }>`
    select distinct ${CONTENT} as content
    from correction c ${joinInOrder(db)} post p on p.id = c.post_id left join post o on o.id = p.copy_of
    where c.undone_at is null and c.sentiment is not null and ${JUDGED}`.execute(db);
  return answer.rows.map((row) => row.content);
}

/** What each person says of each text that two or more judged, most newly judged first; at most `limit` texts. */
export async function readOpinions(
  db: Db,
  limit: number,
): Promise<
  readonly {
    /** The oldest of its posts that was judged. */
    readonly postId: number;
    readonly opinions: ReadonlyMap<string, SentimentLabel>;
    readonly ruled: boolean;
  }[]
> {
  const answer = await sql<Selectable<CorrectionTable> & { content: number; first: number }>`
    with n as (select * from ${newestOfEach(db)}),
    d as (
      select n.content, max(n.id) as newest, min(n.first) as first
      from n ${joinInOrder(db)} correction c on c.id = n.id
      group by n.content having count(distinct c.by) > 1
      order by newest desc limit ${limit})
    select c.*, d.content, d.first
    from d ${joinInOrder(db)} n on n.content = d.content ${joinInOrder(db)} correction c on c.id = n.id
    order by d.newest desc, c.id`.execute(db);
  return [...Map.groupBy(answer.rows, (row) => row.content).values()].flatMap((rows) => {
    const corrections = rows.map(toCorrection);
    const opinions = opinionsOf(corrections);
    const ruled = corrections.some(({ verdict }) => verdict === 'adjudicate');
    const postId = rows[0]?.first;
    return postId !== undefined && opinions.size > 1 ? [{ postId, opinions, ruled }] : [];
  });
}
