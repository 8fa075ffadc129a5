import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { needsLooking, searchQuery, searchTokens, verify } from '../../../server/core/reading/bigram.ts';

const db = new Database(':memory:');
db.exec(
  "create virtual table posts using fts5(tokens, content='', detail=none, tokenize='unicode61 remove_diacritics 0')",
);
afterAll(() => {
  db.close();
});

const texts = [
  '食品安全事故通报',
  '食品不错,品安居,安全出口',
  '這家店服務很差',
  'iPhone15 手机闪退,iMac也是',
  '在𠮷野家吃饭👍',
  'machine learning',
  '差',
  '价格真贵,质量也差',
  'ＡＰＰ　登录不了',
  '"quoted" OR NEAR(a b) * ^ 注入',
];
const insert = db.prepare('insert into posts (rowid, tokens) values (?, ?)');
for (const [at, text] of texts.entries()) insert.run(at, searchTokens(text));

function find(words: string | readonly string[]): string[] {
  const query = searchQuery(words);
  if (query === null) return [];
  const rows = db.prepare('select rowid from posts where posts match ?').all(query) as { rowid: number }[];
  return rows.map(({ rowid }) => texts[rowid] ?? '').filter((text) => verify(text, words));
}

describe('full text over a real FTS5 table', () => {
  test.each([
    ['食品安全', ['食品安全事故通报']],
    ['服务', ['這家店服務很差']],
    ['服務', ['這家店服務很差']],
    ['iphone15', ['iPhone15 手机闪退,iMac也是']],
    ['IMAC 闪退', ['iPhone15 手机闪退,iMac也是']],
    ['mac', []],
    ['machine', ['machine learning']],
    ['𠮷野家', ['在𠮷野家吃饭👍']],
    ['𠮷', ['在𠮷野家吃饭👍']],
    ['app', ['ＡＰＰ　登录不了']],
    ['没有这个词', []],
  ])('%s', (words, wanted) => expect(find(words)).toEqual(wanted));

  test('one character is found wherever it stands, at the end of a run too', () => {
    expect(find('差')).toEqual(['這家店服務很差', '差', '价格真贵,质量也差']);
    expect(find('闪')).toEqual(['iPhone15 手机闪退,iMac也是']);
  });
  test('all words of a query must be there', () => {
    expect(find('价格 质量')).toEqual(['价格真贵,质量也差']);
    expect(find(['价格', '服务'])).toEqual([]);
  });
  test('pairs that merely add up are found by the index and refused by verify', () => {
    const text = '食品不错,品安居,安全出口';
    expect(searchTokens(text).split(' ')).toEqual(expect.arrayContaining(['食品', '品安', '安全']));
    expect(verify(text, '食品安全')).toBe(false);
  });
  test('operators and quotes of a query are only text', () => {
    for (const words of ['"', '" OR "1', 'a* NEAR(', '^注入', 'NOT', '(', "'; drop table posts; --"]) {
      expect(() => find(words)).not.toThrow();
    }
    expect(find('"quoted"')).toEqual(['"quoted" OR NEAR(a b) * ^ 注入']);
  });
});

test('a pair of Chinese characters is one token to FTS5', () => {
  db.exec("create virtual table vocab using fts5vocab('posts', 'row')");
  const terms = (db.prepare('select term from vocab').all() as { term: string }[]).map((row) => row.term);
  const ours = new Set(texts.flatMap((text) => searchTokens(text).split(' ')));
  expect(new Set(terms)).toEqual(ours);
});

test('what holds nothing to search for has no query', () => {
  for (const words of ['', '   ', '👍', '!!!', '\ud800']) expect(searchQuery(words)).toBeNull();
});

test('signs beside what can be searched do not keep it from the index; an emoji has to be looked for', () => {
  const asked = ['!', '……', '👍', '🇨🇳', '★'].map((sign) => `漏水 OR ${sign}`);
  for (const words of asked) expect(searchQuery(words)).toBe(searchQuery('漏水'));
  expect(asked.map(needsLooking)).toEqual([false, false, true, true, true]);
  expect(['漏水', '漏水 👍'].map(needsLooking)).toEqual([false, false]);
});

test('tokens are distinct, and an empty text has none', () => {
  expect(searchTokens('')).toBe('');
  const tokens = searchTokens('哈哈哈哈哈哈 good good').split(' ');
  expect(new Set(tokens).size).toBe(tokens.length);
});
