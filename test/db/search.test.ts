import { describe, expect, test } from 'vitest';
import { searchQuery, verify } from '../../server/core/reading/bigram.ts';
import { findFitting, postsFitting, removeSearch } from '../../server/db/post/search.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { makeDatabase } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makePost } from '../support/make.ts';

const TEXTS = ['食品安全事故', '食品很安全', '投诉热线', '冷', 'iPhone 15 坏了', '食品"安全"'];

async function filled() {
  const db = await makeDatabase();
  await ingest(ingestDeps(db), { posts: TEXTS.map((text) => makePost({ text })), origin: 'a' });
  return db;
}

describe('full text', () => {
  test('finds words that a segmenter would have cut, newest first', async () => {
    const db = await filled();
    const find = (words: string) => findFitting(db, searchQuery(words) ?? '', 10);
    expect(await find('食品安全')).toEqual([1]);
    expect(await find('安全')).toEqual([6, 2, 1]);
    expect(await find('冷')).toEqual([4]);
    expect(await find('IPHONE')).toEqual([5]);
    expect(await find('没有')).toEqual([]);
  });

  test('titles are found too', async () => {
    const db = await makeDatabase();
    await ingest(ingestDeps(db), { posts: [makePost({ title: '停暖公告', text: '见附件' })], origin: 'a' });
    expect(await findFitting(db, searchQuery('停暖') ?? '', 1)).toEqual([1]);
  });

  test('what somebody types is never syntax', async () => {
    const db = await filled();
    for (const words of ['"', 'a" OR "b', 'NEAR(', '*', "'; drop table post; --", 'body:x', '安全*']) {
      const query = searchQuery(words);
      if (query !== null) await findFitting(db, query, 5);
    }
    expect(await db.selectFrom('post').select('id').execute()).toHaveLength(TEXTS.length);
  });

  test('fits into other questions, and is verified there', async () => {
    const db = await filled();
    const rows = await db
      .selectFrom('post')
      .select(['id', 'text'])
      .where('id', 'in', postsFitting(db, searchQuery('食品 安全') ?? ''))
      .execute();
    expect(rows.map((row) => row.id)).toEqual([1, 2, 6]);
    expect(rows.filter((row) => verify(row.text, '很安全')).map((row) => row.id)).toEqual([2]);
  });

  test('a removed post is not found any more', async () => {
    const db = await filled();
    await removeSearch(db, [1, 2]);
    expect(await findFitting(db, searchQuery('安全') ?? '', 10)).toEqual([6]);
  });
});
