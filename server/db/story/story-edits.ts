import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { StoryEdit } from '../../core/story/story-edit.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { greatest, least } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import type { StoryEditTable } from '../schema/schema.ts';

type NewEdit = Omit<StoryEdit, 'id' | 'undoneAt' | 'fromTitle' | 'toTitle' | 'undoes'> &
  Partial<Pick<StoryEdit, 'fromTitle' | 'toTitle' | 'undoes'>>;

export async function insertStoryEdit(db: Db, edit: NewEdit): Promise<void> {
  await db
    .insertInto('story_edit')
    .values({
      at: edit.at,
      by: edit.by,
      kind: edit.kind,
      from_story: edit.fromStory,
      into_story: edit.intoStory,
      posts_json: JSON.stringify(edit.posts),
      from_title: edit.fromTitle ?? null,
      to_title: edit.toTitle ?? null,
      undoes: edit.undoes ?? null,
      undone_at: null,
    })
    .execute();
}

function toEdit(row: Selectable<StoryEditTable>): StoryEdit {
  return {
    id: row.id,
    at: row.at,
    by: row.by,
    kind: row.kind,
    fromStory: row.from_story,
    intoStory: row.into_story,
    posts: parseJson<number[]>(row.posts_json),
    fromTitle: row.from_title,
    toTitle: row.to_title,
    undoes: row.undoes,
    undoneAt: row.undone_at,
  };
}

const MAX_EDITS_LISTED = 200;

/** The changes that a story took part in, newest first; at most 200. */
export async function listStoryEdits(db: Db, story: number): Promise<readonly StoryEdit[]> {
  const rows = await db
    .selectFrom('story_edit')
    .selectAll()
    .where((or) => or.or([or('from_story', '=', story), or('into_story', '=', story)]))
    .orderBy('id', 'desc')
    .limit(MAX_EDITS_LISTED)
    .execute();
  return rows.map(toEdit);
}

/** The newest change of a story that still holds; null when there is none. */
export function lastEdit(edits: readonly StoryEdit[]): StoryEdit | null {
  return edits.find(({ kind, undoneAt }) => kind !== 'undo' && undoneAt === null) ?? null;
}

export async function findStoryEdit(db: Db, id: number): Promise<StoryEdit | null> {
  const row = await db.selectFrom('story_edit').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toEdit(row);
}

export async function lastStoryEditId(db: Db): Promise<number> {
  const row = await db
    .selectFrom('story_edit')
    .select((select) => select.fn.max('id').as('id'))
    .executeTakeFirst();
  return (row?.id as number | null | undefined) ?? 0;
}

/** What people did after an edit, in order. */
export async function readEditsAfter(db: Db, id: number): Promise<readonly StoryEdit[]> {
  const rows = await db
    .selectFrom('story_edit')
    .selectAll()
    .where('id', '>', id)
    .where('by', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.map(toEdit);
}

export async function markEditUndone(db: Db, id: number, at: Instant): Promise<void> {
  await db.updateTable('story_edit').set({ undone_at: at }).where('id', '=', id).execute();
}

type Pair = readonly [one: number, other: number];
const pairOf = (a: number, b: number): Pair => [Math.min(a, b), Math.max(a, b)];

/** These two are never one again. */
export async function keepStoriesApart(
  db: Db,
  pair: Pair,
  said: { readonly at: Instant; readonly by: string },
): Promise<void> {
  const [one, other] = pairOf(...pair);
  await db
    .insertInto('story_apart')
    .values({ one, other, ...said })
    .onConflict((conflict) => conflict.columns(['one', 'other']).doNothing())
    .execute();
}

/** @param at only if that was said then; absent: whenever it was */
export async function letStoriesJoin(db: Db, pair: Pair, at?: Instant): Promise<void> {
  const [one, other] = pairOf(...pair);
  const said = db.deleteFrom('story_apart').where('one', '=', one).where('other', '=', other);
  await (at === undefined ? said : said.where('at', '=', at)).execute();
}

export async function areKeptApart(db: Db, pair: Pair): Promise<boolean> {
  const [one, other] = pairOf(...pair);
  const row = await db
    .selectFrom('story_apart')
    .select('at')
    .where('one', '=', one)
    .where('other', '=', other)
    .executeTakeFirst();
  return row !== undefined;
}

export async function listStoriesApart(db: Db): Promise<readonly Pair[]> {
  const rows = await db
    .selectFrom('story_apart')
    .select(['one', 'other'])
    .orderBy('one')
    .orderBy('other')
    .execute();
  return rows.map(({ one, other }) => [one, other] as const);
}

/** The pairs that `into` has, were it kept apart from all that `from` is kept apart from. */
function inherited(db: Db, from: number, into: number): RawBuilder<unknown> {
  const [one, other] = [least(db, sql`${into}`, sql`x`), greatest(db, sql`${into}`, sql`x`)];
  return sql`select ${one}, ${other}, at, by from (
      select other as x, at, by from story_apart where one = ${from}
      union all select one as x, at, by from story_apart where other = ${from}) apart`;
}

/** What held for a story holds for the one it was merged into. */
export async function inheritApart(db: Db, from: number, into: number): Promise<void> {
  await sql`insert into story_apart (one, other, at, by)
    ${inherited(db, from, into)} where x <> ${into}
    on conflict (one, other) do nothing`.execute(db);
}

/** Takes back `inheritApart`: a pair inherited was said at the very moment that the pair it comes from was. */
export async function disinheritApart(db: Db, from: number, into: number): Promise<void> {
  await sql`delete from story_apart
    where (one, other, at, by) in (${inherited(db, from, into)})`.execute(db);
}
