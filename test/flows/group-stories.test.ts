import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { SourcePost } from '../../server/core/post.ts';
import type { StoryRepair } from '../../server/core/story.ts';
import { DAY, HOUR, type Instant, MINUTE, startOfHour } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { updateWatch } from '../../server/db/watches.ts';
import { correct } from '../../server/flows/correct.ts';
import { mergeStories, movePosts, renameStory, splitStory } from '../../server/flows/edit-story.ts';
import { groupStories } from '../../server/flows/group-stories.ts';
import { ingest } from '../../server/flows/ingest.ts';
import { prune } from '../../server/flows/prune.ts';
import { rematchWatch } from '../../server/flows/rematch.ts';
import { createStoryMemory, type StoryMemory } from '../../server/flows/story-memory.ts';
import { undoStoryEdit } from '../../server/flows/undo-story-edit.ts';
import { createStoryGrouper } from '../../server/stories/story-grouper.ts';
import { makeDatabase } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makePost, makeWatch, NOW, watchInput } from '../support/make.ts';
import { plainReader } from './alert-stage.ts';
import { createTagGrouper } from './tag-grouper.ts';

const BOILER =
  '#锅炉#云州供热公司锅炉爆炸,城北小区暖气今晚全部停供,抢修队已经到达现场,居民被要求关好阀门等待通知';
const BOILER_TOO = '#锅炉#有人看到城北冒烟,据说是供热站出事了,希望人没事,也希望孩子们今晚别冻着';
const PRICE = '#价格#发改委公布新的供热收费标准,按面积计价改为按热量计价,物价局将举行听证会征求意见';
const PRICE_TOO = '#价格#听证会上代表们吵了起来,老房子保温差,换了算法以后供热一个月要多交两百';

/** A database with one watch, stories kept in it, and a clock. `found` is what the next repair finds. */
async function makeDesk() {
  const db = await makeDatabase();
  const watch = await makeWatch(db);
  const found: StoryRepair[] = [];
  const memory = (): StoryMemory =>
    createStoryMemory({
      makeGrouper: ({ nextStory }) => createTagGrouper(nextStory, found),
      now: () => desk.at,
    });
  const desk = {
    ...{ db, watch, found, at: NOW as Instant, stories: memory() },
    now: (): Instant => desk.at,
    store: (posts: readonly SourcePost[]) =>
      ingest(ingestDeps(db, { reader: plainReader, now: desk.now }), { posts, origin: 'test' }),
    group: (watchId: number | null = null) => groupStories(desk, { watchId }),
    /** As after a restart. */
    restart() {
      desk.stories = memory();
    },
    async say(text: string, more: Partial<SourcePost> = {}) {
      await desk.store([makePost({ text, ...more })]);
    },
  };
  return desk;
}

const placesOf = async (db: Db): Promise<readonly (number | undefined)[]> => {
  const rows = await db.selectFrom('story_post').select(['post_id', 'story_id']).orderBy('post_id').execute();
  return rows.map((row) => row.story_id);
};
const storyOf = (db: Db, id: number) =>
  db.selectFrom('story').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** All that is counted, as counting it again from the posts gives it. */
async function figuresOf(db: Db) {
  const stories = await db
    .selectFrom('story')
    .selectAll()
    .where('merged_into', 'is', null)
    .orderBy('id')
    .execute();
  return {
    stories: stories.map(
      ({ updated_at: _, dirty: __, title: ___, keywords_json: ____, title_post: _____, ...rest }) => rest,
    ),
    hours: await db.selectFrom('story_hour').selectAll().orderBy('story_id').orderBy('hour').execute(),
    watches: await db.selectFrom('story_watch').selectAll().orderBy('story_id').orderBy('watch_id').execute(),
  };
}

