import { describe, expect, test } from 'vitest';
import { HOUR } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { mergeStories, movePosts, renameStory, splitStory } from '../../../server/flows/story/edit-story.ts';
import { createStoryMemory } from '../../../server/flows/story/story-memory.ts';
import { undoStoryEdit } from '../../../server/flows/story/undo-story-edit.ts';
import { createStoryGrouper } from '../../../server/stories/story-grouper.ts';
import { BOILER, BOILER_TOO, makeDesk, PRICE, PRICE_TOO, placesOf, storyOf } from './story-stage.ts';
import { createTagGrouper } from './tag-grouper.ts';

/** Which stories are never to be one. */
const apartOf = async (db: Db): Promise<readonly string[]> => {
  const rows = await db.selectFrom('story_apart').selectAll().orderBy('one').orderBy('other').execute();
  return rows.map(({ one, other }) => `${one} ${other}`);
};

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

  test('and what they kept apart stays apart from the part that the machine takes off', async () => {
    const desk = await makeThree();
    await desk.say(BOILER);
    await splitStory(desk, { story: 1, posts: [2], by });
    desk.found.push({ kind: 'split', from: 1, into: 4, posts: [5] });
    await desk.say(`${PRICE}。`);
    expect(await desk.group()).toMatchObject({ split: 1 });
    const apart = await desk.db.selectFrom('story_apart').select(['one', 'other', 'by']).execute();
    expect(apart).toEqual([
      { one: 1, other: 3, by },
      { one: 3, other: 4, by },
    ]);
  });

  test('a merge taken back leaves no name and no word behind that came with it', async () => {
    const desk = await makeThree();
    await renameStory(desk, { story: 2, title: '涨价听证', by });
    await splitStory(desk, { story: 2, posts: [4], by });
    desk.at += HOUR;
    await mergeStories(desk, { story: 1, other: 2, by });
    expect(await storyOf(desk.db, 1)).toMatchObject({ own_title: '涨价听证' });
    expect(await apartOf(desk.db)).toEqual(['1 3', '2 3']);
    desk.at += HOUR;
    await undoStoryEdit(desk, { story: 1, by });
    expect(await storyOf(desk.db, 1)).toMatchObject({ own_title: null });
    expect(await storyOf(desk.db, 2)).toMatchObject({ own_title: '涨价听证' });
    expect(await apartOf(desk.db)).toEqual(['1 2', '2 3']);
  });

  test('moved away: the two are two, for the machine too', async () => {
    const desk = await makeDesk();
    desk.stories = createStoryMemory({ makeGrouper: createStoryGrouper, now: desk.now });
    const again = '云州供热公司锅炉爆炸了!城北小区暖气今晚停供,抢修队刚刚到达,居民要关好阀门等通知';
    for (const text of [BOILER, again, PRICE]) await desk.say(text);
    await desk.group();
    expect(await placesOf(desk.db)).toEqual([1, 1, 2]);
    await movePosts(desk, { story: 1, posts: [2], into: 2, by });
    await desk.say('供热收费标准改为按热量计价,发改委将举行听证会');
    expect(await desk.group()).toMatchObject({ merged: 0 });
    expect((await placesOf(desk.db)).slice(0, 3)).toEqual([1, 2, 2]);
  });

  test('a move taken back lets them be one again, unless they were kept apart before', async () => {
    const desk = await makeThree();
    const said: string[] = [];
    desk.stories = createStoryMemory({
      makeGrouper: ({ nextStory }) => ({
        ...createTagGrouper(nextStory),
        keepApart: (one, other) => said.push(`${one} ${other} apart`),
        letJoin: (one, other) => said.push(`${one} ${other} free`),
      }),
      now: desk.now,
    });
    await desk.group();
    await movePosts(desk, { story: 1, posts: [2], into: 2, by });
    expect(await apartOf(desk.db)).toEqual(['1 2']);
    await desk.group();
    desk.at += HOUR;
    await undoStoryEdit(desk, { story: 2, by });
    expect(await apartOf(desk.db)).toEqual([]);
    await desk.group();
    expect(said).toEqual(['1 2 apart', '1 2 free']);
    await desk.say('#价格#暖气费按热量收,听证会下周举行');
    await desk.group();
    const { story } = await splitStory(desk, { story: 2, posts: [4], by });
    desk.at += HOUR;
    await movePosts(desk, { story: 2, posts: [3], into: story, by });
    await undoStoryEdit(desk, { story, by });
    expect(await apartOf(desk.db)).toEqual([`2 ${story}`]);
  });

  test('only what was seen is taken back', async () => {
    const desk = await makeThree();
    await renameStory(desk, { story: 1, title: '锅炉爆炸', by });
    await renameStory(desk, { story: 1, title: '停暖', by: '李编辑' });
    const undo = (edit: number) => undoStoryEdit(desk, { story: 1, by, edit });
    await expect(undo(1)).rejects.toMatchObject({ code: 'conflict' });
    await undo(2);
    await expect(undo(2)).rejects.toMatchObject({ code: 'conflict' });
    expect(await storyOf(desk.db, 1)).toMatchObject({ own_title: '锅炉爆炸' });
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
    const edits = await desk.db.selectFrom('story_edit').select('kind').orderBy('id').execute();
    expect(edits.map(({ kind }) => kind)).toEqual(['move', 'rename', 'undo', 'undo']);
  });
});
