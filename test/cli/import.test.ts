import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../server/db/engine/open.ts';
import { tempFolder } from '../support/database.ts';
import { endOf, inProcess, jsonLines, start, tingchao } from './tingchao.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const WATCH = ['--watch', '供热=暖气'];

function fileOf(name: string, content: string | Uint8Array): string {
  const file = path.join(tempFolder(), name);
  writeFileSync(file, content);
  return file;
}

async function storedIn(dataFolder: string): Promise<readonly { external_id: string; text: string }[]> {
  const db = openDatabase(path.join(dataFolder, 'tingchao.db'), { readonly: true });
  const rows = await db.selectFrom('post').select(['external_id', 'text']).orderBy('id').execute();
  await db.destroy();
  return rows;
}

const lines = (rows: number, row: (n: number) => string) =>
  Array.from({ length: rows }, (_, n) => row(n)).join('\n');

describe('import from a pipe', () => {
  // More than a pipe holds, and than is read of a file at once.
  const table = `编号,正文\n${lines(3_000, (n) => `${n + 1},第${n + 1}号楼的暖气一整天都不热，打了十个电话也没有人接，孩子冻得睡不着觉`)}\n`;

  test.each([
    ['CSV', Buffer.from(table)],
    ['packed CSV', gzipSync(table)],
  ])('by "-" nothing of it is lost: %s', async (_, bytes) => {
    const folder = tempFolder();
    const file = fileOf('a.bin', bytes);
    const { status, stdout } = await piped(`cat '${file}' | "$NODE" server/main.ts import -`, folder);
    expect([status, jsonLines(stdout)]).toMatchObject([0, [{ rows: 3_000, stored: 3_000, refusedCount: 0 }]]);
    const stored = await storedIn(folder);
    expect(stored[0]).toMatchObject({ external_id: 'import:1' });
    expect(new Set(stored.map((post) => post.external_id)).size).toBe(3_000);
  });

  test('by the name of a pipe as well, in pieces however small', async () => {
    const folder = tempFolder();
    const small = `编号,正文\n${lines(40, (n) => `${n + 1},第${n + 1}号楼的暖气不热`)}\n`;
    const file = fileOf('a.csv', small);
    const command = `"$NODE" server/main.ts import <(head -c 3 '${file}'; sleep 0.2; tail -c +4 '${file}')`;
    const { status, stdout } = await piped(command, folder);
    expect([status, jsonLines(stdout)]).toMatchObject([0, [{ rows: 40, stored: 40 }]]);
  });

  test('an empty one is told', async () => {
    const { status, stderr } = await tingchao(['import', '-'], '', { TINGCHAO_DATA: tempFolder() });
    expect([status, stderr]).toEqual([1, 'tingchao: stdin is empty\n']);
  });
});

/** A real pipe: what Node itself gives a child as stdin is a socket. */
function piped(command: string, folder: string): Promise<{ status: number | null; stdout: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, NODE: process.execPath, TINGCHAO_DATA: folder };
  const child = spawn('bash', ['-c', command], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, stdout })));
}

describe('a column of ids that names several rows', () => {
  test('is none: every comment on one post is stored', async () => {
    const folder = tempFolder();
    const comments = lines(300, (n) => `${n < 150 ? 'A' : 'B'},第${n}条评论：暖气不热`);
    const file = fileOf('comments.csv', `微博id,评论内容\n${comments}\n`);
    const { status, stdout } = await inProcess(['import', file, ...WATCH], { TINGCHAO_DATA: folder });
    expect([status, jsonLines(stdout)]).toMatchObject([0, [{ rows: 300, stored: 300, changedCount: 0 }]]);
    const again = await inProcess(['import', file, ...WATCH], { TINGCHAO_DATA: folder });
    expect([again.status, jsonLines(again.stdout)]).toMatchObject([0, [{ stored: 0, known: 300 }]]);
  });

  test('a number that lost its digits in a spreadsheet is none either, wherever it stands', async () => {
    const folder = tempFolder();
    const rows = lines(300, (n) => `${n < 250 ? `73012${n}` : '7.30123E+18'},第${n}个视频说暖气不热`);
    const file = fileOf('videos.csv', `视频id,视频文案\n${rows}\n`);
    const { status, stdout } = await inProcess(['import', file, ...WATCH], { TINGCHAO_DATA: folder });
    expect([status, jsonLines(stdout)]).toMatchObject([0, [{ rows: 300, stored: 300 }]]);
    expect((await storedIn(folder))[0]?.external_id).toBe('import:730120');
  });

  test('beyond the rows that are looked at it is told, and the exit status is 1', async () => {
    const folder = tempFolder();
    const rows = lines(300, (n) => `${Math.min(n, 250)},第${n}条评论：暖气不热`);
    const file = fileOf('comments.csv', `微博id,评论内容\n${rows}\n`);
    const { status, stdout, stderr } = await inProcess(['import', file], { TINGCHAO_DATA: folder });
    expect([status, jsonLines(stdout)]).toMatchObject([1, [{ stored: 251, changedCount: 49 }]]);
    expect(stderr).toContain('49 rows are known with other content');
    expect(stderr).toContain('many rows share their ids');
  });

  test('a few rows that were edited since are told, and are no fault', async () => {
    const folder = tempFolder();
    const table = (word: string) =>
      fileOf('a.csv', `编号,正文\n${lines(60, (n) => `${n},第${n}号楼${n === 7 ? word : '暖气不热'}`)}\n`);
    await inProcess(['import', table('暖气冰凉')], { TINGCHAO_DATA: folder });
    const { status, stderr } = await inProcess(['import', table('暖气好了')], { TINGCHAO_DATA: folder });
    expect([status, stderr]).toEqual([0, expect.stringContaining('1 rows are known with other content')]);
  });

  test('lines of different shapes are each read by their own names', async () => {
    const folder = tempFolder();
    const file = fileOf(
      'a.jsonl',
      [
        { id: '1', text: '暖气不热' },
        { id: '2', content: '暖气冰凉' },
        { 编号: '3', 诉求内容: '这是很长的一段话，说暖气三天没热了' },
      ]
        .map((row) => JSON.stringify(row))
        .join('\n'),
    );
    const { status } = await inProcess(['import', file], { TINGCHAO_DATA: folder });
    expect(status).toBe(0);
    expect((await storedIn(folder)).map((post) => post.external_id)).toEqual([
      'import:1',
      'import:2',
      'import:3',
    ]);
  });
});

