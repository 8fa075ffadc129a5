import { createReadStream } from 'node:fs';
import path from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import type { SheetChoice } from '../../server/core/import/inbox.ts';
import { readXlsx } from '../../server/reports/read-xlsx.ts';
import { inProcess } from '../cli/tingchao.ts';
import { tempFolder } from '../support/database.ts';

interface SheetInput {
  readonly name: string;
  readonly state?: 'hidden' | 'veryHidden';
  readonly rows: readonly (readonly (string | number)[])[];
}

async function book(sheets: readonly SheetInput[]): Promise<string> {
  const made = new ExcelJS.Workbook();
  for (const { name, state = 'visible', rows } of sheets) {
    made.addWorksheet(name, { state }).addRows(rows.map((row) => [...row]));
  }
  const file = path.join(tempFolder(), 'book.xlsx');
  await made.xlsx.writeFile(file);
  return file;
}

async function read(sheets: readonly SheetInput[]) {
  let told: SheetChoice | null = null;
  const onSheets = (sheet: SheetChoice) => {
    told = sheet;
  };
  const rows = await Array.fromAsync(readXlsx(createReadStream(await book(sheets)), { onSheets }));
  return { told: told as SheetChoice | null, rows: rows.map((row) => ('cells' in row ? row.cells : row)) };
}

const COVER: SheetInput = {
  name: '说明',
  rows: [
    ['导出说明', '版本'],
    ['共两页', '1'],
  ],
};
const DATA: SheetInput = {
  name: '评论',
  rows: [
    ['评论内容', '评论时间'],
    ['暖气不热', '2026-11-20 10:00'],
  ],
};
const READ = [{ 评论内容: '暖气不热', 评论时间: '2026-11-20 10:00' }];

describe('of a workbook is read', () => {
  test('the sheet with a text, not the page in front of it; the others are named', async () => {
    const summary = {
      name: '汇总',
      rows: [
        ['项目', '数量'],
        ['总数', 1],
      ],
    };
    expect(await read([COVER, DATA, summary])).toEqual({
      told: { read: '评论', others: ['说明', '汇总'] },
      rows: READ,
    });
  });

  test.each(['hidden', 'veryHidden'] as const)('no sheet that is %s', async (state) => {
    const cache = { name: '缓存', state, rows: [['内容'], ['旧的']] };
    expect(await read([cache, DATA])).toEqual({ told: { read: '评论', others: ['缓存'] }, rows: READ });
  });

  test('the first of two with a text', async () => {
    const other = { name: '更多', rows: [['内容'], ['不读']] };
    expect(await read([DATA, other])).toEqual({ told: { read: '评论', others: ['更多'] }, rows: READ });
  });

  test('the first visible one where no text is known: somebody will say what its columns mean', async () => {
    const strange = {
      name: '甲',
      rows: [
        ['col1', 'col2'],
        ['暖气不热', 7],
        ['暖气冰凉', 8],
      ],
    };
    expect(await read([strange, COVER])).toEqual({
      told: { read: '甲', others: ['说明'] },
      rows: [
        { col1: '暖气不热', col2: 7 },
        { col1: '暖气冰凉', col2: 8 },
      ],
    });
  });

  test('a long one where no text is known whole, though another follows that has one', async () => {
    const rows = Array.from({ length: 6_000 }, (_, n) => [`第${n}号楼的暖气不热`, n]);
    const found = await read([{ name: '甲', rows: [['col1', 'col2'], ...rows] }, DATA]);
    expect(found.told).toEqual({ read: '甲', others: ['评论'] });
    expect(found.rows).toHaveLength(6_000);
    expect(found.rows[5_999]).toEqual({ col1: '第5999号楼的暖气不热', col2: 5_999 });
  });

  test('a table below a title', async () => {
    const titled = { ...DATA, rows: [['某区热线十一月来电'], ...DATA.rows] };
    expect((await read([COVER, titled])).rows).toEqual(READ);
  });
});

test('the command names the sheets that it did not read', async () => {
  const file = await book([COVER, DATA]);
  const { status, stderr } = await inProcess(['import', file], { TINGCHAO_DATA: tempFolder() });
  expect([status, stderr]).toEqual([0, expect.stringContaining('the sheet 评论 is read; not read: 说明\n')]);
});
