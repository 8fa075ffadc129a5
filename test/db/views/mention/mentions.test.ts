import { describe, expect, test } from 'vitest';
import type { SourcePost } from '../../../../server/core/mention/post.ts';
import { DAY, MINUTE } from '../../../../server/core/time.ts';
import type { Db } from '../../../../server/db/database.ts';
import { insertStories } from '../../../../server/db/story/stories.ts';
import {
  type MentionQuery,
  readMention,
  readMentionPage,
} from '../../../../server/db/views/mention/mentions.ts';
import { readOverview } from '../../../../server/db/views/overview.ts';
import { updateWatch } from '../../../../server/db/watch/watches.ts';
import { ingest } from '../../../../server/flows/ingest/ingest.ts';
import { plainReader } from '../../../flows/alert/alert-stage.ts';
import { makeDatabase } from '../../../support/database.ts';
import { ingestDeps } from '../../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../../support/make.ts';
import { makeWatch } from '../../../support/make-watch.ts';

async function makeBoard() {
  const db = await makeDatabase();
  const heating = await makeWatch(db, { rule: anyOf('暖气', '停暖') });
  const service = await makeWatch(db, { name: '客服', rule: anyOf('客服') });
  const deps = ingestDeps(db, { reader: plainReader });
  const store = (posts: readonly SourcePost[]) => ingest(deps, { posts, origin: 'test' });
  return { db, heating, service, store };
}

const at = (minutes: number, parts: Partial<SourcePost>) =>
  makePost({ publishedAt: NOW - minutes * MINUTE, ...parts });

const pageOf = (db: Db, parts: Partial<MentionQuery> = {}) =>
  readMentionPage(db, { watchId: null, from: NOW - 30 * DAY, to: NOW + 1, limit: 10, ...parts });

async function textsOf(db: Db, parts: Partial<MentionQuery> = {}) {
  return (await pageOf(db, parts)).rows.map((row) => row.text);
}

