import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Reader } from '../../../server/core/reading/analysis.ts';
import { searchQuery } from '../../../server/core/reading/bigram.ts';
import { DAY, HOUR, startOfHour } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { listRefusals } from '../../../server/db/feed/refusals.ts';
import { getSetting, setSetting } from '../../../server/db/installation/settings.ts';
import { COUNTED_IN } from '../../../server/db/mention/count-queries.ts';
import { findFitting } from '../../../server/db/post/search.ts';
import { updateWatch } from '../../../server/db/watch/watches.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { rebuildBuckets } from '../../../server/flows/upkeep/rebuild-buckets.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps, realReader } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeWatch, watchInput } from '../../support/make-watch.ts';

/** Every row of every table that ingest writes. */
async function everything(db: Db) {
  const tables = ['post', 'analysis', 'mention', 'fact', ...COUNTED_IN, 'refusal'] as const;
  return Promise.all(
    tables.map(async (table) => ({ table, rows: await db.selectFrom(table).selectAll().execute() })),
  );
}

describe('ingest', () => {
  test('a post becomes a mention of every watch that it concerns, read and counted', async () => {
    const db = await makeDatabase();
    const heat = await makeWatch(db);
    const phone = await makeWatch(db, { name: '热线', rule: anyOf('电话') });
    await makeWatch(db, { name: '地铁', rule: anyOf('地铁') });
    const text = '阳光花园三天没有暖气了,老人孩子冻得发抖,打了十个电话没人接,太差了';
    const report = await ingest(ingestDeps(db), {
      posts: [makePost({ text, author: '李四' })],
      origin: '新闻',
    });
    expect(report).toMatchObject({
      stored: 1,
      known: 0,
      copies: 0,
      refused: [],
      mentions: 2,
      lagP50: 60_000,
    });
    expect(report.watchIds).toEqual([heat.id, phone.id]);
    const mentions = await db.selectFrom('mention').selectAll().execute();
    expect(mentions.map((row) => [row.watch_id, row.sentiment, row.terms_json])).toEqual([
      [heat.id, -1, '["暖气"]'],
      [phone.id, -1, '["电话"]'],
    ]);
    const facts = await db.selectFrom('fact').select('name').where('watch_id', '=', heat.id).execute();
    expect(facts.map((row) => row.name)).toEqual(expect.arrayContaining(['area.阳光花园', 'touch.heating']));
    expect(
      await db.selectFrom('bucket').select(['hour', 'count']).where('watch_id', '=', heat.id).execute(),
    ).toEqual([{ hour: startOfHour(NOW - 60_000), count: 1 }]);
  });

  test('doing it again changes nothing', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const batch = {
      origin: '新闻',
      posts: [
        makePost({ metrics: { likes: 3 } }),
        makePost({ text: '地铁又晚点了' }),
        makePost({ text: '' }),
        makePost({ externalId: 'twice', text: '暖气费涨价了吗', metrics: { likes: 1 } }),
        makePost({ externalId: 'twice', text: '暖气费涨价了吗', metrics: { likes: 5 } }),
      ],
    };
    const first = await ingest(ingestDeps(db), batch);
    expect(first).toMatchObject({ stored: 3, known: 1, mentions: 2 });
    const before = await everything(db);
    const second = await ingest(ingestDeps(db), batch);
    expect(second).toMatchObject({ stored: 0, known: 4, mentions: 0, updated: 0, changed: [] });
    expect(await everything(db)).toEqual(before);
  });

  test('the author is kept as a pseudonym and nowhere by name', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    await ingest(ingestDeps(db), { posts: [makePost({ author: '张三丰本人' })], origin: '新闻' });
    const [row] = await db.selectFrom('mention').select('author').execute();
    expect(row?.author).toMatch(/^h:[\w-]{22}$/);
    expect(JSON.stringify(await everything(db))).not.toContain('张三丰本人');
  });

  test('the same content again is a copy of the first, counted on it', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const text = '网传供热公司今晚停暖,大家快转发出去让更多人看到';
    const deps = ingestDeps(db);
    await ingest(deps, { posts: [makePost({ text }), makePost({ text: `${text}!` })], origin: 'a' });
    const report = await ingest(deps, { posts: [makePost({ text, source: 'other' })], origin: 'b' });
    expect(report.copies).toBe(1);
    const rows = await db.selectFrom('post').select(['id', 'copy_of', 'copies']).orderBy('id').execute();
    expect(rows).toEqual([
      { id: 1, copy_of: null, copies: 2 },
      { id: 2, copy_of: 1, copies: 0 },
      { id: 3, copy_of: 1, copies: 0 },
    ]);
    const total = await db
      .selectFrom('bucket')
      .select((b) => b.fn.sum('copies').as('n'))
      .executeTakeFirst();
    expect(total?.n).toBe(2);
  });

  test('a post met again brings newer counts and a better rank, and counts no second time', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const post = makePost({ externalId: 'topic', metrics: { rank: 40, views: 10, likes: 5 } });
    const deps = ingestDeps(db);
    await ingest(deps, { posts: [post], origin: 'a' });
    const newer = { ...post, metrics: { rank: 3, views: 99, likes: 4 } };
    expect(await ingest(deps, { posts: [newer], origin: 'a' })).toMatchObject({ known: 1, updated: 1 });
    const row = await db.selectFrom('post').select('metrics_json').executeTakeFirstOrThrow();
    expect(JSON.parse(row.metrics_json)).toEqual({ rank: 3, views: 99, likes: 5 });
    await ingest(deps, { posts: [{ ...newer, metrics: { rank: 20 } }], origin: 'a' });
    const hot = await db.selectFrom('fact').select('value').where('name', '=', 'hot').execute();
    expect(hot).toEqual([{ value: 3 }]);
    expect(await rebuildBuckets({ db, now: () => NOW })).toMatchObject({ corrected: 0 });
  });

  test('a known post whose words differ is told, and stays as it was', async () => {
    const db = await makeDatabase();
    const post = makePost();
    await ingest(ingestDeps(db), { posts: [post], origin: 'a' });
    const edited = { ...post, text: '作者已经改掉了这段话的全部内容' };
    expect(await ingest(ingestDeps(db), { posts: [edited], origin: 'a', positions: [7] })).toMatchObject({
      known: 1,
      changed: [7],
    });
    expect((await db.selectFrom('post').select('text').executeTakeFirst())?.text).toBe(post.text);
  });

  test('a post that no watch concerns is stored and found, and is not read', async () => {
    const db = await makeDatabase();
    await ingest(ingestDeps(db), { posts: [makePost({ text: '食品安全事故正在调查' })], origin: 'a' });
    expect(await db.selectFrom('analysis').selectAll().execute()).toEqual([]);
    expect(await findFitting(db, searchQuery('食品安全') ?? '', 10)).toEqual([1]);
    expect(await findFitting(db, searchQuery('地铁') ?? '', 10)).toEqual([]);
  });

  test('junk is kept and findable, and in no statistic', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const reader: Reader = {
      version: 'strict',
      read: (text, context) => ({ ...realReader().read(text, context), quality: 0.2 }),
    };
    await ingest(ingestDeps(db, { reader }), { posts: [makePost()], origin: 'a' });
    expect(await db.selectFrom('mention').select('counted').execute()).toEqual([{ counted: 0 }]);
    expect(await db.selectFrom('bucket').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('fact').selectAll().execute()).toEqual([]);
    expect(await rebuildBuckets({ db, now: () => NOW })).toMatchObject({ corrected: 0 });
  });
});

