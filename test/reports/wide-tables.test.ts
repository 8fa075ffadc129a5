import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { readRows } from '../../server/reports/read-rows.ts';

const MAX_COLUMNS = 1_000;
const placeOf = (bytes: Buffer) => () => ({ stream: Readable.from([bytes]), bytesRead: () => bytes.length });
const read = (bytes: Buffer | string) => Array.fromAsync(readRows(placeOf(Buffer.from(bytes))));

/** A sheet whose cells stand at these columns, row by row. */
async function sheetOf(rows: readonly Readonly<Record<number, string>>[]): Promise<Buffer> {
  const stream = new PassThrough();
  const writer = new ExcelJS.stream.xlsx.WorkbookWriter({ stream });
  const sheet = writer.addWorksheet('a');
  rows.forEach((cells, index) => {
    const row = sheet.getRow(index + 1);
    for (const [column, value] of Object.entries(cells)) row.getCell(Number(column)).value = value;
    row.commit();
  });
  const whole = buffer(stream);
  await writer.commit();
  return whole;
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);
const refusal = { code: 'bad_file', message: expect.stringContaining('more than 1000 columns') };

test('a sheet with something in its very last column costs no more than what is read of it', async () => {
  const last = 16_384;
  const bytes = await sheetOf([
    { 1: '内容', 2: '评分' },
    ...Array.from({ length: 1_000 }, (_, row) => ({ 1: `暖气不热 ${row}`, [last]: 'x' })),
  ]);
  const before = process.memoryUsage.rss();
  const rows = await read(bytes);
  expect(rows).toHaveLength(1_000);
  expect(rows[7]).toEqual({ row: 9, cells: { 内容: '暖气不热 7', 评分: '' } });
  // Cells made for all columns in between were sixteen millions: more than a gigabyte.
  expect(process.memoryUsage.rss() - before).toBeLessThan(400 * 1024 * 1024);
});

test('a table names a thousand columns and no more', async () => {
  const line = (count: number) => Object.fromEntries(names(count).map((name, at) => [at + 1, name]));
  expect(await read(`${names(MAX_COLUMNS)}\n1,2\n`)).toMatchObject([
    { row: 2, cells: { c0: '1', c999: '' } },
  ]);
  expect(await read(await sheetOf([line(MAX_COLUMNS), { 1: 'x' }]))).toMatchObject([
    { row: 2, cells: { c0: 'x' } },
  ]);
  const quoted = names(MAX_COLUMNS + 1).map((name) => `"${name}"`);
  for (const bytes of [
    `${names(MAX_COLUMNS + 1)}\n1,2\n`,
    `${quoted}\n1,2\n`,
    gzipSync(`${names(100_000)}\n${'1\n'.repeat(20_000)}`),
    await sheetOf([line(MAX_COLUMNS + 1), { 1: 'x' }]),
    await sheetOf([{ 1: '内容', 16384: '评分' }, { 1: 'x' }]),
  ]) {
    await expect(read(bytes)).rejects.toMatchObject(refusal);
  }
});

test('empty cells behind a table make it no wider', async () => {
  const blanks = ','.repeat(3_000);
  expect(await read(`内容,评分${blanks}\n真冷,5${blanks}\n"真冷",5${blanks}\n`)).toMatchObject([
    { row: 2, cells: { 内容: '真冷', 评分: '5' } },
    { row: 3, cells: { 内容: '真冷', 评分: '5' } },
  ]);
});

test('a row that is wider than any table is refused by its number, and costs no other', async () => {
  expect(await read(`内容,评分\n${'真冷,'.repeat(5_000)}\n真冷,5\n`)).toMatchObject([
    { row: 2, reason: 'too-many-cells' },
    { row: 3, cells: { 内容: '真冷' } },
  ]);
});

test.each([
  ['CSV', `内容,评分\n${'真冷,5\n'.repeat(30_000)}`],
  ['CSV of blank rows', `内容,评分\n${',\n'.repeat(60_000)}`],
  ['JSON Lines', '{"内容":"真冷"}\n'.repeat(30_000)],
])('while a long %s is read others have their turn', async (_, text) => {
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setTimeout(count, 1);
  };
  setTimeout(count, 1);
  for await (const row of readRows(placeOf(Buffer.from(text)))) expect('reason' in row).toBe(false);
  isOver = true;
  expect(turns).toBeGreaterThan(5);
});