describe('posts are given stories', () => {
  test('those about one thing the same, whoever says it, with figures counted from them', async () => {
    const desk = await makeDesk();
    const at = NOW - 3 * HOUR;
    await desk.store([
      makePost({ text: BOILER, publishedAt: at, platform: '论坛', author: '甲' }),
      makePost({ text: BOILER, publishedAt: at + 20 * MINUTE, platform: 'news', author: '乙' }),
      makePost({ text: BOILER_TOO, publishedAt: at + 2 * HOUR, platform: '论坛', author: '甲' }),
      makePost({ text: PRICE, publishedAt: at + HOUR, author: '丙' }),
      makePost({ text: '今天多云', publishedAt: at }),
    ]);
    expect(await desk.group()).toMatchObject({ grouped: 4 });
    expect(await placesOf(desk.db)).toEqual([1, 1, 1, 2]);
    expect(await storyOf(desk.db, 1)).toMatchObject({
      ...{
        posts: 3,
        originals: 2,
        copies: 1,
        authors: 2,
        negative: 3,
        keywords_json: '["锅炉"]',
        stage: 'emerging',
        origin_post: 1,
      },
      ...{ first_at: at, last_at: at + 2 * HOUR, peak_at: startOfHour(at), dirty: 0 },
    });
  });

  test('by the real grouper too: a copy goes where its original is, other news elsewhere', async () => {
    const desk = await makeDesk();
    desk.stories = createStoryMemory({ makeGrouper: createStoryGrouper, now: desk.now });
    for (const text of [BOILER, `扩散!!${BOILER} 更多消息请关注公众号`, PRICE]) await desk.say(text);
    await desk.group();
    expect(await placesOf(desk.db)).toEqual([1, 1, 2]);
    expect((await storyOf(desk.db, 1)).title).toContain('锅炉爆炸');
  });

  test('once: doing it again changes nothing', async () => {
    const desk = await makeDesk();
    await desk.say(BOILER);
    await desk.say(BOILER_TOO);
    await desk.group();
    const before = await figuresOf(desk.db);
    expect(await desk.group()).toMatchObject({ grouped: 0, counted: 0 });
    desk.restart();
    expect(await desk.group()).toMatchObject({ grouped: 0 });
    expect(await figuresOf(desk.db)).toEqual(before);
  });

  test('across a restart', async () => {
    const desk = await makeDesk();
    await desk.say(BOILER);
    await desk.say(PRICE);
    await desk.group();
    desk.restart();
    await desk.say(PRICE_TOO);
    await desk.say(BOILER_TOO);
    await desk.group();
    expect(await placesOf(desk.db)).toEqual([1, 2, 2, 1]);
  });

  test('not half: what fails leaves nothing behind, and is done the next time', async () => {
    const desk = await makeDesk();
    await desk.say(BOILER);
    await desk.group();
    await desk.say(BOILER_TOO);
    await desk.say(PRICE);
    // The disk is full at the second row.
    await sql`create trigger full before insert on story_post when new.post_id = 3
      begin select raise(abort, 'disk full'); end`.execute(desk.db);
    await expect(desk.group()).rejects.toThrow('disk full');
    expect(await placesOf(desk.db)).toEqual([1]);
    await sql`drop trigger full`.execute(desk.db);
    expect(await desk.group()).toMatchObject({ grouped: 2 });
    expect(await placesOf(desk.db)).toEqual([1, 1, 2]);
  });

  test('also when a watch looks back at them', async () => {
    const desk = await makeDesk();
    await desk.say('城西地铁站早高峰扶梯停运,乘客排起长队');
    await desk.say(BOILER);
    await desk.group();
    expect(await placesOf(desk.db)).toEqual([1]);
    const metro = await makeWatch(desk.db, { name: '地铁', rule: { any: ['地铁'], all: [], none: [] } });
    const deps = { ...ingestDeps(desk.db, { reader: plainReader }), now: desk.now };
    await rematchWatch(deps, metro.id);
    expect(await desk.group(metro.id)).toMatchObject({ grouped: 1 });
    expect(await placesOf(desk.db)).toEqual([2, 1]);
  });
});