describe('bad input', () => {
  test('is refused by name and place, and costs no other post', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const reader: Reader = {
      version: 'brittle',
      read(text, context) {
        if (text.includes('坏')) throw new Error('stumbled');
        return realReader().read(text, context);
      },
    };
    const posts = [
      makePost(),
      makePost({ text: '   ' }),
      makePost({ externalId: '' }),
      makePost({ text: '暖气坏了' }),
      { ...makePost(), text: undefined as unknown as string },
      makePost(),
    ];
    const report = await ingest(ingestDeps(db, { reader }), { posts, origin: '新闻' });
    expect(report.stored).toBe(2);
    expect(report.refused.map(({ index, reason }) => [index, reason]).sort()).toEqual([
      [1, 'empty'],
      [2, 'no-id'],
      [3, 'unreadable'],
      [4, 'unreadable'],
    ]);
    const kept = await listRefusals(db, 10);
    expect(kept.map((row) => [row.origin, row.position, row.reason])).toContainEqual(['新闻', 1, 'empty']);
    expect(kept).toHaveLength(4);
  });

  test('200,000 characters, lone surrogates, script tags and a date to come are all stored harmless', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const script = '<script>fetch("//evil")</script>暖气';
    const posts = [
      makePost({ text: `暖气${'不热'.repeat(100_000)}` }),
      makePost({ text: '暖气\ud83d坏\udc00了' }),
      makePost({ text: script }),
      makePost({ publishedAt: NOW + 30 * DAY }),
    ];
    const report = await ingest(ingestDeps(db), { posts, origin: 'a' });
    expect(report).toMatchObject({
      stored: 4,
      refused: [],
      mentions: 4,
      notes: { future: 1, cut: 1 },
      future: [3],
    });
    const rows = await db.selectFrom('post').select(['text', 'full_length', 'at']).orderBy('id').execute();
    expect(rows[0]).toMatchObject({ full_length: 200_002 });
    expect(rows[1]?.text).toBe('暖气\ufffd坏\ufffd了');
    expect(rows[2]?.text).toBe(script);
    expect(rows[3]?.at).toBe(NOW);
    const later = await sql<{ n: number }>`select count(*) n from bucket where hour > ${NOW}`.execute(db);
    expect(later.rows[0]?.n).toBe(0);
  });
});