test('two imports at once that make the same watches both go through, and each is made once', async () => {
  const folder = path.join(tempFolder(), 'data');
  mkdirSync(folder);
  await inProcess(['migrate'], { TINGCHAO_DATA: folder });
  const names = Array.from({ length: 60 }, (_, n) => `供热${n}`);
  const watches = names.flatMap((name) => ['--watch', `${name}=暖气`]);
  // More than a pipe holds: what was taken of it tells that the command reads.
  const table = `正文,别的\n${lines(100, (n) => `${n}号楼的暖气不热,${'x'.repeat(10_000)}`)}\n`;
  const runs = [1, 2].map(() => {
    const child = start(['import', '-', ...watches], { TINGCHAO_DATA: folder });
    const reads = new Promise<void>((resolve) => child.stdin?.write(table, () => resolve()));
    return { child, reads, ended: endOf(child) };
  });
  // From here on both are at the same place.
  await Promise.all(runs.map(({ reads }) => reads));
  for (const { child } of runs) child.stdin?.end();
  for (const { status, stderr } of await Promise.all(runs.map(({ ended }) => ended))) {
    expect(status, stderr).toBe(0);
    expect(stderr).not.toContain('exists');
  }
  const db = openDatabase(path.join(folder, 'tingchao.db'), { readonly: true });
  const made = await db.selectFrom('watch').select('name').execute();
  expect(made.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  await db.destroy();
});

describe('a file that holds no posts', () => {
  const refused = async (file: string, ...args: string[]) => {
    const data = path.join(tempFolder(), 'data');
    const { status, stdout, stderr } = await inProcess(['import', file, ...args], { TINGCHAO_DATA: data });
    expect([status, stdout, existsSync(data)]).toEqual([1, '', false]);
    return stderr;
  };

  test('is refused before anything is made: a program', async () => {
    const program = Buffer.concat([
      Buffer.from('#!/bin/sh\n'),
      Buffer.alloc(300, 0),
      Buffer.from('\nabc,def\n'),
    ]);
    expect(await refused(fileOf('tool.csv', program))).toContain('tool.csv is no text');
  });

  test('a zero byte in a cell makes none of it', async () => {
    const data = path.join(tempFolder(), 'data');
    const file = fileOf('zeros.csv', Buffer.from(`内容\n暖气不热\0已报修\n${'楼道漏水三天了\n'.repeat(20)}`));
    const { status, stdout } = await inProcess(['import', file], { TINGCHAO_DATA: data });
    expect([status, JSON.parse(stdout)]).toMatchObject([0, { rows: 21, refusedCount: 0 }]);
  });

  test('is refused, its columns named: a table of something else', async () => {
    const table = `日期,姓名,备忘\n${lines(5, (n) => `2026-11-0${n + 1},张三,下周二记得带上所有的表格和印章去办事大厅`)}\n`;
    const said = await refused(fileOf('staff.csv', table));
    expect(said).toContain('no column of staff.csv is known as a text or a title');
    expect(said).toContain('its columns are: 日期, 姓名, 备忘');
    expect(said).toContain('--text COLUMN');
  });

  test('is refused, told in words: most rows cannot be used', async () => {
    const table = `内容,时间\n${lines(5, (n) => `暖气不热,不知道什么时候${n}`)}\n暖气不热,2026-11-01\n`;
    const said = await refused(fileOf('when.csv', table));
    expect(said).toContain('5 of the first 6 rows of when.csv cannot be used');
    expect(said).toContain('its time cannot be read');
    expect(said).toContain('its columns are: 内容, 时间');
  });

  test('is refused with the columns there are: the column named is none', async () => {
    const said = await refused(fileOf('a.csv', 'x,y\n1,2\n'), '--text', '备忘');
    expect(said).toContain('there is no column "备忘"; there are: x, y');
  });

  test('is imported where somebody says which column is the text', async () => {
    const data = tempFolder();
    const file = fileOf('memo.csv', '日期,姓名,备忘\n2026-11-01,张三,小区的暖气不热\n');
    const { status } = await inProcess(['import', file, '--text', '备忘'], { TINGCHAO_DATA: data });
    expect([status, (await storedIn(data)).map((post) => post.text)]).toEqual([0, ['小区的暖气不热']]);
  });

  test('a refused row is told in words', async () => {
    const file = fileOf(
      'b.csv',
      '内容,时间\n暖气不热,2026-11-01\n停暖两天,2026-11-01\n真冷,好冷,非常冷,2026-11-01\n',
    );
    const { stderr } = await inProcess(['import', file], { TINGCHAO_DATA: tempFolder() });
    expect(stderr).toContain('more cells than the header');
    expect(stderr).not.toContain('too-many-cells');
  });
});