describe('figures stay exact', () => {
  async function makeTwo() {
    const desk = await makeDesk();
    for (const text of [BOILER, BOILER_TOO, PRICE]) await desk.say(text);
    await desk.group();
    return desk;
  }

  test('when a label is corrected', async () => {
    const desk = await makeTwo();
    const label = { sentiment: 1, intents: null, severity: null } as const;
    await correct(desk, { postId: 2, by: '甲', verdict: 'correct', label, note: null });
    await desk.group();
    expect(await storyOf(desk.db, 1)).toMatchObject({ posts: 2, negative: 1 });
    const watch = await desk.db.selectFrom('story_watch').selectAll().where('story_id', '=', 1).execute();
    expect(watch).toMatchObject([{ mentions: 2, negative: 1 }]);
  });

  test('when a watch no longer wants the posts, and when it wants them again', async () => {
    const desk = await makeTwo();
    const before = await figuresOf(desk.db);
    const deps = { ...ingestDeps(desk.db, { reader: plainReader }), now: desk.now };
    await updateWatch(
      desk.db,
      desk.watch.id,
      watchInput({ rule: { any: ['听证会'], all: [], none: [] } }),
      NOW,
    );
    await rematchWatch(deps, desk.watch.id);
    await desk.group(desk.watch.id);
    expect((await figuresOf(desk.db)).stories).toMatchObject([{ id: 2, posts: 1 }]);
    await updateWatch(desk.db, desk.watch.id, watchInput(), NOW);
    await rematchWatch(deps, desk.watch.id);
    await desk.group(desk.watch.id);
    expect((await figuresOf(desk.db)).stories.map(({ posts }) => posts).toSorted()).toEqual([1, 2]);
    expect((await figuresOf(desk.db)).hours).toHaveLength(before.hours.length);
  });

  test('when old posts are forgotten, and a story without any is gone', async () => {
    const desk = await makeDesk();
    desk.at = NOW - 3 * DAY;
    await desk.say(BOILER, { publishedAt: desk.at - HOUR });
    await desk.say(PRICE, { publishedAt: desk.at - HOUR });
    await desk.group();
    desk.at = NOW;
    await desk.say(`扩散!!${BOILER} 更多消息请关注公众号`, { publishedAt: NOW - HOUR });
    await desk.group();
    expect(await storyOf(desk.db, 1)).toMatchObject({ posts: 2, copies: 1 });
    await prune(desk, { keepDays: 2 });
    await desk.group();
    expect((await figuresOf(desk.db)).stories).toMatchObject([
      { id: 1, posts: 1, originals: 1, copies: 0, first_at: NOW - HOUR, origin_post: 3 },
    ]);
  });

  test('when time passes: what nobody adds to is closed', async () => {
    const desk = await makeTwo();
    desk.at = NOW + 3 * DAY;
    await desk.group();
    expect((await figuresOf(desk.db)).stories.map(({ stage }) => stage)).toEqual(['closed', 'closed']);
  });
});

