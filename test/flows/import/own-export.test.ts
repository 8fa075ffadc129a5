import { createWriteStream, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseChineseDate } from '../../../crawlers/dates/dates.ts';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { DAY, HOUR, MINUTE, startOfDay } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { exportMentions } from '../../../server/flows/export.ts';
import { importRows } from '../../../server/flows/import/import.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { tableRows } from '../../../server/http/mention-table.ts';
import { readRows } from '../../../server/reports/read-rows.ts';
import { csvLines } from '../../../server/reports/write-csv.ts';
import { jsonlLines } from '../../../server/reports/write-jsonl.ts';
import { writeXlsx } from '../../../server/reports/write-xlsx.ts';
import { makeDatabase, tempFolder } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';

type Format = 'csv' | 'xlsx' | 'jsonl';
const FORMATS: readonly Format[] = ['csv', 'xlsx', 'jsonl'];

async function installation(posts: readonly SourcePost[], key = 'a key for tests only'): Promise<Db> {
  const db = await makeDatabase();
  await makeWatch(db);
  if (posts.length > 0)
    await ingest({ ...ingestDeps(db), hashKey: Buffer.from(key) }, { posts, origin: 'a' });
  return db;
}

async function exported(db: Db, format: Format): Promise<string> {
  const rows = exportMentions({ db }, { watchId: 1, from: 0, to: NOW + 1 });
  const path = join(tempFolder(), `a.${format}`);
  if (format === 'xlsx') await writeXlsx(rows, createWriteStream(path));
  else
    writeFileSync(path, (await Array.fromAsync((format === 'csv' ? csvLines : jsonlLines)(rows))).join(''));
  return path;
}

const imported = (db: Db, path: string, fields?: Record<string, string>) =>
  importRows(
    { ...ingestDeps(db), now: () => NOW + HOUR, readTime: parseChineseDate },
    { rows: readRows(path), origin: basename(path), ...(fields ? { fields } : {}) },
  );

/** What is kept of a post, without what only its own installation says of it. */
async function kept(db: Db) {
  const rows = await db.selectFrom('post').selectAll().orderBy('source').orderBy('external_id').execute();
  return rows.map(
    ({ source, external_id, platform, title, text, url, author, at, rating, precision, voice }) => ({
      source,
      external_id,
      platform,
      title,
      text,
      url,
      author,
      at,
      rating,
      precision,
      voice,
    }),
  );
}

/** Where each post counts, by its id in the source. */
async function counted(db: Db) {
  const rows = await db
    .selectFrom('mention as m')
    .innerJoin('post as p', 'p.id', 'm.post_id')
    .select(['p.external_id', 'm.counted'])
    .orderBy('p.external_id')
    .execute();
  return rows.map((row) => [row.external_id, row.counted]);
}

const WHEN = NOW - 3 * DAY;
const named = (externalId: string, parts: Partial<SourcePost> = {}) =>
  makePost({ source: 'weibo', platform: 'weibo', externalId, publishedAt: WHEN, ...parts });

const FACTS: readonly SourcePost[] = [
  named('5100000000000001', { author: '李四', url: 'https://example.com/1', voice: 'big_account' }),
  named('minute', { publishedAt: WHEN - (WHEN % MINUTE), precision: 'minute' }),
  named('day', { publishedAt: startOfDay(WHEN), precision: 'day' }),
  named('review', { source: 'appstore', rating: 1, voice: 'review' }),
  named('formula', { text: '=暖气又坏了，打了十个电话没人接' }),
  named('quoted', { text: "'＝暖气坏了三天，谁也不来看一眼" }),
  named('sign', { source: 'import', externalId: 'weibo:17', text: '暖气停了一个星期，孩子冻病了' }),
];
const { publishedAt: _, ...timeless } = named('lay-there', {
  precision: 'unknown',
  text: '暖气坏了，何时写的不知道',
});