describe('the transaction', () => {
  test('takes what else belongs to the batch along, and all of it or nothing', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const deps = ingestDeps(db);
    const store = async (fail: boolean) => {
      await ingest(deps, {
        posts: [makePost({ externalId: 'one' })],
        origin: 'a',
        async after(tx, report) {
          await setSetting(tx, 'stored', String(report.stored));
          if (fail) throw new Error('the run cannot be recorded');
        },
      });
    };
    await expect(store(true)).rejects.toThrow('cannot be recorded');
    expect((await everything(db)).filter(({ rows }) => rows.length > 0)).toEqual([]);
    await store(false);
    expect(await getSetting(db, 'stored')).toBe('1');
    expect((await everything(db))[0]?.rows).toMatchObject([{ id: 1 }]);
  });

  test('a watch changed while posts are read applies to these posts already', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const deps = ingestDeps(db);
    let changed = false;
    const matcher = async () => {
      const compiled = await deps.matcher();
      if (!changed) {
        changed = true;
        await updateWatch(db, watch.id, watchInput({ rule: anyOf('地铁') }), NOW);
      }
      return compiled;
    };
    const posts = [makePost(), makePost({ text: '地铁晚点' })];
    const report = await ingest({ ...deps, matcher }, { posts, origin: 'a' });
    expect(report.mentions).toBe(1);
    const [row] = await db.selectFrom('mention').select('terms_json').execute();
    expect(row?.terms_json).toBe('["地铁"]');
  });

  test('posts count by the hour they were published, however late they come', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const at = NOW - 9 * HOUR;
    await ingest(ingestDeps(db), { posts: [makePost({ publishedAt: at })], origin: 'a' });
    expect(await db.selectFrom('bucket').select('hour').execute()).toEqual([{ hour: startOfHour(at) }]);
  });
});
