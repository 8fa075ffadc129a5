import { expect, test } from 'vitest';
import { addressForms } from '../../../crawlers/urls.ts';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { DAY, HOUR, startOfDay } from '../../../server/core/time.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeFeed } from '../../support/make-feed.ts';
import { makeWatch } from '../../support/make-watch.ts';

/** A feed that is read an hour after the other, and one beside it. */
async function makeFeeds() {
  const db = await makeDatabase();
  await makeWatch(db, {}, NOW - DAY);
  const [own, other] = [
    await makeFeed(db, { name: '公告' }, NOW - DAY),
    await makeFeed(db, { name: '论坛' }, NOW - DAY),
  ];
  const read = (posts: readonly SourcePost[], feedId = own.id, now = NOW) =>
    ingest(ingestDeps(db, { now: () => now, canonicalise: addressForms }), { posts, feedId, origin: '公告' });
  return { db, read, other: other.id };
}

const notice = { text: '阳光花园停暖检修,暖气明天才热,请耐心等待', title: '停暖通知' };

test('a feed that numbers its entries anew at every fetch brings nothing new', async () => {
  const { db, read } = await makeFeeds();
  const shown = () => [1, 2, 3].map((n) => makePost({ ...notice, text: `${notice.text}${n}号楼` }));
  expect(await read(shown())).toMatchObject({ stored: 3, known: 0 });
  const again = shown().map((post) => ({ ...post, metrics: { comments: 4 } }));
  expect(await read(again)).toMatchObject({ stored: 0, known: 3, updated: 3, copies: 0, changed: [] });
  expect(await db.selectFrom('mention').select('post_id').execute()).toHaveLength(3);
});

test('nor does one without times, where the address is the same', async () => {
  const { read } = await makeFeeds();
  const shown = (url: string, observedAt: number) => {
    const { publishedAt: _, ...post } = makePost({ ...notice, precision: 'none', observedAt, url });
    return post;
  };
  expect(await read([shown('https://example.com/1', NOW)])).toMatchObject({ stored: 1 });
  const later = NOW + HOUR;
  expect(await read([shown('https://example.com/1', later)], undefined, later)).toMatchObject({ known: 1 });
  expect(await read([shown('https://example.com/2', later)], undefined, later)).toMatchObject({ stored: 1 });
});

test('nor does a site that moves to https, or puts the mark of a visit into its links', async () => {
  const { read } = await makeFeeds();
  const shown = (externalId: string, url: string, text = notice.text) => {
    const { publishedAt: _, ...post } = makePost({ ...notice, text, precision: 'none', url });
    return { ...post, externalId };
  };
  const ids = ['http://example.com/1', 'https://example.com/1'] as const;
  expect(await read([shown(ids[0], ids[0], '停暖')])).toMatchObject({ stored: 1 });
  expect(await read([shown(ids[1], ids[1], '停暖')])).toMatchObject({ stored: 0, known: 1 });
  expect(await read([shown('a', 'http://example.com/2')])).toMatchObject({ stored: 1 });
  const later = [shown('b', 'https://example.com/2'), shown('c', 'https://example.com/2?_t=1795838400')];
  expect(await read(later)).toMatchObject({ stored: 0, known: 2 });
});

test('nor does a post whose id changes together with the views that stand in its words', async () => {
  const { read } = await makeFeeds();
  const url = 'https://example.com/thread/7';
  const seen = (views: string, more: Partial<SourcePost> = {}) =>
    makePost({ ...notice, text: `${notice.text}（浏览 ${views} 次）`, url, ...more });
  expect(await read([seen('12')])).toMatchObject({ stored: 1 });
  expect(await read([seen('1,348')])).toMatchObject({ stored: 0, known: 1 });
  expect(await read([seen('1.3万')])).toMatchObject({ stored: 0, known: 1 });
  for (const more of [
    { publishedAt: NOW - HOUR },
    { url: `${url}1` },
    { author: '业主' },
    { text: `${notice.text}，三天了` },
  ])
    expect([more, (await read([seen('13', more)])).stored]).toEqual([more, 1]);
});

test('the same words are new by another author, at another time, from another feed, and of one day alone', async () => {
  const { read, other } = await makeFeeds();
  const url = 'https://example.com/notices';
  await read([makePost({ ...notice, url, author: '物业' })]);
  expect(await read([makePost({ ...notice, url, author: '业主' })])).toMatchObject({ stored: 1, copies: 1 });
  const before = { publishedAt: NOW - DAY, author: '物业', url };
  expect(await read([makePost({ ...notice, ...before })])).toMatchObject({ stored: 1, copies: 1 });
  expect(await read([makePost({ ...notice, url, author: '物业' })], other)).toMatchObject({ stored: 1 });
  const day = { publishedAt: startOfDay(NOW), precision: 'day', author: '匿名用户' } as const;
  await read([makePost({ ...notice, ...day })]);
  expect(await read([makePost({ ...notice, ...day })])).toMatchObject({ stored: 1, copies: 1 });
});

test('few words are written by many, and a hot list is noted every day', async () => {
  const { read } = await makeFeeds();
  await read([makePost({ text: '暖气不热' })]);
  expect(await read([makePost({ text: '暖气不热' })])).toMatchObject({ stored: 1 });
  const place = {
    ...notice,
    voice: 'hot_list',
    url: 'https://example.com/topic',
    metrics: { rank: 3 },
  } as const;
  await read([makePost(place)]);
  expect(await read([makePost(place)])).toMatchObject({ stored: 1 });
});
