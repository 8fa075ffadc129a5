import { type RawBuilder, sql } from 'kysely';
import type { Arrival } from '../../core/story/spread.ts';
import { HOUR, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { bulkInsert } from '../engine/bulk.ts';
import { joinInOrder, numbersIn } from '../engine/dialect.ts';
import { AUTHOR } from '../mention/claims.ts';
import { postsOf, type StorySlice } from './story-slices.ts';

export interface Figures {
  readonly id: number;
  readonly posts: number;
  readonly originals: number;
  readonly authors: number;
  readonly negative: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

/** The slices of some stories, each asked; rows of one key are made one. */
async function ofSlices<Row extends object>(
  slices: readonly StorySlice[],
  ask: (slice: StorySlice) => RawBuilder<Row>,
  db: Db,
  key: (row: Row) => string | number,
  join: (one: Row, other: Row) => Row,
): Promise<readonly Row[]> {
  const rows = new Map<string | number, Row>();
  for (const slice of slices) {
    for (const row of (await ask(slice).execute(db)).rows) {
      const known = rows.get(key(row));
      rows.set(key(row), known === undefined ? row : join(known, row));
    }
  }
  return [...rows.values()];
}

interface HourRow {
  readonly story_id: number;
  readonly hour: Instant;
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
  readonly copies: number;
}

export async function recountHours(
  db: Db,
  ids: readonly number[],
  slices: readonly StorySlice[],
): Promise<void> {
  await sql`delete from story_hour
    where story_id in (select value from ${numbersIn(db, ids, 'k')})`.execute(db);
  const rows = await ofSlices(
    slices,
    (slice) => sql<HourRow>`
      select s.story_id, s.at / ${sql.lit(HOUR)} * ${sql.lit(HOUR)} as hour,
        count(*) filter (where s.sentiment < 0) as negative, count(*) filter (where s.sentiment = 0) as neutral,
        count(*) filter (where s.sentiment > 0) as positive, count(s.copy_of) as copies
      from ${postsOf(db, slice)} group by 1, 2`,
    db,
    (row) => `${row.story_id}|${row.hour}`,
    (one, other) => ({
      ...one,
      negative: one.negative + other.negative,
      neutral: one.neutral + other.neutral,
      positive: one.positive + other.positive,
      copies: one.copies + other.copies,
    }),
  );
  await bulkInsert(
    db,
    'story_hour',
    ['story_id', 'hour', 'negative', 'neutral', 'positive', 'copies'],
    rows.map((row) => [row.story_id, row.hour, row.negative, row.neutral, row.positive, row.copies]),
  );
}

interface WatchRow {
  readonly story_id: number;
  readonly watch_id: number;
  readonly mentions: number;
  readonly negative: number;
  readonly last_at: Instant;
}

export async function recountWatches(
  db: Db,
  ids: readonly number[],
  slices: readonly StorySlice[],
): Promise<void> {
  await sql`delete from story_watch
    where story_id in (select value from ${numbersIn(db, ids, 'k')})`.execute(db);
  const rows = await ofSlices(
    slices,
    (slice) => sql<WatchRow>`
      select s.story_id, m.watch_id, count(*) as mentions, count(*) filter (where m.sentiment < 0) as negative,
        max(m.at) as last_at
      from ${postsOf(db, slice)}
        ${joinInOrder(db)} mention m on m.post_id = s.post_id and m.at = s.at and m.counted = 1
      group by s.story_id, m.watch_id`,
    db,
    (row) => `${row.story_id}|${row.watch_id}`,
    (one, other) => ({
      ...one,
      mentions: one.mentions + other.mentions,
      negative: one.negative + other.negative,
      last_at: Math.max(one.last_at, other.last_at),
    }),
  );
  await bulkInsert(
    db,
    'story_watch',
    ['story_id', 'watch_id', 'mentions', 'negative', 'last_at'],
    rows.map((row) => [row.story_id, row.watch_id, row.mentions, row.negative, row.last_at]),
  );
}

export async function readFigures(db: Db, slices: readonly StorySlice[]): Promise<readonly Figures[]> {
  const figures = await ofSlices(
    slices,
    (slice) => sql<Figures>`
      select s.story_id as id, count(*) as posts, count(*) - count(s.copy_of) as originals,
        count(distinct ${AUTHOR}) as authors, count(*) filter (where s.sentiment < 0) as negative,
        min(s.at) as "firstAt", max(s.at) as "lastAt"
      from ${postsOf(db, slice)} group by s.story_id`,
    db,
    ({ id }) => id,
    (one, other) => ({
      id: one.id,
      posts: one.posts + other.posts,
      originals: one.originals + other.originals,
      authors: 0,
      negative: one.negative + other.negative,
      firstAt: Math.min(one.firstAt, other.firstAt),
      lastAt: Math.max(one.lastAt, other.lastAt),
    }),
  );
  // Somebody who wrote in two parts is one person.
  const parted = figures.filter(({ authors }) => authors === 0).map(({ id }) => id);
  const people = await authorsOf(
    db,
    slices.filter(({ ids }) => ids.some((id) => parted.includes(id))),
  );
  return figures.map((each) => (each.authors === 0 ? { ...each, authors: people.get(each.id) ?? 0 } : each));
}

async function authorsOf(db: Db, slices: readonly StorySlice[]): Promise<ReadonlyMap<number, number>> {
  const people = await ofSlices(
    slices,
    (slice) => sql<{ readonly id: number; readonly author: string }>`
      select distinct s.story_id as id, ${AUTHOR} as author from ${postsOf(db, slice)}`,
    db,
    ({ id, author }) => `${id}|${author}`,
    (one) => one,
  );
  return new Map([...Map.groupBy(people, ({ id }) => id)].map(([id, those]) => [id, those.length]));
}

export async function readArrivals(db: Db, slices: readonly StorySlice[]) {
  return ofSlices(
    slices,
    (slice) => sql<Arrival & { readonly id: number }>`
      select s.story_id as id, s.platform, min(s.at) as "firstAt", count(*) as posts
      from ${postsOf(db, slice)} group by s.story_id, s.platform`,
    db,
    ({ id, platform }) => `${id}|${platform}`,
    (one, other) => ({
      ...one,
      firstAt: Math.min(one.firstAt, other.firstAt),
      posts: one.posts + other.posts,
    }),
  );
}
