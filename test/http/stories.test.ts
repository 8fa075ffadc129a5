import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../server/core/time.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { groupStories } from '../../server/flows/story/group-stories.ts';
import { createStoryMemory } from '../../server/flows/story/story-memory.ts';
import { createTagGrouper } from '../flows/story/tag-grouper.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makePost } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';
import { faultOf, serveHttp } from './serve.ts';

const by = '王编辑';

/** Two stories: a boiler on three platforms, and the price of heat. */
async function serveStories() {
  const served = await serveHttp();
  const now = Date.now();
  await makeWatch(served.db);
  const say = (text: string, hoursAgo: number, platform: string) =>
    makePost({ text, platform, publishedAt: now - hoursAgo * HOUR, observedAt: now, author: text });
  const posts = [
    say('#锅炉#供热站锅炉爆炸,三个小区停暖,太差劲了', 5, '论坛'),
    say('#锅炉#听说供热公司锅炉出事,冻死了,要投诉', 4, 'weibo'),
    say('#锅炉#供热公司通报锅炉事故,正在抢修', 2, 'news'),
    say('#锅炉#抢修师傅辛苦了,暖气恢复,点赞', 1, '论坛'),
    say('#价格#暖气费按热量收,听证会下周举行', 3, 'news'),
    say('#价格#暖气费怎么又涨了,没人管吗', 2, 'weibo'),
  ];
  const deps = ingestDeps(served.db, { now: Date.now });
  await ingest(deps, { posts, origin: 'test' });
  const memory = createStoryMemory({
    makeGrouper: ({ nextStory }) => createTagGrouper(nextStory),
    now: Date.now,
  });
  await groupStories({ db: served.db, stories: memory, now: Date.now });
  const read = (at: string) => served.get(at);
  const edit = (id: number, what: string, body: object) =>
    served.ask('POST', `/api/stories/${id}/${what}`, { body });
  return { ...served, read, edit };
}

describe('the mentions of a story', () => {
  test('are narrowed like all others, page after page, as a list and as a file', async () => {
    const { read, ask } = await serveStories();
    const [{ id }] = (await read('/api/stories?sort=size&limit=1')).rows;
    const texts = async (more = '') =>
      (await read(`/api/mentions?story=${id}${more}`)).rows.map(({ text }: { text: string }) => text);
    expect(await texts()).toHaveLength(4);
    for (const text of await texts()) expect(text).toContain('#锅炉#');
    expect(await texts('&sentiment=-1')).toHaveLength(2);
    expect(await texts('&platform=weibo')).toEqual(['#锅炉#听说供热公司锅炉出事,冻死了,要投诉']);
    expect(await texts('&fact=sev.outage&sentiment=-1')).toEqual([
      '#锅炉#供热站锅炉爆炸,三个小区停暖,太差劲了',
    ]);
    expect(await texts(`&q=${encodeURIComponent('抢修')}`)).toHaveLength(2);
    expect(await texts(`&watch=1&from=${Date.now() - 3 * HOUR}`)).toHaveLength(2);
    expect((await ask('GET', `/api/mentions?story=${id}&watch=2`)).status).toBe(404);
    const first = await read(`/api/mentions?story=${id}&limit=3`);
    expect(first).toMatchObject({ total: 4 });
    const rest = await read(`/api/mentions?story=${id}&limit=3&cursor=${first.next}`);
    expect([first.rows.length, rest.rows.length, rest.next]).toEqual([3, 1, null]);
    const file = await ask('GET', `/api/mentions.csv?story=${id}&sentiment=-1`);
    expect(file.body.trim().split('\n')).toHaveLength(3);
  });

  test('are those of the story that it was merged into, and none of one that never was', async () => {
    const { read, edit } = await serveStories();
    const [large, small] = (await read('/api/stories?sort=size')).rows;
    expect((await edit(large.id, 'merge', { by, other: small.id })).status).toBe(200);
    for (const { id } of [large, small]) {
      expect(await read(`/api/mentions?story=${id}`)).toMatchObject({ total: 6 });
    }
    expect(await read('/api/mentions?story=999')).toMatchObject({ rows: [], total: 0 });
  });
});