describe('what people say of stories holds', () => {
  async function makeThree() {
    const desk = await makeDesk();
    for (const text of [BOILER, BOILER_TOO, PRICE, PRICE_TOO]) await desk.say(text);
    await desk.group();
    expect(await placesOf(desk.db)).toEqual([1, 1, 2, 2]);
    return desk;
  }
  const by = '王编辑';

  test('merged: the older stays, the other leads to it, and new posts follow, also after a restart', async () => {
    const desk = await makeThree();
    expect(await mergeStories(desk, { story: 2, other: 1, by })).toEqual({ story: 1 });
    expect(await storyOf(desk.db, 2)).toMatchObject({ merged_into: 1, posts: 0 });
    expect(await storyOf(desk.db, 1)).toMatchObject({ posts: 4 });
    await desk.say(`${PRICE_TOO}。代表说`);
    await desk.group();
    desk.restart();
    await desk.say(`${PRICE_TOO}。专家说`);
    await desk.group();
    expect(await placesOf(desk.db)).toEqual([1, 1, 1, 1, 1, 1]);
    await expect(mergeStories(desk, { story: 2, other: 1, by })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a merge taken back: the posts go back, later ones stay, and they are two for good', async () => {
    const desk = await makeThree();
    await mergeStories(desk, { story: 1, other: 2, by });
    await undoStoryEdit(desk, { story: 1, by });
    await desk.group();
    expect(await placesOf(desk.db)).toEqual([1, 1, 2, 2]);
    expect(await storyOf(desk.db, 2)).toMatchObject({ merged_into: null, posts: 2 });
    expect(await desk.db.selectFrom('story_apart').select(['one', 'other', 'by']).execute()).toEqual([
      { one: 1, other: 2, by },
    ]);
    await expect(undoStoryEdit(desk, { story: 1, by })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('split: chosen posts with their copies are a story of their own, and stay so', async () => {
    const desk = await makeThree();
    await desk.say(BOILER_TOO);
    await desk.group();
    const { story } = await splitStory(desk, { story: 1, posts: [2], by });
    expect(story).toBe(3);
    expect(await placesOf(desk.db)).toEqual([1, 3, 2, 2, 3]);
    desk.restart();
    await desk.say(`${BOILER_TOO}。`);
    await desk.group();
    expect((await placesOf(desk.db)).at(-1)).toBe(3);
    await undoStoryEdit(desk, { story, by });
    expect(await placesOf(desk.db)).toEqual([1, 1, 2, 2, 1, 1]);
    expect(await desk.db.selectFrom('story_apart').selectAll().execute()).toEqual([]);
  });

  test('also against the machine: its repairs are stored, but never what a person forbade', async () => {
    const desk = await makeThree();
    await splitStory(desk, { story: 1, posts: [2], by });
    await desk.say(`${PRICE}。`);
    desk.found.push({ kind: 'merge', from: 3, into: 1 }, { kind: 'merge', from: 2, into: 1 });
    expect(await desk.group()).toMatchObject({ merged: 1 });
    expect(await placesOf(desk.db)).toEqual([1, 3, 1, 1, 1]);
    await desk.say(`${PRICE}!!`);
    desk.found.push({ kind: 'split', from: 1, into: 4, posts: [3, 4, 5, 6] });
    expect(await desk.group()).toMatchObject({ split: 1 });
    expect(await placesOf(desk.db)).toEqual([1, 3, 4, 4, 4, 4]);
    await desk.say(BOILER_TOO);
    desk.found.push({ kind: 'split', from: 3, into: 5, posts: [2] });
    expect(await desk.group()).toMatchObject({ split: 0 });
    await undoStoryEdit(desk, { story: 4, by });
    expect(await placesOf(desk.db)).toEqual([1, 3, 1, 1, 1, 1, 3]);
  });

  test('not everything can be split off, and nothing that is not there', async () => {
    const desk = await makeThree();
    await expect(splitStory(desk, { story: 1, posts: [1, 2], by })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(splitStory(desk, { story: 1, posts: [3], by })).rejects.toMatchObject({
      code: 'bad_request',
    });
    await expect(splitStory(desk, { story: 9, posts: [3], by })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('moved, named, and taken back one after the other', async () => {
    const desk = await makeThree();
    await movePosts(desk, { story: 1, posts: [2], into: 2, by });
    await renameStory(desk, { story: 2, title: '涨价听证', by });
    await desk.group();
    expect(await placesOf(desk.db)).toEqual([1, 2, 2, 2]);
    expect(await storyOf(desk.db, 2)).toMatchObject({ own_title: '涨价听证', posts: 3, by_hand: 1 });
    await undoStoryEdit(desk, { story: 2, by });
    expect(await storyOf(desk.db, 2)).toMatchObject({ own_title: null, posts: 3 });
    await undoStoryEdit(desk, { story: 2, by });
    expect(await placesOf(desk.db)).toEqual([1, 1, 2, 2]);
    const edits = await desk.db.selectFrom('story_edit').select(['kind', 'undoes']).execute();
    expect(edits.map(({ kind }) => kind)).toEqual(['move', 'rename', 'undo', 'undo']);
  });
});