describe('a page of mentions', () => {
  test('is newest first, with each post once however many watches mention it', async () => {
    const { db, heating, service, store } = await makeBoard();
    await store([
      at(3, { text: '暖气旧' }),
      at(1, { text: '暖气坏了,客服不理' }),
      at(2, { text: '客服好慢' }),
    ]);
    expect(await textsOf(db)).toEqual(['暖气坏了,客服不理', '客服好慢', '暖气旧']);
    expect(await textsOf(db, { watchId: service.id })).toEqual(['暖气坏了,客服不理', '客服好慢']);
    const { rows, total } = await pageOf(db, { watchId: heating.id });
    expect(total).toBe(2);
    expect(rows[0]).toMatchObject({ watchId: heating.id, watchName: '供热', terms: ['暖气'], sentiment: -1 });
    expect((await pageOf(db)).total).toBe(3);
  });

  test('of all watches is of the active ones, as the overview is; a paused one is shown by itself', async () => {
    const { db, heating, service, store } = await makeBoard();
    await store([at(1, { text: '客服不理' }), at(2, { text: '暖气坏了' }), at(3, { text: '暖气旧,客服慢' })]);
    await updateWatch(db, service.id, { ...service, active: false }, NOW);
    expect(await textsOf(db)).toEqual(['暖气坏了', '暖气旧,客服慢']);
    expect(await textsOf(db, { query: '客服' })).toEqual(['暖气旧,客服慢']);
    const range = { watchId: null, from: NOW - DAY, to: NOW + 1, now: NOW, playbooks: [] };
    expect((await readOverview(db, range)).stream.map(({ text }) => text)).toEqual(await textsOf(db));
    expect(await textsOf(db, { watchId: service.id })).toEqual(['客服不理', '暖气旧,客服慢']);
    await updateWatch(db, heating.id, { ...heating, active: false }, NOW);
    expect(await pageOf(db)).toEqual({ rows: [], next: null, total: 0 });
    expect(await pageOf(db, { query: '客服' })).toEqual({ rows: [], next: null, total: 0 });
  });

  test('filters narrow it together', async () => {
    const { db, store } = await makeBoard();
    await store([
      at(1, { text: '暖气来了满意', platform: 'news' }),
      at(2, { text: '我家停暖了', platform: 'forum' }),
      at(3, { text: '邻居停暖了', platform: 'news' }),
      at(4, { text: '整个小区的暖气都不热了', platform: 'news' }),
      at(5, { text: '整个小区的暖气都不热了', platform: 'news' }),
    ]);
    expect(await textsOf(db, { sentiment: 1 })).toEqual(['暖气来了满意']);
    expect(await textsOf(db, { fact: 'sev.outage' })).toEqual(['我家停暖了', '邻居停暖了']);
    expect(await textsOf(db, { fact: 'sev.outage', platform: 'news' })).toEqual(['邻居停暖了']);
    expect(await textsOf(db, { sentiment: -1, platform: 'news', originalsOnly: true })).toHaveLength(2);
    expect(await textsOf(db, { fact: 'sev.outage', query: '邻居' })).toEqual(['邻居停暖了']);
    expect((await pageOf(db, { fact: 'sev.outage', platform: 'news' })).total).toBe(1);
    expect(await textsOf(db, { from: NOW - 3 * MINUTE, to: NOW - MINUTE })).toEqual([
      '我家停暖了',
      '邻居停暖了',
    ]);
  });

  test('those of a story are narrowed by all the rest, whichever way they are found', async () => {
    const { db, heating, service, store } = await makeBoard();
    await store([
      at(1, { text: '我家停暖了,客服不理', platform: 'news' }),
      at(2, { text: '邻居停暖了', platform: 'forum' }),
      at(3, { text: '暖气来了满意', platform: 'news' }),
      at(4, { text: '别的地方停暖了', platform: 'news' }),
    ]);
    await insertStories(db, [{ id: 7, title: '停暖', firstAt: NOW }], NOW);
    const posts = (await db.selectFrom('post').selectAll().orderBy('at', 'desc').execute()).slice(0, 3);
    for (const { id, at, platform } of posts) {
      const rest = { author: null, copy_of: null, reach: 1, sentiment: -1 as const, pinned: 0 };
      await db
        .insertInto('story_post')
        .values({ story_id: 7, at, post_id: id, platform, ...rest })
        .execute();
    }
    const story = 7;
    expect(await textsOf(db, { story })).toEqual(['我家停暖了,客服不理', '邻居停暖了', '暖气来了满意']);
    expect((await pageOf(db, { story })).total).toBe(3);
    expect(await textsOf(db, { story, watchId: service.id })).toEqual(['我家停暖了,客服不理']);
    expect(await textsOf(db, { story, sentiment: 1 })).toEqual(['暖气来了满意']);
    expect(await textsOf(db, { story, fact: 'sev.outage', platform: 'forum' })).toEqual(['邻居停暖了']);
    expect(await textsOf(db, { story, query: '停暖', watchId: heating.id })).toHaveLength(2);
    expect(await textsOf(db, { story, query: '停暖', fact: 'sev.outage', platform: 'news' })).toHaveLength(1);
    const first = await pageOf(db, { story, limit: 2 });
    const rest = await pageOf(db, { story, limit: 2, cursor: first.next });
    expect([first.total, rest.rows.map(({ text }) => text)]).toEqual([3, ['暖气来了满意']]);
  });

  test('pages follow one another without a gap or a repeat, also while new ones arrive', async () => {
    const { db, store } = await makeBoard();
    // Five in the same millisecond: the place in the list is more than a time.
    await store(Array.from({ length: 12 }, (_, i) => at(i < 5 ? 9 : 9 + i, { text: `暖气 ${i} 号` })));
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await pageOf(db, { limit: 5, cursor });
      seen.push(...page.rows.map((row) => row.postId));
      expect(page.total).toBeGreaterThanOrEqual(12);
      cursor = page.next;
      await store([at(0, { text: `暖气 新 ${seen.length}` })]);
    } while (cursor !== null);
    expect(seen).toHaveLength(12);
    expect(new Set(seen).size).toBe(12);
  });

  test('a place that is none of ours is refused', async () => {
    const { db } = await makeBoard();
    for (const cursor of ['x', '1.', "1.1' or 1=1", '9'.repeat(40)]) {
      await expect(pageOf(db, { cursor })).rejects.toMatchObject({ code: 'bad_page' });
    }
  });

  test('long text is cut between characters, and evidence is of what is shown', async () => {
    const { db, store } = await makeBoard();
    const text = `暖${'气'.repeat(398)}😀${'尾'.repeat(100)}`;
    await store([at(1, { text: `${text}暖气` })]);
    const [row] = (await pageOf(db)).rows;
    expect(row).toMatchObject({ truncated: true, evidence: [{ start: 0, end: 2, weight: -1.5 }] });
    expect(row?.text).toBe(`暖${'气'.repeat(398)}`);
    expect(row?.text.isWellFormed()).toBe(true);
    expect((await readMention(db, row!.postId, null)).fullText).toBe(`${text}暖气`);
  });
});