describe('stories', () => {
  test('are listed, narrowed, sorted and paged', async () => {
    const { read } = await serveStories();
    const list = await read('/api/stories');
    expect(list).toMatchObject({ total: 2, page: 1, pages: 1 });
    const size = await read('/api/stories?sort=size&limit=1');
    expect(size).toMatchObject({ total: 2, pages: 2, rows: [{ posts: 4, authors: 4, copies: 0 }] });
    expect(size.rows[0].platforms).toEqual(['论坛', 'weibo', 'news']);
    expect(size.rows[0].watches).toMatchObject([{ name: '供热', mentions: 4 }]);
    expect((await read('/api/stories?sort=size&limit=1&page=2')).rows).toMatchObject([{ posts: 2 }]);
    const stale = await read('/api/stories?sort=size&limit=1&page=9');
    expect(stale).toMatchObject({ page: 2, pages: 2, rows: [{ posts: 2 }] });
    expect((await read('/api/stories?watch=1&q=%E4%BB%B7%E6%A0%BC')).rows).toMatchObject([{ posts: 2 }]);
    expect((await read('/api/stories?q=%25')).rows).toEqual([]);
    expect((await read('/api/stories?stage=closed')).rows).toEqual([]);
    expect((await read(`/api/stories?from=${Date.now() - 30 * MINUTE}`)).rows).toEqual([]);
  });

  test('show when, where and by whom they were told', async () => {
    const { read } = await serveStories();
    const story = await read('/api/stories/1');
    expect(story).toMatchObject({
      row: { id: 1, posts: 4, keywords: ['锅炉'], stage: 'emerging' },
      unit: 'hour',
      origin: { postId: 1, platform: '论坛' },
      spread: [
        { platform: '论坛', delay: 0, posts: 2 },
        { platform: 'weibo', delay: HOUR },
        { platform: 'news', delay: 3 * HOUR },
      ],
      edits: [],
      undoable: null,
    });
    const said = story.timeline.map(
      (p: Record<string, number>) => (p.negative ?? 0) + (p.neutral ?? 0) + (p.positive ?? 0),
    );
    expect(said).toEqual([1, 1, 0, 1, 1]);
    expect(story.amplifiers.map(({ postId }: { postId: number }) => postId).toSorted()).toEqual([2, 3, 4]);
    const first = await read('/api/stories/1/posts?limit=3');
    const rest = await read(`/api/stories/1/posts?limit=3&cursor=${first.next}`);
    expect([...first.rows, ...rest.rows].map(({ postId }) => postId)).toEqual([4, 3, 2, 1]);
    expect(rest.next).toBe(null);
    expect((await read('/api/mentions/2')).story).toMatchObject({ id: 1, posts: 4 });
    const { stories, topics } = await read('/api/overview');
    expect(stories.map(({ id }: { id: number }) => id)).toEqual([1, 2]);
    expect(topics).toEqual([]);
  });

  test('are merged, split, named and given back, each with who did it', async () => {
    const { read, edit, bus, db } = await serveStories();
    const heard: string[] = [];
    bus.subscribe(({ kind }) => heard.push(kind));
    const merged = (await edit(2, 'merge', { by, other: 1 })).json();
    expect(merged).toMatchObject({ row: { id: 1, posts: 6 }, edits: [{ kind: 'merge', by, posts: 2 }] });
    expect(await read('/api/stories/2')).toMatchObject({ row: { id: 1 } });
    expect(heard).toContain('stories');
    expect(await db.selectFrom('job').select('kind').execute()).toContainEqual({ kind: 'group-stories' });
    const undone = (await edit(1, 'undo', { by, edit: merged.undoable })).json();
    expect(undone).toMatchObject({ row: { posts: 4 }, undoable: null });
    const split = (await edit(1, 'split', { by, posts: [3, 4] })).json();
    expect(split).toMatchObject({ row: { id: 3, posts: 2 }, edits: [{ kind: 'split' }] });
    expect((await read('/api/stories/3/posts')).rows).toMatchObject([{ pinned: true }, { pinned: true }]);
    const moved = (await edit(1, 'move', { by, posts: [2], into: 2 })).json();
    expect(moved).toMatchObject({ row: { id: 1, posts: 1 } });
    const named = (await edit(2, 'rename', { by, title: ' 涨价 ' })).json();
    expect(named).toMatchObject({ row: { title: '涨价', named: true, posts: 3 } });
    const unnamed = (await edit(2, 'undo', { by, edit: named.undoable })).json();
    expect(unnamed).toMatchObject({ row: { named: false } });
  });

  test('are given back only as they are shown: what was changed meanwhile is not taken back unseen', async () => {
    const { edit, read } = await serveStories();
    const seen = (await edit(1, 'rename', { by, title: '锅炉爆炸' })).json();
    await edit(1, 'split', { by: '李编辑', posts: [3] });
    const answer = await edit(1, 'undo', { by, edit: seen.undoable });
    expect(answer.status).toBe(409);
    expect(faultOf(answer).code).toBe('conflict');
    expect(await read('/api/stories/1')).toMatchObject({ row: { posts: 3, title: '锅炉爆炸' } });
  });

  test('refuse what makes no sense by name', async () => {
    const { ask, edit } = await serveStories();
    expect(faultOf(await ask('GET', '/api/stories/99')).code).toBe('not_found');
    expect(faultOf(await ask('GET', '/api/stories/99/posts')).code).toBe('not_found');
    expect(faultOf(await ask('GET', '/api/stories/1/posts?cursor=x')).code).toBe('bad_page');
    expect(faultOf(await edit(1, 'merge', { by, other: 1 })).code).toBe('conflict');
    expect(faultOf(await edit(1, 'merge', { other: 2 })).code).toBe('bad_request');
    expect(faultOf(await edit(1, 'split', { by, posts: [1, 2, 3, 4] })).code).toBe('conflict');
    expect(faultOf(await edit(1, 'split', { by, posts: [5] })).code).toBe('bad_request');
    expect(faultOf(await edit(1, 'split', { by, posts: [] })).code).toBe('bad_request');
    expect(faultOf(await edit(1, 'undo', { by })).code).toBe('bad_request');
    expect(faultOf(await edit(1, 'undo', { by, edit: 1 })).code).toBe('conflict');
    expect(faultOf(await edit(99, 'undo', { by, edit: 1 })).code).toBe('not_found');
  });
});
