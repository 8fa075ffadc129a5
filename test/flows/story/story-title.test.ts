import { expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../server/core/time.ts';
import { readStories } from '../../../server/db/views/story/stories.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { createReader } from '../../../server/text/reader.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeDesk } from './story-stage.ts';

const reader = createReader();
const CLAIM = '#水厂#云州供热公司的水厂被人投毒,城北已经毒死三个人,大家千万别喝';

async function makeReadDesk() {
  const desk = await makeDesk();
  let minute = 0;
  const say = async (text: string, more: Parameters<typeof makePost>[0] = {}) => {
    const posts = [makePost({ text, publishedAt: NOW + minute++ * MINUTE, ...more })];
    await ingest(ingestDeps(desk.db, { reader, now: desk.now }), { posts, origin: 'test' });
    await desk.group();
  };
  const query = { watchId: null, from: NOW - DAY, to: NOW + DAY, sort: 'size', page: 1, limit: 9 } as const;
  const title = async () => {
    const alone = await desk.db.selectFrom('story').select('title').executeTakeFirst();
    return (await readStories(desk.db, query)).rows[0]?.title ?? alone?.title;
  };
  return { say, title };
}

test('a rumour that is told as a fact is marked in every list, from its first post on', async () => {
  const { say, title } = await makeReadDesk();
  await say(CLAIM, { author: '甲' });
  expect(await title()).toMatch(/（未核实）$/);
  await say(`${CLAIM},快转给家人`, { author: '乙' });
  expect(await title()).toMatch(/（未核实）$/);
});

test('where an authority speaks in the story, it is called after that, and after what it says last', async () => {
  const { say, title } = await makeReadDesk();
  await say(CLAIM, { author: '甲' });
  await say('#水厂#云州供热公司门口有警车', { author: '乙' });
  await say('#水厂#警方通报:已对云州供热公司水厂展开调查', { author: '警方', voice: 'official' });
  expect(await title()).toBe('#水厂#警方通报:已对云州供热公司水厂展开调查');
  await say('#水厂#警方通报:云州供热公司水厂投毒一事不属实', { author: '警方', voice: 'official' });
  expect(await title()).toBe('#水厂#警方通报:云州供热公司水厂投毒一事不属实');
});

test('a story about nothing grave is called as ever', async () => {
  const { say, title } = await makeReadDesk();
  await say('#价格#云州供热公司下周公布新的收费标准', { author: '甲' });
  await say('#价格#云州供热公司的听证会改到周五', { author: '警方', voice: 'official' });
  expect(await title()).not.toMatch(/未核实/);
});
