import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { greatest, numbersIn } from '../engine/dialect.ts';
import { engineOf } from '../engine/engine.ts';
import { getSetting, setSetting } from '../installation/settings.ts';
import type { StoryTable } from '../schema/schema.ts';

const LAST_ID = 'story.last_id';

/** The highest number of a story ever given; numbers are never given again. */
export async function lastStoryId(db: Db): Promise<number> {
  return Number((await getSetting(db, LAST_ID)) ?? 0);
}

/** To be called in the transaction that makes the stories. */
export function keepLastStoryId(db: Db, id: number): Promise<void> {
  return setSetting(db, LAST_ID, String(id));
}

/** A story of which nothing is counted yet: it is marked, so that it will be. */
export interface NewStory {
  readonly id: number;
  readonly title: string;
  readonly firstAt: Instant;
}

export async function insertStories(db: Db, stories: readonly NewStory[], now: Instant): Promise<void> {
  if (stories.length === 0) return;
  const empty = { posts: 0, originals: 0, copies: 0, authors: 0, negative: 0, recent: 0, before: 0 };
  const rest = { own_title: null, title_post: null, origin_post: null, peak_at: null, review_at: null };
  await db
    .insertInto('story')
    .values(
      stories.map(({ id, title, firstAt }) => ({
        id,
        title,
        first_at: firstAt,
        last_at: firstAt,
        stage: 'emerging',
        ...empty,
        ...rest,
        keywords_json: '[]',
        platforms_json: '[]',
        merged_into: null,
        dirty: 1,
        updated_at: now,
      })),
    )
    .execute();
}

export type StoredStory = Selectable<StoryTable>;

export function findStory(db: Db, id: number): Promise<StoredStory | undefined> {
  return db.selectFrom('story').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Merged into merged into …: further than this nobody went. */
const MAX_CHAIN_LENGTH = 50;

/** The story that a number leads to now: itself, or what it was merged into. Null when there is none. */
export async function resolveStory(db: Db, id: number): Promise<StoredStory | null> {
  let story = await findStory(db, id);
  for (let step = 0; story && story.merged_into !== null && step < MAX_CHAIN_LENGTH; step++) {
    story = await findStory(db, story.merged_into);
  }
  return story ?? null;
}

/** `figures`: they are counted again. `posts`: after their posts were read again. */
export type Staleness = 'figures' | 'posts';
const STALE: Readonly<Record<Staleness, number>> = { figures: 1, posts: 2 };

/**
 * Ids of these stories. On PostgreSQL their rows are locked from the lowest to the highest: of two that mark or count the
 * same ones neither then holds what the other waits for.
 */
function inOrder(db: Db, ids: RawBuilder<unknown>): RawBuilder<unknown> {
  return engineOf(db) === 'sqlite'
    ? ids
    : sql`select id from story where id in (${ids}) order by id for no key update`;
}

export async function markStories(db: Db, ids: readonly number[], stale: Staleness): Promise<void> {
  await sql`update story set dirty = ${greatest(db, sql`dirty`, sql`${STALE[stale]}`)}
    where id in (${inOrder(db, sql`select value from ${numbersIn(db, ids, 'k')}`)})`.execute(db);
}

/**
 * The mentions of these posts have changed: their stories are to be read and counted again.
 * @param posts a query for one column of ids
 */
export async function markStoriesOf(db: Db, posts: RawBuilder<unknown>): Promise<void> {
  const theirs = sql`select s.story_id from story_post s where s.post_id in (${posts})`;
  await sql`update story set dirty = 2 where id in (${inOrder(db, theirs)})`.execute(db);
}

/** Copies of these posts will stand for themselves. */
export async function markStoriesOfCopies(db: Db, posts: readonly number[]): Promise<void> {
  const theirs = sql`select s.story_id from story_post s
    where s.copy_of in (select value from ${numbersIn(db, posts, 'p')})`;
  await sql`update story set dirty = 2 where id in (${inOrder(db, theirs)})`.execute(db);
}

/** Large stories are counted no more often than once in a while: counting goes over all their posts. */
const LARGE = 5_000;
const REST = 60_000;

/** A marked story, in the order in which they are counted. */
export interface StaleStory {
  readonly id: number;
  /** Its posts are to be read again, too. */
  readonly reread: boolean;
  readonly posts: number;
}

type Place = Pick<StaleStory, 'id' | 'reread'>;

function isBehind({ id, reread }: Place): RawBuilder<SqlBool> {
  const dirty = STALE[reread ? 'posts' : 'figures'];
  return sql`(dirty < ${dirty} or (dirty = ${dirty} and id > ${id}))`;
}

/**
 * Marked stories, those whose posts are to be read again before the others.
 * @param after the last one that was counted: only what comes behind it, also where it has been marked again since
 */
export async function staleStories(
  db: Db,
  now: Instant,
  limit: number,
  after: Place | null = null,
): Promise<readonly StaleStory[]> {
  const rows = await db
    .selectFrom('story')
    .select(['id', 'dirty', 'posts'])
    .where('dirty', '>', 0)
    .where((or) => or.or([or('posts', '<', LARGE), or('updated_at', '<=', now - REST)]))
    .$if(after !== null, (query) => query.where(isBehind(after as Place)))
    .orderBy('dirty', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id, dirty, posts }) => ({ id, reread: dirty === STALE.posts, posts }));
}

/** They were counted. */
export async function unmarkStories(db: Db, ids: readonly number[]): Promise<void> {
  await sql`update story set dirty = 0
    where id in (${inOrder(db, sql`select value from ${numbersIn(db, ids, 'k')}`)})`.execute(db);
}

/** Stories whose stage is due to be looked at again. */
export function dueStories(
  db: Db,
  now: Instant,
  limit: number,
): Promise<readonly { readonly id: number; readonly posts: number }[]> {
  return db
    .selectFrom('story')
    .select(['id', 'posts'])
    .where('review_at', '<=', now)
    .where('dirty', '=', 0)
    .orderBy('review_at')
    .limit(limit)
    .execute();
}

/** Leaves the row, so that links to it lead on. Its posts are moved by `moveStoryPosts`. */
export async function markMerged(db: Db, from: number, into: number | null): Promise<void> {
  await db.updateTable('story').set({ merged_into: into, dirty: 2 }).where('id', '=', from).execute();
}

export async function markByHand(db: Db, id: number): Promise<void> {
  await db.updateTable('story').set({ by_hand: 1 }).where('id', '=', id).execute();
}

/** Of a story that is merged into another: its title by hand, where the other has none, and that a person made it. */
export async function inheritHand(db: Db, from: number, into: number): Promise<void> {
  const byHand = sql`(select by_hand from story where id = ${from})`;
  await sql`update story set
      own_title = coalesce(own_title, (select own_title from story where id = ${from})),
      by_hand = ${greatest(db, sql`by_hand`, byHand)}
    where id = ${into}`.execute(db);
}

export async function setOwnTitle(db: Db, id: number, title: string | null): Promise<void> {
  await db.updateTable('story').set({ own_title: title }).where('id', '=', id).execute();
}

/** Stories that a person made what they are and that have posts. */
export async function storiesByHand(db: Db): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('story')
    .select('id')
    .where('by_hand', '=', 1)
    .where('merged_into', 'is', null)
    .where('posts', '>', 0)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}
