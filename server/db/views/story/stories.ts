import { type RawBuilder, sql } from 'kysely';
import type { StoryList, StoryRow } from '../../../core/screens/stories.ts';
import { lifeBars } from '../../../core/story/spread.ts';
import type { Stage } from '../../../core/story/story.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { joinInOrder, numbersIn } from '../../engine/dialect.ts';
import type { StoredStory } from '../../story/stories.ts';
import { readPlatformsJson } from '../../story/story-figures.ts';
import { listWatches } from '../../watch/watches.ts';
import { isWhollyOf } from './story-hours.ts';
import { type StoryTitle, titlesFor, wholeTitle } from './story-titles.ts';

export const STORY_SORTS = ['growth', 'size', 'newest'] as const;
export type StorySort = (typeof STORY_SORTS)[number];

export interface StoryQuery {
  /** Null for all active watches. With one, stories with at least two of its mentions. */
  readonly watchId: number | null;
  /** Stories that were alive in [from, to). */
  readonly from: Instant;
  readonly to: Instant;
  readonly stage?: Stage | undefined;
  /** Words of the title or of a keyword. */
  readonly words?: string | undefined;
  /** With a watch, what people called stories that others share is shown, too. */
  readonly shareNames?: boolean;
  readonly sort: StorySort;
  /** From 1; beyond the last one it is the last one. */
  readonly page: number;
  readonly limit: number;
}

/** Stories alive last that are looked through and sorted, whatever there is. */
const LOOKED_THROUGH = 2_000;

/** What is always said is no event: it comes after those. */
const EVENTS_FIRST = sql`case when s.stage = 'evergreen' then 1 else 0 end`;
const ORDER: Readonly<Record<StorySort, RawBuilder<unknown>>> = {
  growth: sql`${EVENTS_FIRST}, s.recent - s.before desc, s.recent desc, s.last_at desc`,
  size: sql`${EVENTS_FIRST}, alive.size desc, s.last_at desc`,
  newest: sql`s.first_at desc`,
};

/**
 * A page of stories of two posts and more: of the 2,000 that got a post last, those that fit, as asked for. A
 * post that nobody joined is no story yet.
 */
export async function readStories(db: Db, query: StoryQuery): Promise<StoryList> {
  const { limit, sort } = query;
  const alive = query.watchId === null ? await aliveAnywhere(db, query) : aliveFor(query.watchId, query);
  const fitting = sql`from (${alive}) alive ${joinInOrder(db)} story s on s.id = alive.id where ${conditions(db, query)}`;
  const counts = await sql<{ n: number; looked: number }>`
    select count(*) as n, (select count(*) from (${alive}) alive) as looked ${fitting}`.execute(db);
  const { n = 0, looked = 0 } = counts.rows[0] ?? {};
  const pages = Math.max(1, Math.ceil(n / limit));
  const page = Math.min(query.page, pages);
  const rows = await sql<StoredStory>`select s.* ${fitting}
    order by ${ORDER[sort]}, s.id desc limit ${limit} offset ${(page - 1) * limit}`.execute(db);
  return {
    rows: await describeStories(db, rows.rows, await titlesOf(db, query, rows.rows)),
    total: looked < LOOKED_THROUGH ? n : null,
    page,
    pages,
  };
}

/** What each is called; null: as to whoever may see all of them. */
async function titlesOf(
  db: Db,
  { watchId, shareNames = false }: StoryQuery,
  stories: readonly StoredStory[],
): Promise<ReadonlyMap<number, StoryTitle> | null> {
  return watchId === null ? null : titlesFor(db, [watchId], stories, { shareNames });
}

/** What only paused watches mention is left out, as wherever all watches are summed up. */
async function aliveAnywhere(db: Db, { from, to }: StoryQuery): Promise<RawBuilder<unknown>> {
  const watches = await listWatches(db);
  const active = watches.filter((watch) => watch.active).map(({ id }) => id);
  const watched =
    active.length === watches.length
      ? sql``
      : sql`and exists (select 1 from story_watch o where o.story_id = story.id
          and o.watch_id in (select value from ${numbersIn(db, active, 'w')}))`;
  return sql`select id, posts as size from story where merged_into is null and posts > 1
    and last_at >= ${from} and first_at < ${to} ${watched}
    order by last_at desc limit ${sql.lit(LOOKED_THROUGH)}`;
}

function aliveFor(watchId: number, { from }: StoryQuery): RawBuilder<unknown> {
  return sql`select story_id as id, mentions as size from story_watch
    where watch_id = ${watchId} and mentions > 1
    and last_at >= ${from} order by last_at desc limit ${sql.lit(LOOKED_THROUGH)}`;
}

function conditions(db: Db, { stage, words, to, watchId, shareNames }: StoryQuery): RawBuilder<unknown> {
  const all = [sql`s.first_at < ${to}`];
  if (stage !== undefined) all.push(sql`s.stage = ${stage}`);
  const isHidden = watchId !== null && !shareNames;
  for (const word of (words ?? '').split(/\s+/).filter(Boolean)) {
    // A word holds no space, so it is never found where two of them meet.
    all.push(sql`lower(s.title || ' ' || coalesce(s.own_title, '') || ' ' || cast(s.keywords_json as text))
      like ${likeOf(word)} escape '\\'`);
    // A title that is not shown must not be guessed word by word either.
    if (isHidden) all.push(isWhollyOf(db, [watchId]));
  }
  return sql.join(all, sql` and `);
}

/** Latin letters are the same large and small; others are as they are written, as `lower` has it of our texts. */
function likeOf(word: string): string {
  const small = word.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return `%${small.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** Stories as lists show them, in the same order. */
export async function describeStories(
  db: Db,
  stories: readonly StoredStory[],
  titles: ReadonlyMap<number, StoryTitle> | null = null,
): Promise<readonly StoryRow[]> {
  const keys = numbersIn(
    db,
    stories.map(({ id }) => id),
    'k',
  );
  const join = joinInOrder(db);
  const hours = await sql<{ id: number; hour: Instant; count: number }>`
    select h.story_id as id, h.hour, h.negative + h.neutral + h.positive as count
    from ${keys} ${join} story_hour h on h.story_id = k.value`.execute(db);
  const watches = await sql<StoryRow['watches'][number] & { readonly story: number }>`
    select sw.story_id as story, w.id, w.name, sw.mentions, sw.negative
    from ${keys} ${join} story_watch sw on sw.story_id = k.value
      ${join} watch w on w.id = sw.watch_id
    order by sw.mentions desc, w.id`.execute(db);
  const hoursOf = Map.groupBy(hours.rows, ({ id }) => id);
  const watchesOf = Map.groupBy(watches.rows, ({ story }) => story);
  return stories.map((story) => ({
    id: story.id,
    ...(titles?.get(story.id) ?? wholeTitle(story)),
    stage: story.stage as Stage,
    firstAt: story.first_at,
    lastAt: story.last_at,
    posts: story.posts,
    originals: story.originals,
    copies: story.copies,
    authors: story.authors,
    negative: story.negative,
    recent: story.recent,
    before: story.before,
    platforms: readPlatformsJson(story.platforms_json).map(({ platform }) => platform),
    bars: lifeBars(hoursOf.get(story.id) ?? []),
    watches: (watchesOf.get(story.id) ?? []).map(({ story: _, ...watch }) => watch),
  }));
}