describe('searching', () => {
  test('leaves out what is banned, takes either alternative, and keeps a phrase', async () => {
    const { db, store } = await makeBoard();
    await store([
      at(1, { text: '暖气不热,客服不理' }),
      at(2, { text: '暖气漏水' }),
      at(3, { text: '停暖三天' }),
      at(4, { text: '暖气 三天 不热' }),
    ]);
    expect(await textsOf(db, { query: '暖气 -漏水' })).toEqual(['暖气不热,客服不理', '暖气 三天 不热']);
    expect(await textsOf(db, { query: '漏水 OR 停暖' })).toEqual(['暖气漏水', '停暖三天']);
    expect(await textsOf(db, { query: '暖气、不热' })).toHaveLength(2);
    expect(await textsOf(db, { query: '“三天 不热”' })).toEqual(['暖气 三天 不热']);
    expect((await pageOf(db, { query: '暖气 -漏水' })).total).toBe(2);
    // A ban holds for all alternatives, and alone it narrows the list.
    const either = ['漏水 OR 停暖 -三天', '-三天 漏水 OR 停暖'];
    for (const query of either) expect(await textsOf(db, { query })).toEqual(['暖气漏水']);
    expect(await textsOf(db, { query: '-漏水' })).toEqual([
      '暖气不热,客服不理',
      '停暖三天',
      '暖气 三天 不热',
    ]);
    expect(await pageOf(db, { query: '-漏水', limit: 2 })).toMatchObject({ total: 3 });
    const { next } = await pageOf(db, { query: '-漏水', limit: 2 });
    expect(await textsOf(db, { query: '-漏水', limit: 2, cursor: next })).toEqual(['暖气 三天 不热']);
    expect(await textsOf(db, { query: '" "' })).toEqual([]);
  });

  test('takes a symbol as one alternative beside words, newest first, page by page', async () => {
    const { db, store } = await makeBoard();
    await store([
      at(1, { text: '暖气漏水,楼道全湿' }),
      at(2, { text: '又停暖了😡' }),
      at(3, { text: '暖气漏水三天😡' }),
      at(4, { text: '暖气很热' }),
      at(5, { text: '厨房暖气漏水' }),
    ]);
    const query = '漏水 OR 😡';
    const texts = ['暖气漏水,楼道全湿', '又停暖了😡', '暖气漏水三天😡', '厨房暖气漏水'];
    expect([await textsOf(db, { query }), (await pageOf(db, { query })).total]).toEqual([texts, 4]);
    const { next, total } = await pageOf(db, { query, limit: 3 });
    expect([total, await textsOf(db, { query, limit: 3, cursor: next })]).toEqual([4, ['厨房暖气漏水']]);
  });

  test('finds words where they stand, in title or text, and not their characters scattered', async () => {
    const { db, store } = await makeBoard();
    await store([
      at(1, { text: '暖气站谈食品安全' }),
      at(2, { text: '暖气边的食品,品安家的,安全' }),
      at(3, { text: '暖气', title: '食品安全通报' }),
    ]);
    expect(await textsOf(db, { query: '食品安全' })).toEqual(['暖气站谈食品安全', '暖气']);
    expect((await pageOf(db, { query: '食品安全' })).total).toBe(2);
    expect(await textsOf(db, { query: '通报 暖气' })).toEqual(['暖气']);
    expect(await textsOf(db, { query: '没有这个' })).toEqual([]);
    expect(await textsOf(db, { query: '!!!' })).toEqual([]);
  });

  test('an emoji or signs are looked for in the texts, be it as one of several', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const texts = ['暖气太差了😡', '暖气好热，谢谢', '暖气又停了!!!'];
    const posts = texts.map((text, n) => makePost({ externalId: `emoji-${n}`, text }));
    await ingest(ingestDeps(db), { posts, origin: 'test' });
    expect(await textsOf(db, { query: '😡' })).toEqual([texts[0]]);
    expect(await textsOf(db, { query: '!!!' })).toEqual([texts[2]]);
    expect((await textsOf(db, { query: '😡|谢谢' })).toSorted()).toEqual(texts.slice(0, 2).toSorted());
    expect(await textsOf(db, { query: '暖气 NOT 😡 -谢谢' })).toEqual([texts[2]]);
  });

  test('Latin words are whole words in any case', async () => {
    const { db, store } = await makeBoard();
    await store([at(1, { text: '暖气 APP 打不开' }), at(2, { text: '暖气 happy' })]);
    expect(await textsOf(db, { query: 'app' })).toEqual(['暖气 APP 打不开']);
  });

  test('a common word is walked to the end, page by page, in the order of time', async () => {
    const { db, store } = await makeBoard();
    const many = Array.from({ length: 2_600 }, (_, i) =>
      // Stored in another order than they were written.
      makePost({ text: `暖气投诉第${i}号`, publishedAt: NOW - ((i * 7919) % 2_600) * MINUTE }),
    );
    await store(many);
    const seen: number[] = [];
    const times: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await pageOf(db, { query: '投诉', limit: 900, cursor });
      expect(page.total).toBe(2_600);
      seen.push(...page.rows.map((row) => row.postId));
      times.push(...page.rows.map((row) => row.at));
      cursor = page.next;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(2_600);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });
});

describe('one mention', () => {
  test('shows its reading whole and everything that repeats it', async () => {
    const { db, heating, store } = await makeBoard();
    const text = '暖气停了两天没有人管我们';
    await store([
      at(9, { text, platform: 'weibo' }),
      at(5, { text, platform: 'news' }),
      at(4, { text, platform: 'forum' }),
    ]);
    const [newest] = (await pageOf(db)).rows;
    const detail = await readMention(db, newest!.postId, heating.id);
    expect(detail).toMatchObject({
      reader: 'plain-1',
      analysis: { sentiment: { label: -1 } },
      fullText: text,
    });
    expect(detail.row.copyOf).not.toBeNull();
    expect(detail.copiesList.map(({ platform }) => platform)).toEqual(['weibo', 'news']);
    const original = await readMention(db, detail.row.copyOf!, null);
    expect(original.row.copies).toBe(2);
    expect(original.copiesList.map(({ platform }) => platform)).toEqual(['news', 'forum']);
  });

  test('of a post that nothing mentions is not found', async () => {
    const { db, service, store } = await makeBoard();
    await store([at(1, { text: '暖气' })]);
    await expect(readMention(db, 99, null)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readMention(db, 1, service.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
