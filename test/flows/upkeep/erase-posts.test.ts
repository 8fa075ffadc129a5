import { describe, expect, test } from 'vitest';
import type { ErasureScope } from '../../../server/core/mention/erasure.ts';
import type { ReportSnapshot } from '../../../server/core/report/report-snapshot.ts';
import { ERASED_TITLE, storyTitle } from '../../../server/core/story/story-title.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { insertAlert } from '../../../server/db/alert/alerts.ts';
import type { Db } from '../../../server/db/database.ts';
import { setSetting } from '../../../server/db/installation/settings.ts';
import { insertErasure, listErasures } from '../../../server/db/post/erasures.ts';
import { findFitting } from '../../../server/db/post/search.ts';
import { keepReport, requireReport } from '../../../server/db/report/reports.ts';
import { rebuildBuckets } from '../../../server/db/watch/recount.ts';
import { type IngestInput, ingest, readAhead } from '../../../server/flows/ingest/ingest.ts';
import { askErasure, erasePosts, resumeErasures } from '../../../server/flows/upkeep/erase-posts.ts';
import { makeDraft } from '../../core/alert/make-alert.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps, realReader } from '../../support/ingest.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeQueue } from '../../support/make-queue.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { BOILER, BOILER_TOO, makeDesk, placesOf, storyOf } from '../story/story-stage.ts';

const WORDS = '张丹凤家在三号楼，停暖三天没有人管，老人发烧';
const theirs = (externalId: string, text: string) => makePost({ externalId, text, author: '张丹凤' });
const others = (externalId: string, text: string) => makePost({ externalId, text, author: '李雷' });

const URL = 'https://example.com/quoted';

/** Keeps a report that quotes these words, or says these in its summary. Returns its number. */
async function keepQuotes(
  db: Db,
  {
    quotes = [],
    summary = [],
  }: { readonly quotes?: readonly string[]; readonly summary?: readonly string[] },
): Promise<number> {
  const block = {
    kind: 'quotes' as const,
    title: '例子',
    quotes: quotes.map((text) => ({ text, about: '', url: URL })),
  };
  const snapshot: ReportSnapshot = {
    version: 1,
    title: '周报',
    period: { kind: 'weekly', from: NOW - 1, to: NOW, complete: true },
    periodWord: '',
    watches: [],
    madeAt: NOW,
    summary,
    sections: [{ id: 'stories', title: '事件', finding: '', blocks: [block] }],
  };
  return (await keepReport(db, { watchId: null, snapshot, by: '王敏' })).id;
}

async function quotesOf(db: Db, id: number) {
  const { snapshot } = await requireReport(db, id);
  return snapshot.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) =>
      block.kind === 'quotes' ? block.quotes.map(({ text, url }) => [text, url]) : [],
    ),
  );
}

/** Two posts of one person, one of them copied by another, and one of somebody else. */
async function makeBench() {
  const db = await makeDatabase();
  const queue = makeQueue(db);
  const deps = { ...ingestDeps(db), queue };
  const { id: watchId } = await makeWatch(db);
  const posts = [
    theirs('a', WORDS),
    theirs('b', '今天来暖气了，可是只有十六度'),
    others('c', WORDS),
    others('d', '暖气公司今天公布了检修安排'),
  ];
  const bring = (some = posts, parts: Partial<IngestInput> = { feedId: 7 }) =>
    ingest(deps, { posts: some, origin: '来源', ...parts });
  await bring();
  const idOf = async (externalId: string) =>
    (await db.selectFrom('post').select('id').where('external_id', '=', externalId).executeTakeFirst())?.id ??
    0;
  const left = async () =>
    (await db.selectFrom('post').select('external_id').orderBy('external_id').execute()).map(
      (row) => row.external_id,
    );
  const ask = async (externalId: string, scope: ErasureScope) =>
    askErasure(deps, { postId: await idOf(externalId), scope, by: '王敏', note: ' 2026-7 ' });
  const erase = async (externalId: string, scope: ErasureScope) =>
    erasePosts(deps, { erasureId: await ask(externalId, scope) });
  return { db, deps, queue, watchId, bring, idOf, left, ask, erase };
}

