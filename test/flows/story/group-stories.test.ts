import { sql } from 'kysely';
import { describe, expect, test, vi } from 'vitest';
import { DAY, HOUR, MINUTE, startOfHour } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { markStories } from '../../../server/db/story/stories.ts';
import { readOpenTexts, readUngrouped } from '../../../server/db/story/story-posts.ts';
import { readStories } from '../../../server/db/views/story/stories.ts';
import { topStories } from '../../../server/db/views/story/top-stories.ts';
import { updateWatch } from '../../../server/db/watch/watches.ts';
import { correct } from '../../../server/flows/reading/correct.ts';
import { rematchWatch } from '../../../server/flows/reading/rematch.ts';
import { reviewDue } from '../../../server/flows/story/count-stories.ts';
import { createStoryMemory } from '../../../server/flows/story/story-memory.ts';
import { prune } from '../../../server/flows/upkeep/prune.ts';
import { createStoryGrouper } from '../../../server/stories/story-grouper.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeWatch, watchInput } from '../../support/make-watch.ts';
import { plainReader } from '../alert/alert-stage.ts';
import { BOILER, BOILER_TOO, makeDesk, PRICE, PRICE_TOO, placesOf, storyOf } from './story-stage.ts';

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

test('the grouper is told what was read of a post, also after a restart', async () => {
  const desk = await makeDesk();
  await desk.say(BOILER);
  await desk.db
    .updateTable('analysis')
    .set({ analysis_json: JSON.stringify({ keywords: ['锅炉', '暖气'] }) })
    .execute();
  const [seen] = (await readUngrouped(desk.db, 0, 9)).texts;
  expect(seen?.words).toEqual(['锅炉', '暖气']);
  await desk.group();
  const [open] = await readOpenTexts(desk.db, { after: 0, since: 0, limit: 9 });
  expect(open).toEqual({ ...seen, story: 1 });
});

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
      posts: 3,
      originals: 2,
      copies: 1,
      authors: 2,
      negative: 3,
      keywords_json: '["锅炉"]',
      stage: 'emerging',
      origin_post: 1,
      first_at: at,
      last_at: at + 2 * HOUR,
      peak_at: startOfHour(at),
      dirty: 0,
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

  test('by several workers in turn, each of which knows what the others did', async () => {
    const desk = await makeDesk();
    const [one, other] = [desk.stories, desk.another()];
    const turn = async (stories: typeof one, text: string) => {
      desk.stories = stories;
      await desk.say(text);
      await desk.group();
    };
    await turn(one, BOILER);
    await turn(other, PRICE);
    await turn(one, PRICE_TOO);
    await turn(other, BOILER_TOO);
    expect(await placesOf(desk.db)).toEqual([1, 2, 2, 1]);
  });

  test('by one worker at a time: who was overtaken stores nothing, and reads anew', async () => {
    const desk = await makeDesk();
    const open = await desk.stories.open(desk.db);
    await desk.another().open(desk.db);
    const late = desk.db.transaction().execute((tx) => open.follow(tx));
    await expect(late).rejects.toThrow('another process gives stories now');
    await desk.say(BOILER);
    expect(await desk.group()).toMatchObject({ grouped: 1 });
  });

  test('as of the time that is told about: a history brought in by several runs holds together', async () => {
    const desk = await makeDesk();
    const told = (text: string, ago: number) => desk.say(text, { publishedAt: NOW - ago });
    await told(BOILER, 90 * DAY);
    await desk.group();
    await told(BOILER_TOO, 89 * DAY);
    await desk.group();
    expect(await placesOf(desk.db)).toEqual([1, 1]);
    // Nothing comes any more: it is as old as the clock says.
    await desk.group();
    await told('#锅炉#供热公司通报事故原因,暖气已经恢复', 88 * DAY);
    await desk.group();
    expect(await placesOf(desk.db)).toEqual([1, 1, 2]);
  });

  test('a copy that of its original, however long ago that was', async () => {
    const desk = await makeDesk();
    desk.at = NOW - 30 * DAY;
    await desk.say(BOILER, { publishedAt: desk.at });
    await desk.group();
    desk.at = NOW;
    await desk.group();
    await desk.say('转发:云州供热公司锅炉爆炸,城北小区暖气停供', { publishedAt: NOW });
    await desk.db.updateTable('post').set({ copy_of: 1 }).where('id', '=', 2).execute();
    await desk.group();
    expect(await placesOf(desk.db)).toEqual([1, 1]);
  });

  test('what was found to be one is stored however much is looked at, some in each transaction', async () => {
    const desk = await makeDesk();
    await desk.say(BOILER);
    await desk.say(PRICE);
    for (let n = 0; n < 450; n++) desk.found.push({ kind: 'merge', from: 1_000 + n, into: 1 });
    desk.found.push({ kind: 'merge', from: 2, into: 1 });
    expect(await desk.group()).toMatchObject({ merged: 1 });
    expect(await placesOf(desk.db)).toEqual([1, 1]);
  });

  test('not half: what fails leaves nothing behind, and is done the next time', async () => {
    const desk = await makeDesk();
    await desk.say(BOILER);
    await desk.group();
    await desk.say(BOILER_TOO);
    await desk.say(PRICE);
    // There is room for one more row, not for two.
    await sql`create unique index full_table on story_post((case when post_id > 1 then 1 end))`.execute(
      desk.db,
    );
    await expect(desk.group()).rejects.toThrow('full_table');
    expect(await placesOf(desk.db)).toEqual([1]);
    await sql`drop index full_table`.execute(desk.db);
    expect(await desk.group()).toMatchObject({ grouped: 2 });
    expect(await placesOf(desk.db)).toEqual([1, 1, 2]);
  });

  test('also when a watch looks back at them', async () => {
    const desk = await makeDesk();
    await desk.say('城西地铁站早高峰扶梯停运,乘客排起长队');
    await desk.say(BOILER);
    await desk.group();
    expect(await placesOf(desk.db)).toEqual([1]);
    const metro = await makeWatch(desk.db, { name: '地铁', rule: anyOf('地铁') });
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
    await updateWatch(desk.db, desk.watch.id, watchInput({ rule: anyOf('听证会') }), NOW);
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

  test('what is always said is listed after events, however much it is', async () => {
    const desk = await makeDesk();
    for (const text of [BOILER, BOILER_TOO, `扩散!!${BOILER} 更多消息请关注公众号`, PRICE, PRICE_TOO])
      await desk.say(text);
    await desk.group();
    const [from, to] = [NOW - DAY, NOW + DAY];
    const listed = async () => {
      const page = { watchId: null, from, to, page: 1, limit: 9 } as const;
      const { rows } = await readStories(desk.db, { ...page, sort: 'size' });
      const top = await topStories(desk.db, [desk.watch.id], { from, to }, { most: 9 });
      return [rows.map(({ posts }) => posts), top.map(({ posts }) => posts)];
    };
    expect(await listed()).toEqual([
      [3, 2],
      [3, 2],
    ]);
    await desk.db.updateTable('story').set({ stage: 'evergreen' }).where('posts', '=', 3).execute();
    expect(await listed()).toEqual([
      [2, 3],
      [2, 3],
    ]);
  });

  test('while other work marks them over and over: each is counted once a run, and a run ends', async () => {
    const desk = await makeDesk();
    await desk.say(BOILER);
    await desk.say(PRICE);
    await desk.group();
    await markStories(desk.db, [1, 2], 'posts');
    let over = false;
    const run = desk.group().finally(() => {
      over = true;
    });
    while (!over) await markStories(desk.db, [1, 2], 'posts');
    // Each once as one to be read again, and once more in the look that ends the run.
    expect((await run).counted).toBeLessThanOrEqual(4);
    await markStories(desk.db, [1, 2], 'posts');
    expect(await desk.group()).toMatchObject({ counted: 2 });
    expect((await storyOf(desk.db, 1)).dirty).toBe(0);
  });

  test('then too large ones are counted one after the other, so that others can write in between', async () => {
    const desk = await makeTwo();
    desk.at = NOW + 3 * DAY;
    await desk.db.updateTable('story').set({ posts: 4_000 }).execute();
    const slices = vi.spyOn(desk.db, 'transaction');
    await reviewDue(desk);
    // One for each, and one that finds nothing left.
    expect(slices).toHaveBeenCalledTimes(3);
    expect((await figuresOf(desk.db)).stories.map(({ posts }) => posts)).toEqual([2, 1]);
  });
});
