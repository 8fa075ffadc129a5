import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readJsonl } from '../../server/reports/read-jsonl.ts';
import { readRows } from '../../server/reports/read-rows.ts';
import { tempFolder } from '../support/database.ts';

const POSTS = [
  { text: '暖气不热，打了 "热线" 没人接 \\ 也没人来 ]}, [{', tags: ['a', { b: [1] }] },
  { text: '第二条\n换行', metrics: { likes: 3 } },
  { text: '' },
];
const cellsOf = POSTS.map((cells, at) => ({ row: at + 1, cells }));

async function rowsOf(bytes: Buffer | string, name = 'posts.json') {
  const file = path.join(tempFolder(), name);
  writeFileSync(file, bytes);
  return Array.fromAsync(readRows(file));
}

test.each([
  ['a list', JSON.stringify(POSTS)],
  ['a list over many lines', JSON.stringify(POSTS, null, 2)],
  ['a list with a mark before and words after it', `\uFEFF\n ${JSON.stringify(POSTS)}\n{"more":[{}]}`],
  ['a list under a name', JSON.stringify({ posts: POSTS, total: 3 }, null, '\t')],
  ['one on each line', POSTS.map((post) => JSON.stringify(post)).join('\n')],
])('a JSON file is read as rows: %s', async (_, text) => {
  expect(await rowsOf(text)).toEqual(cellsOf);
  expect(await rowsOf(gzipSync(text), 'posts.json.gz')).toEqual(cellsOf);
  expect(await rowsOf(Buffer.from(`\uFEFF${text.replace(/^\uFEFF/, '')}`, 'utf16le'))).toEqual(cellsOf);
});

test('wherever its bytes are cut on their way', async () => {
  const bytes = Buffer.from(JSON.stringify(POSTS, null, 1));
  const drops = Array.from(bytes, (byte) => Buffer.from([byte]));
  expect(await Array.fromAsync(readJsonl(Readable.from(drops)))).toEqual(cellsOf);
});

test('what is no object in a list, or is broken off, is refused by its place; the others come in', async () => {
  const long = JSON.stringify({ text: 'x'.repeat(4 * 1024 * 1024) });
  const text = `[{"text":"a"}, 7, "b,]", {"text": c}, ${long}, {"text":"d"},]`;
  expect(await rowsOf(text)).toMatchObject([
    { row: 1, cells: { text: 'a' } },
    { row: 2, reason: 'not-an-object' },
    { row: 3, reason: 'not-an-object' },
    { row: 4, reason: 'bad-json' },
    { row: 5, reason: 'line-too-long' },
    { row: 6, cells: { text: 'd' } },
  ]);
  expect(await rowsOf('[{"text":"a"}, {"text":"b')).toMatchObject([
    { row: 1, cells: { text: 'a' } },
    { row: 2, reason: 'bad-json' },
  ]);
  expect(await rowsOf('[ \n ]')).toEqual([]);
});

test('a row on its line that begins with a list is no list of rows', async () => {
  const lines = '{"items":["a"],"text":"一"}\n{"items":["b"],"text":"二"}';
  expect(await rowsOf(lines)).toMatchObject([{ cells: { text: '一' } }, { cells: { text: '二' } }]);
});