describe('what somebody asked to have deleted', () => {
  test('is gone with its readings, figures and full text; alerts stay, and it is kept who asked when', async () => {
    const { db, deps, watchId, idOf, left, ask } = await makeBench();
    const alertId = await insertAlert(db, makeDraft({ watchId, examples: [await idOf('b')] }), NOW);
    expect(await findFitting(db, '十六', 9)).toHaveLength(1);
    const gone: number[] = [];
    const onGone = (watchIds: readonly number[]) => gone.push(...watchIds);
    const erasureId = await ask('b', 'post');
    expect(await erasePosts(deps, { erasureId, onGone })).toEqual({ posts: 1 });
    expect(gone).toEqual([watchId]);
    expect(await left()).toEqual(['a', 'c', 'd']);
    expect(await findFitting(db, '十六', 9)).toEqual([]);
    expect((await rebuildBuckets(db, NOW)).corrected).toBe(0);
    expect(await db.selectFrom('alert').select('id').execute()).toEqual([{ id: alertId }]);
    expect(await listErasures(db, 9)).toMatchObject([
      { scope: 'post', askedBy: '王敏', note: '2026-7', posts: 1, endedAt: NOW, postId: null, author: null },
    ]);
  });

  test('is not taken in again by its source; what others say at the same address is', async () => {
    const { db, bring, left, erase } = await makeBench();
    await erase('b', 'post');
    expect(await bring([theirs('b', '今天来暖气了，可是只有十六度')])).toMatchObject({ stored: 0, known: 1 });
    const url = 'https://example.com/reviews';
    await bring([makePost({ externalId: 'e', url })]);
    await erase('e', 'post');
    const again = [makePost({ externalId: 'e', url }), makePost({ externalId: 'f', url })];
    expect(await bring(again)).toMatchObject({ stored: 1, known: 1 });
    expect(await bring([theirs('g', '暖气还是不热')])).toMatchObject({ stored: 1, known: 0 });
    expect(await left()).toEqual(['a', 'c', 'd', 'f', 'g']);
    expect((await rebuildBuckets(db, NOW)).corrected).toBe(0);
  });

  test('an address that moved to https is the same one', async () => {
    const { bring, left, erase } = await makeBench();
    await bring([makePost({ externalId: 'http://example.com/1' })]);
    await erase('http://example.com/1', 'post');
    await bring([makePost({ externalId: 'https://example.com/1' })]);
    expect(await left()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('leaves the copies of others, or takes them along where that is asked for', async () => {
    const one = await makeBench();
    await one.erase('a', 'post');
    expect(await one.left()).toEqual(['b', 'c', 'd']);
    const stands = await one.db.selectFrom('post').select('copy_of').where('external_id', '=', 'c').execute();
    expect(stands).toEqual([{ copy_of: null }]);
    for (const named of ['a', 'c']) {
      const both = await makeBench();
      expect(await both.erase(named, 'copies')).toMatchObject({ posts: 2 });
      expect(await both.left()).toEqual(['b', 'd']);
      expect(await both.bring()).toMatchObject({ stored: 0, known: 4 });
      expect((await rebuildBuckets(both.db, NOW)).corrected).toBe(0);
    }
  });

  test('is all of an author, of whom nothing more is taken in, though others are', async () => {
    const { db, bring, left, erase } = await makeBench();
    expect(await erase('a', 'author')).toMatchObject({ posts: 2 });
    expect(await left()).toEqual(['c', 'd']);
    expect(await bring([theirs('n', '暖气又停了'), others('o', '暖气又停了一天')])).toMatchObject({
      stored: 1,
      known: 1,
    });
    const kept = JSON.stringify([
      await db.selectFrom('erasure').selectAll().execute(),
      await db.selectFrom('erased').selectAll().execute(),
    ]);
    expect(kept).not.toContain('h:');
    expect(kept).not.toContain('张');
  });

  test('is all of an author also where very many posts of others lie in between', async () => {
    const { db, bring, left, erase } = await makeBench();
    await setSetting(db, 'post.last_id', '45000');
    await bring([theirs('far', '暖气又停了一天')]);
    expect(await erase('b', 'author')).toEqual({ posts: 3 });
    expect(await left()).toEqual(['c', 'd']);
  });

  test('is struck out of reports that quote it; those that hold a sentence of it elsewhere are named, too', async () => {
    const { db, bring, erase } = await makeBench();
    const text = '我住在光明小区。物业说阀门坏了，让我们等  到下周一！打了十个电话也没有人接';
    await bring([theirs('long', text), others('like', '我住在光明小区。今天已经修好了，谢谢师傅')]);
    const none = await keepQuotes(db, { quotes: ['我住在光明小区。今天已经修好了，谢谢师傅'] });
    const start = await keepQuotes(db, { quotes: ['我住在光明小区。 物业说阀门坏了，让我们等 到'] });
    const middle = await keepQuotes(db, { quotes: ['打了十个电话也没有人接', '别的话也说得这么长'] });
    const summary = await keepQuotes(db, { summary: ['有人说：“物业说阀门坏了，让我们等到下周一！”'] });
    await erase('long', 'post');
    expect((await listErasures(db, 1))[0]?.reports).toEqual([start, middle, summary]);
    const struck = '（原文已按当事人请求删除）';
    expect(await quotesOf(db, none)).toEqual([['我住在光明小区。今天已经修好了，谢谢师傅', URL]]);
    expect(await quotesOf(db, start)).toEqual([[struck, null]]);
    expect(await quotesOf(db, middle)).toEqual([
      [struck, null],
      ['别的话也说得这么长', URL],
    ]);
  });

  test('does not come back in a batch that was read before it was deleted', async () => {
    for (const scope of ['post', 'author'] as const) {
      const { db, deps, bring, left, erase } = await makeBench();
      const posts = [theirs('late', '暖气又停了一天'), others('new', '暖气公司又公布了一次检修安排')];
      const ahead = await readAhead(deps, { posts });
      await bring(posts.slice(0, 1));
      await erase('late', scope);
      const stored = await ingest(deps, { posts, origin: '来源' }, Promise.resolve(ahead));
      expect(stored).toMatchObject({ stored: 1, known: 1, added: [1] });
      expect(await left()).not.toContain('late');
      expect(await left()).toContain('new');
      expect((await rebuildBuckets(db, NOW)).corrected).toBe(0);
    }
  });

  test('does not come back under another number, as another version, or by another way', async () => {
    const { bring, left, erase } = await makeBench();
    const id = (day: string) => `r1@2026-11-${day}T07:00:00.000Z`;
    const url = 'https://example.com/thread/1';
    const nobodys = (externalId: string, parts = {}) => makePost({ externalId, text: WORDS, ...parts });
    await bring([theirs(id('01'), '应用一打开就闪退，钱已经扣了'), nobodys('n', { url })]);
    await erase(id('01'), 'post');
    await erase('n', 'post');
    await erase('a', 'post');
    const before = await left();
    const back = [
      theirs(id('02'), '应用一打开就闪退，钱已经扣了，客服也不理人'),
      { ...theirs('renumbered', WORDS), source: 'import', publishedAt: NOW - 5 * MINUTE },
      nobodys('same-moment'),
      nobodys('same-address', { url, publishedAt: NOW - 9 * MINUTE }),
    ];
    expect(await bring(back)).toMatchObject({ stored: 0, known: 4 });
    expect(await left()).toEqual(before);
    // What others say, also in the same words, is theirs.
    const theirOwn = [
      makePost({ externalId: 'theirs', text: WORDS, author: '韩梅梅' }),
      nobodys('later', { publishedAt: NOW - 9 * MINUTE }),
    ];
    expect(await bring(theirOwn)).toMatchObject({ stored: 2, known: 0 });
  });

  test('takes copies along that came after the post was named, and when it is gone itself; later ones are held off', async () => {
    const { db, deps, bring, left, ask, erase } = await makeBench();
    const erasureId = await ask('a', 'copies');
    await erase('a', 'post');
    expect(await left()).toEqual(['b', 'c', 'd']);
    expect(await erasePosts(deps, { erasureId })).toMatchObject({ posts: 1 });
    expect(await left()).toEqual(['b', 'd']);
    expect(await bring([others('later', WORDS)])).toMatchObject({ stored: 0, known: 1 });
    expect((await rebuildBuckets(db, NOW)).corrected).toBe(0);
  });

  test('of a review takes none of those along that say the same of their own', async () => {
    const { bring, left, erase } = await makeBench();
    const review = (externalId: string, author: string) =>
      makePost({ externalId, author, text: '暖气很好用，屋里很暖和', rating: 5, voice: 'review' });
    await bring([review('r1', '韩梅梅'), review('r2', '李雷')]);
    await erase('r1', 'copies');
    expect(await left()).toContain('r2');
    expect(await bring([review('r3', '林涛')])).toMatchObject({ stored: 1 });
  });

  test('is not even read when its author writes again, and no refusal keeps the words', async () => {
    const { db, deps, erase } = await makeBench();
    await erase('a', 'author');
    const read: string[] = [];
    const reader = realReader();
    const spy = {
      version: reader.version,
      read(text: string, context?: Parameters<typeof reader.read>[1]) {
        read.push(text);
        if (text.includes('坏了')) throw new Error('cannot be read');
        return reader.read(text, context);
      },
    };
    const posts = [theirs('x', '暖气又坏了一整天'), others('y', '暖气又坏了一整夜')];
    const report = await ingest({ ...deps, ...ingestDeps(db, { reader: spy }) }, { posts, origin: '来源' });
    expect(read).toEqual(['暖气又坏了一整夜']);
    expect(report).toMatchObject({ stored: 0, known: 1, refused: [{ index: 1 }] });
    const refusals = await db.selectFrom('refusal').select('excerpt').execute();
    expect(refusals.map(({ excerpt }) => excerpt.includes('一整天'))).toEqual([false]);
  });

  test('names no story any more: that is called after another post', async () => {
    const desk = await makeDesk();
    await desk.say(BOILER);
    await desk.say(BOILER_TOO, { author: '张丹凤' });
    await desk.group();
    const [story = 0] = await placesOf(desk.db);
    await desk.db.updateTable('story').set({ title: BOILER_TOO, title_post: 2 }).execute();
    const deps = { db: desk.db, now: desk.now, queue: makeQueue(desk.db) };
    const erasureId = await askErasure(deps, { postId: 2, scope: 'author', by: '王敏', note: '' });
    await erasePosts(deps, { erasureId });
    expect((await storyOf(desk.db, story)).title).toBe(ERASED_TITLE);
    desk.restart();
    await desk.group();
    expect(await storyOf(desk.db, story)).toMatchObject({ title: storyTitle({ title: null, text: BOILER }) });
  });

  test('leaves nothing with the import that brought it', async () => {
    const { db, bring, erase } = await makeBench();
    await bring([theirs('i', '暖气片漏水，泡了地板')], { importId: 3 });
    await erase('i', 'post');
    expect(await db.selectFrom('import_post').selectAll().execute()).toEqual([]);
  });

  test('is asked for once more where a process left before the job, and goes on where it stopped', async () => {
    const { db, deps, queue, idOf, left } = await makeBench();
    const stopped = { askedAt: NOW, askedBy: '王敏', scope: 'copies', note: '', author: null } as const;
    const of = { postId: await idOf('a'), originalId: await idOf('a'), contentHash: null };
    const erasureId = await db.transaction().execute((tx) => insertErasure(tx, { ...stopped, ...of }));
    await resumeErasures({ db, queue });
    await resumeErasures({ db, queue });
    const jobs = await db.selectFrom('job').select('kind').where('kind', '=', 'erase-posts').execute();
    expect(jobs).toHaveLength(1);
    const aborted = { erasureId, signal: AbortSignal.abort(new Error('stopped')) };
    await expect(erasePosts(deps, aborted)).rejects.toThrow('stopped');
    expect(await left()).toHaveLength(4);
    expect(await erasePosts(deps, { erasureId })).toMatchObject({ posts: 2 });
    expect(await erasePosts(deps, { erasureId })).toBeNull();
  });

  test('is refused where there is no such post, or nobody is named as its author', async () => {
    const { deps, bring, idOf } = await makeBench();
    const ask = (postId: number, scope: ErasureScope) =>
      askErasure(deps, { postId, scope, by: '王敏', note: '' });
    await expect(ask(99, 'post')).rejects.toMatchObject({ code: 'not_found' });
    await bring([makePost({ externalId: 'z', publishedAt: NOW - MINUTE })]);
    await expect(ask(await idOf('z'), 'author')).rejects.toMatchObject({ code: 'bad_request' });
  });
});
