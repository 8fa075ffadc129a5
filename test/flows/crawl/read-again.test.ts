import { expect, onTestFinished, test } from 'vitest';
import { createPoliteFetcher } from '../../../crawlers/polite/fetcher.ts';
import webPage from '../../../crawlers/sources/web-page.ts';
import { changedBy } from '../../../server/core/feed/feed.ts';
import { readHere } from '../../../server/core/feed/page-reading.ts';
import type { Params } from '../../../server/core/feed/source.ts';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { searchQuery } from '../../../server/core/reading/bigram.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { listRuns, readClock } from '../../../server/db/feed/feed-runs.ts';
import { updateFeed } from '../../../server/db/feed/feeds.ts';
import { createFetchStore } from '../../../server/db/feed/fetch-store.ts';
import { findFitting } from '../../../server/db/post/search.ts';
import { findReading } from '../../../server/db/reading/readings.ts';
import { END, START } from '../../../server/db/watch/mention-slices.ts';
import { closeStage, openStage, stage, swapSlice } from '../../../server/db/watch/stage.ts';
import { crawl } from '../../../server/flows/crawl/crawl.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { correct } from '../../../server/flows/reading/correct.ts';
import { settleReplaced } from '../../../server/flows/reading/mention-anew.ts';
import { replacePosts } from '../../../server/flows/reading/replace-posts.ts';
import { createPreviewFetcher } from '../../../server/worker/preview-fetcher.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeFeed } from '../../support/make-feed.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { QUIET_LOG } from '../../support/quiet-log.ts';
import { type Reply, startReplayServer } from '../../support/replay-server.ts';
import { expectWhole } from '../../support/whole.ts';
import { plainReader } from '../alert/alert-stage.ts';

const RUMOUR = '网友称暖气停供是谣传，请大家放心使用，客服热线照常受理';
/** A page whose column beside the article, and the date in it, were read in the place of the article. */
const article = (title: string, text: string, more: Partial<Reply> = {}): Reply => ({
  etag: `"${text.length}"`,
  body: `<html><title>${title}</title><h1>${title}</h1><p class="when">2026-11-20 09:00</p>
    <div class="side"><p>${RUMOUR}，第 ${title} 号。</p></div><div class="said">2026-11-22 07:30</div>
    <div class="article-content"><p>${text}</p></div></html>`,
  ...more,
});
const listOf = (...paths: string[]): Reply => ({
  etag: '"list"',
  body: `<html><ul class="news">${paths.map((path) => `<li><a href="${path}">供热公司抢修进展通报${path}</a></li>`).join('')}</ul></html>`,
});
const WRONG = { bodySelector: '.side', dateSelector: '.said' };
const RIGHT = { bodySelector: '.article-content', dateSelector: '.when' };
const OUTAGE = '阳光花园小区停暖三天，居民家里暖气冰凉，老人孩子受冻，电话没有人接。';
const CALM = '暖气管道今天检修完毕，居民对室内温度表示满意，感谢大家的理解与支持。';

async function site(most = 20) {
  const db = await makeDatabase();
  const server = await startReplayServer({
    '/robots.txt': { status: 404 },
    '/news/': listOf('/a/1.html', '/a/2.html', '/a/3.html'),
    '/a/1.html': article('停暖通报', OUTAGE),
    '/a/2.html': article('检修完毕', CALM),
    '/a/3.html': article('暖气知识', '暖气片上不要盖东西，室内保持通风，注意用火用电安全，谨防一氧化碳。'),
  });
  onTestFinished(() => server.close());
  await makeWatch(db);
  let at = NOW;
  const now = () => at;
  const { store, fresh } = createPreviewFetcher(createFetchStore(db));
  const fetcher = createPoliteFetcher({
    store,
    contact: 'mailto:test@example.com',
    now,
    localHosts: { [new URL(server.url).host]: { minInterval: 0 } },
  });
  onTestFinished(() => fetcher.close());
  const settings = (parts: Params): Params => ({ url: `${server.url}/news/`, most, ...parts });
  const feed = await makeFeed(db, { name: '清河新闻', source: 'web-page', params: settings(WRONG) });
  const reading = ingestDeps(db, { reader: plainReader, now });
  const sources = new Map([[webPage.name, webPage]]);
  const run = async (again?: number) => {
    const before = server.seen.length;
    const report = await crawl(
      {
        db,
        sources,
        now,
        readPage: readHere,
        log: QUIET_LOG,
        fetcher: again === undefined ? fetcher : fresh(fetcher),
        ingest: (input) => ingest(reading, input),
        replace: (posts) => replacePosts(reading, posts),
      },
      { feedId: feed.id, ...(again !== undefined && { again }) },
    );
    at += MINUTE;
    const asked = server.seen.slice(before).map(({ path }) => path);
    return { ...report, asked: asked.filter((path) => path !== '/robots.txt') };
  };
  return {
    db,
    server,
    feed,
    run,
    now,
    store: (given: readonly SourcePost[]) => ingest(reading, { posts: given, origin: 'test' }),
    mend: () => updateFeed(db, feed.id, { ...feed, params: settings(RIGHT) }, at),
    posts: () =>
      db
        .selectFrom('post')
        .select(['id', 'title', 'text', 'at', 'precision', 'external_id', 'stored_at', 'feed_id'])
        .orderBy('external_id')
        .execute(),
    found: async (words: string) => findFitting(db, searchQuery(words) ?? '', 9),
  };
}