describe.each(FORMATS)('an export as %s', (format) => {
  test('imported into its own installation changes nothing', async () => {
    const db = await installation(FACTS);
    const [before, counts] = [await kept(db), await counted(db)];
    const report = await imported(db, await exported(db, format));
    expect(report).toMatchObject({ stored: 0, known: FACTS.length, changedCount: 0, refusedCount: 0 });
    expect([await kept(db), await counted(db)]).toEqual([before, counts]);
  });

  test('of two installations is imported whole into a third, and what both hold once', async () => {
    const shared = named('both', { text: '两边都采到的：暖气不热没有人管' });
    const one = await installation([named('a'), named('b'), shared]);
    const two = await installation([named('c'), named('d'), named('e'), shared]);
    const third = await installation([]);
    expect(await imported(third, await exported(one, format))).toMatchObject({ stored: 3, known: 0 });
    const second = await imported(third, await exported(two, format));
    expect(second).toMatchObject({ stored: 3, known: 1, changedCount: 0 });
    expect((await kept(third)).map((post) => post.external_id)).toEqual(['a', 'b', 'both', 'c', 'd', 'e']);
  });

  test('carries text, pseudonym and time as exactly as they were known', async () => {
    const one = await installation(FACTS, 'another key');
    const other = await installation([]);
    await imported(other, await exported(one, format));
    const voiceless = (posts: Awaited<ReturnType<typeof kept>>) =>
      posts.map((post) => (format === 'jsonl' ? post : { ...post, voice: null }));
    expect(voiceless(await kept(other))).toEqual(voiceless(await kept(one)));
    expect((await kept(other)).find((post) => post.url !== null)?.author).toMatch(/^h:/);
  });

  test('what was in no count over time is in none elsewhere', async () => {
    const one = await makeDatabase();
    await makeWatch(one);
    await ingest(ingestDeps(one), { posts: [timeless], origin: 'a', backlog: true });
    expect(await counted(one)).toEqual([['lay-there', 0]]);
    const other = await installation([]);
    expect(await imported(other, await exported(one, format))).toMatchObject({ stored: 1, undated: 1 });
    expect(await counted(other)).toEqual([['lay-there', 0]]);
    expect(await kept(other)).toEqual(await kept(one));
  });
});

test('the list on the page exports the ids of the sources as well', async () => {
  const one = await installation(FACTS);
  const path = join(tempFolder(), 'list.csv');
  const rows = tableRows(one, { watchId: null, from: 0, to: NOW + 1 });
  writeFileSync(path, (await Array.fromAsync(csvLines(rows))).join(''));
  expect(await imported(one, path)).toMatchObject({ stored: 0, known: FACTS.length, changedCount: 0 });
});

const OLD_HEAD =
  '编号,方案,平台,发布时间,标题,正文,作者,链接,情感,情感得分,计入统计,命中词,地区,评分,点赞数,评论数,转发数,阅读数,原帖编号,被转抄';
const old = (text: string, counts: string) =>
  `\ufeff${OLD_HEAD}\r\n1,供热,weibo,2026-11-20 10:00:00,,${text},,,负面,-0.9,${counts},暖气,,,,,,,,0\r\n`;

describe('a table of ours from before it told the ids of the sources', () => {
  test.each([
    ['by its names', undefined],
    ['by a mapping', { id: '编号', text: '正文', time: '发布时间' }],
  ])('its numbers, which every installation begins at 1, are no ids (%s)', async (_, fields) => {
    const db = await installation([]);
    for (const text of ["'=暖气坏了三天没人来修", '热水和暖气都停了，没有通知']) {
      const path = join(tempFolder(), 'old.csv');
      writeFileSync(path, old(text, '是'));
      expect(await imported(db, path, fields)).toMatchObject({ stored: 1, known: 0 });
      expect(await imported(db, path, fields)).toMatchObject({ stored: 0, known: 1, changedCount: 0 });
    }
    expect((await kept(db)).map((post) => post.text).toSorted()).toEqual([
      '=暖气坏了三天没人来修',
      '热水和暖气都停了，没有通知',
    ]);
  });

  test('what was in no statistic has no time that counts', async () => {
    const db = await installation([]);
    const path = join(tempFolder(), 'old.csv');
    writeFileSync(path, old('暖气坏了三天没人来修', '否'));
    expect(await imported(db, path)).toMatchObject({ stored: 1, undated: 1 });
    expect((await counted(db)).map(([, counts]) => counts)).toEqual([0]);
  });
});

test('JSON lines of other people that name a source are no export of ours', async () => {
  const db = await installation([]);
  const path = join(tempFolder(), 'other.jsonl');
  writeFileSync(path, `${JSON.stringify({ source: 'weibo', id: '7', author: '李四', text: '暖气不热' })}\n`);
  await imported(db, path);
  expect(await kept(db)).toMatchObject([{ source: 'import', external_id: 'weibo:7' }]);
});
