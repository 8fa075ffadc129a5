import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table story (
    id integer primary key,
    title text not null, own_title text, title_post integer, keywords_json text not null,
    origin_post integer, first_at integer not null, peak_at integer, last_at integer not null,
    stage text not null, review_at integer,
    posts integer not null, originals integer not null, copies integer not null, authors integer not null,
    negative integer not null, recent integer not null, before integer not null, platforms_json text not null,
    merged_into integer references story(id), by_hand integer not null default 0,
    dirty integer not null default 1, updated_at integer not null
  )`,
  'create index story_last on story(last_at) where merged_into is null and posts > 1',
  'create index story_dirty on story(dirty, id) where dirty > 0',
  'create index story_review on story(review_at) where review_at is not null',
  'create index story_merged on story(merged_into) where merged_into is not null',
  `create table story_post (
    story_id integer not null references story(id), at integer not null, post_id integer not null,
    platform text not null, author text, sentiment integer not null, copy_of integer, reach integer not null,
    pinned integer not null default 0,
    primary key (story_id, at, post_id)
  ) without rowid`,
  'create unique index story_post_post on story_post(post_id)',
  'create index story_post_copy on story_post(copy_of) where copy_of is not null',
  `create table story_hour (
    story_id integer not null references story(id), hour integer not null,
    negative integer not null, neutral integer not null, positive integer not null, copies integer not null,
    primary key (story_id, hour)
  ) without rowid`,
  `create table story_watch (
    story_id integer not null references story(id), watch_id integer not null,
    mentions integer not null, negative integer not null, last_at integer not null,
    primary key (story_id, watch_id)
  ) without rowid`,
  'create index story_watch_last on story_watch(watch_id, last_at) where mentions > 1',
  `create table story_edit (
    id integer primary key autoincrement, at integer not null, by text, kind text not null,
    from_story integer not null, into_story integer not null, posts_json text not null,
    from_title text, to_title text, undoes integer, undone_at integer
  )`,
  'create index story_edit_from on story_edit(from_story)',
  'create index story_edit_into on story_edit(into_story)',
  `create table story_apart (
    one integer not null references story(id), other integer not null references story(id),
    at integer not null, by text not null,
    primary key (one, other)
  ) without rowid`,
  'create index story_apart_other on story_apart(other)',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