test('articles that were read wrongly are read again: the posts stay, what they say is what the page says', async () => {
  const { db, feed, run, mend, posts, found, now } = await site();
  expect(await run()).toMatchObject({ outcome: 'posts', stored: 3, kind: 'turn' });
  const wrong = await posts();
  expect(wrong.every(({ text }) => text.includes('谣传'))).toBe(true);
  const [first] = wrong;
  const label = { sentiment: 1, intents: null, severity: null } as const;
  const id = first?.id ?? 0;
  await correct({ db, now }, { postId: id, by: '甲', verdict: 'correct', label, note: '没有那么糟' });
  const history = await db.selectFrom('correction').selectAll().execute();

  await mend();
  // A turn asks for none of them: they are known.
  expect((await run()).asked).toEqual(['/news/']);
  const clock = await readClock(db, feed.id);
  const again = await run(now());
  expect(again).toMatchObject({
    kind: 'again',
    outcome: 'posts',
    stored: 0,
    known: 3,
    nextAt: null,
    isFull: false,
  });
  expect(again.asked).toEqual(['/news/', '/a/1.html', '/a/2.html', '/a/3.html']);
  expect([again.detail, changedBy(again)]).toEqual(['3 stored posts changed', 3]);

  const right = await posts();
  expect(right.map(({ text }) => text)).toEqual([OUTAGE, CALM, expect.stringContaining('谨防一氧化碳')]);
  const same = ({ id: no, external_id, stored_at, feed_id }: (typeof right)[number]) => ({
    no,
    external_id,
    stored_at,
    feed_id,
  });
  expect(right.map(same)).toEqual(wrong.map(same));
  expect(right[0]?.at).toBe(Date.parse('2026-11-20T09:00:00+08:00'));
  expect(right[0]?.at).not.toBe(first?.at);

  // Read, mentioned, found and counted by what it says now; what a person said of it holds.
  const reading = await findReading(db, id);
  expect(reading?.machine.severity.map(({ category }) => category)).toEqual(['outage']);
  expect(reading).toMatchObject({ override: { sentiment: 1 }, analysis: { sentiment: { label: 1 } } });
  expect(reading?.machine.sentiment.label).toBe(-1);
  expect(await db.selectFrom('correction').selectAll().execute()).toEqual(history);
  const mentions = await db
    .selectFrom('mention')
    .select(['post_id', 'at', 'sentiment'])
    .orderBy('post_id')
    .execute();
  expect(mentions.find(({ post_id }) => post_id === id)).toEqual({
    post_id: id,
    at: right[0]?.at,
    sentiment: 1,
  });
  expect(mentions).toHaveLength(3);
  expect(await found('停暖三天')).toEqual([id]);
  expect(await found('谣传')).toEqual([]);
  const facts = await db
    .selectFrom('fact')
    .select('name')
    .where('post_id', '=', id)
    .where('name', '=', 'sev.outage')
    .execute();
  expect(facts).toHaveLength(1);
  await expectWhole(db, new Set(right.map(({ external_id }) => external_id)));

  // The feed goes on as it was.
  expect(await readClock(db, feed.id)).toEqual(clock);
  const runs = await listRuns(db, feed.id, 9);
  expect(runs.map(({ kind }) => kind)).toEqual(['again', 'turn', 'turn']);
  expect(await listRuns(db, feed.id, 9, { ofTurns: true })).toHaveLength(2);
});

