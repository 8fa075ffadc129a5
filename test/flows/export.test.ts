import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { parseChineseDate } from '../../crawlers/dates/dates.ts';
import { HOUR, MINUTE } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { exportMentions } from '../../server/flows/export.ts';
import { importRows } from '../../server/flows/import/import.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { tableRows } from '../../server/http/mention-table.ts';
import { readRows } from '../../server/reports/read-rows.ts';
import { csvLines } from '../../server/reports/write-csv.ts';
import { jsonlLines } from '../../server/reports/write-jsonl.ts';
import { writeXlsx } from '../../server/reports/write-xlsx.ts';
import { makeDatabase, tempFolder } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makePost, NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';

async function filled(texts: readonly string[]): Promise<Db> {
  const db = await makeDatabase();
  await makeWatch(db);
  const posts = texts.map((text, n) =>
    makePost({ text, publishedAt: NOW - n * MINUTE, metrics: { likes: n } }),
  );
  await ingest(ingestDeps(db), { posts, origin: 'a' });
  return db;
}

const all = (db: Db, from = 0, to = NOW + 1) => exportMentions({ db }, { watchId: 1, from, to });

describe('exportMentions', () => {
  test('gives every mention of the range once, oldest first, over many pages', async () => {
    const db = await filled(Array.from({ length: 1_203 }, (_, n) => `暖气不热 ${n}`));
    const rows = await Array.fromAsync(all(db));
    expect(new Set(rows.map((row) => row.postId)).size).toBe(1_203);
    expect(rows.every((row, n) => n === 0 || row.at >= (rows[n - 1]?.at ?? 0))).toBe(true);
    expect(await Array.fromAsync(all(db, NOW - HOUR, NOW))).toHaveLength(60);
  });

  test('mentions of one moment are not lost between pages', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const posts = Array.from({ length: 700 }, () => makePost());
    await ingest(ingestDeps(db), { posts, origin: 'a' });
    expect(await Array.fromAsync(all(db))).toHaveLength(700);
  });

  test('an unknown watch is a mistake', async () => {
    const db = await makeDatabase();
    await expect(Array.fromAsync(all(db))).rejects.toMatchObject({ code: 'not_found' });
  });
});

const NASTY = ['=cmd|calc!A1 暖气', '+暖气', '-暖气', '@SUM(暖气)', '暖气,"冷"\n第二行'];

describe('files', () => {
  test('CSV begins with a BOM, is quoted, and no cell is a formula', async () => {
    const text = (await Array.fromAsync(csvLines(all(await filled(NASTY))))).join('');
    expect(text.startsWith('\ufeff本站编号,方案,平台,发布时间')).toBe(true);
    expect(text).toContain(`'=cmd|calc!A1 暖气`);
    expect(text).toContain('"暖气,""冷""\n第二行"');
    const cells = text.split(/\r\n|,/);
    expect(cells.filter((cell) => /^"?[=+@]/.test(cell))).toEqual([]);
  });

  test('a table tells what is in no statistic, whichever way it is asked for', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const posts = [
      makePost({ text: '暖气不热', publishedAt: NOW - MINUTE }),
      makePost({ text: '暖气，不知道什么时候写的', precision: 'unknown', publishedAt: NOW }),
    ];
    await ingest(ingestDeps(db), { posts, origin: 'a' });
    const told = async (rows: Parameters<typeof csvLines>[0]) => {
      const [head = '', ...lines] = (await Array.fromAsync(csvLines(rows))).join('').trim().split('\r\n');
      const [text, place] = ['正文', '计入统计'].map((name) => head.split(',').indexOf(name));
      const cells = lines.map((line) => line.split(','));
      return Object.fromEntries(cells.map((row) => [row[text ?? -1], row[place ?? -1]]));
    };
    const expected = { 暖气不热: '是', '暖气，不知道什么时候写的': '否' };
    expect(await told(all(db))).toEqual(expected);
    expect(await told(tableRows(db, { watchId: null, from: 0, to: NOW + 1 }))).toEqual(expected);
  });

  test('what was exported can be imported again', async () => {
    const path = join(tempFolder(), 'a.csv');
    const rows = await Array.fromAsync(all(await filled(['暖气不热,\n冻死了', '暖气热了'])));
    writeFileSync(path, (await Array.fromAsync(csvLines(rows))).join(''));
    const other = await makeDatabase();
    const deps = { ...ingestDeps(other), readTime: parseChineseDate };
    expect(await importRows(deps, { rows: readRows(path), origin: 'a.csv' })).toMatchObject({ stored: 2 });
    const back = await other.selectFrom('post').select(['text', 'at', 'platform']).orderBy('at').execute();
    expect(back).toEqual(rows.map(({ text, at, platform }) => ({ text, at, platform })));
  });

  test('JSON lines carry every fact', async () => {
    const [line] = await Array.fromAsync(jsonlLines(all(await filled(['暖气不热']))));
    expect(JSON.parse(line ?? '')).toMatchObject({
      text: '暖气不热',
      publishedAt: new Date(NOW).toISOString(),
      likes: 0,
      terms: ['暖气'],
      watch: '供热',
    });
  });

  test('XLSX opens, holds text as text, and survives signs that XML cannot hold', async () => {
    const path = join(tempFolder(), 'a.xlsx');
    const count = await writeXlsx(all(await filled([...NASTY, '暖气\ufffe不热'])), createWriteStream(path));
    expect(count).toBe(6);
    expect(readFileSync(path).subarray(0, 2).toString()).toBe('PK');
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(path);
    const column = book.worksheets[0]?.getColumn(6).values.slice(2);
    expect(column).toEqual(['暖气不热', ...NASTY.toReversed()]);
  });
});