test('read once more, nothing changes; an article that cannot be read now keeps what it said', async () => {
  const { db, server, run, mend, posts, now } = await site();
  await run();
  await mend();
  await run(now());
  const before = await posts();
  const since = now();
  expect(changedBy(await run(since))).toBe(0);
  expect(await posts()).toEqual(before);
  // Who was asked since then is not asked again: a job that runs twice asks once.
  expect((await run(since)).asked).toEqual(['/news/']);
  server.route('/a/1.html', { status: 404 });
  server.route('/a/2.html', article('检修完毕', `${CALM}下周一恢复正常作息。`));
  const last = await run(now());
  expect([changedBy(last), last.asked.length]).toEqual([1, 4]);
  const after = await posts();
  expect(after.map(({ text }) => text)).toEqual([OUTAGE, `${CALM}下周一恢复正常作息。`, before[2]?.text]);
  expect((await run()).asked).toEqual(['/news/']);
  await expectWhole(db, new Set());
});

test('a list longer than one run asks for is read run by run, no article twice', async () => {
  const { run, mend, now, posts } = await site(2);
  await run();
  await run();
  await mend();
  const since = now();
  const runs = [await run(since), await run(since), await run(since)];
  expect(runs.map(({ asked }) => asked.slice(1))).toEqual([['/a/1.html', '/a/2.html'], ['/a/3.html'], []]);
  expect(runs.map((each) => [each.isFull, changedBy(each)])).toEqual([
    [true, 2],
    [false, 1],
    [false, 0],
  ]);
  expect((await posts()).some(({ text }) => text.includes('谣传'))).toBe(false);
});

test('a watch that looks back meanwhile does not bring back what the page does not say', async () => {
  const { db, run, mend, now, posts } = await site();
  await run();
  const [before] = await posts();
  const postId = before?.id ?? 0;
  // It has matched and read what was stored, and not put it in place yet.
  const since = now();
  const [watch] = await db.selectFrom('watch').select('id').execute();
  const watchId = watch?.id ?? 0;
  const own = await openStage(db, watchId, since);
  const old = {
    watchId,
    at: before?.at ?? 0,
    sentiment: 0,
    copy: false,
    counted: true,
    own: false,
    reach: 1,
  } as const;
  const mentions = [{ ...old, platform: 'news', author: null, terms: ['暖气'], target: null, postId }];
  await stage(db, own, { mentions, facts: [] });
  await mend();
  await run(now());
  const of = () =>
    db.selectFrom('mention').select(['at', 'sentiment']).where('post_id', '=', postId).execute();
  const right = await of();
  const slice = { from: START, to: END, lastPostId: 9 };
  await db.transaction().execute((tx) => swapSlice(tx, own, slice, now()));
  expect(await of()).not.toEqual(right);
  expect(await settleReplaced({ db, now }, since)).toBe(3);
  expect(await of()).toEqual(right);
  expect((await db.selectFrom('mention').select('post_id').execute()).length).toBe(3);
  await closeStage(db, own);
  await expectWhole(db, new Set());
});

test('a paused watch goes on mentioning what it mentioned', async () => {
  const { db, run, mend, now, posts } = await site();
  await run();
  const paused = (await db.selectFrom('watch').selectAll().execute())[0];
  await db.updateTable('watch').set({ active: 0 }).execute();
  await mend();
  await run(now());
  const mentions = await db.selectFrom('mention').select(['watch_id', 'at']).orderBy('at').execute();
  const at = (await posts()).map((post) => post.at).sort();
  expect(mentions).toEqual(at.map((each) => ({ watch_id: paused?.id, at: each })));
  await expectWhole(db, new Set());
});

test('what now says what another post says is its copy, and what is copied stays an original', async () => {
  const { db, run, mend, now, store, posts } = await site();
  await run();
  const wrong = (await posts())[1];
  await store([
    makePost({ externalId: 'said first', title: '停暖通报', text: OUTAGE, observedAt: now() }),
    makePost({ externalId: 'copy', title: wrong?.title ?? '', text: wrong?.text ?? '', observedAt: now() }),
  ]);
  await mend();
  await run(now());
  const rows = await db.selectFrom('post').select(['id', 'copy_of', 'copies', 'external_id']).execute();
  const by = new Map(rows.map((row) => [row.external_id.replace(/^.*\/a\//, ''), row]));
  expect(by.get('1.html')).toMatchObject({ copy_of: by.get('said first')?.id, copies: 0 });
  expect(by.get('said first')).toMatchObject({ copy_of: null, copies: 1 });
  expect(by.get('2.html')).toMatchObject({ copy_of: null, copies: 1 });
  expect(by.get('copy')).toMatchObject({ copy_of: by.get('2.html')?.id });
  const copied = await db.selectFrom('mention').select(['post_id', 'copy']).where('copy', '=', 1).execute();
  expect(copied.map(({ post_id }) => post_id).sort()).toEqual(
    [by.get('1.html')?.id, by.get('copy')?.id].sort(),
  );
  await expectWhole(db, new Set());
});
