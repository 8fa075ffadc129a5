import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { type EvidenceList, sealOf, sealOfList } from '../../server/core/mention/evidence-list.ts';
import type { ReportPrint } from '../../server/core/report/report.ts';
import { writeBook } from '../../server/reports/report/write-book.ts';
import { writeEvidence } from '../../server/reports/write-evidence.ts';
import { NOW } from '../support/make.ts';

const TEXTS = ['x_x0041_y', '_x005F_x0041_', '_x00e9__x000D_', '_x0041', '停暖\r\n三天', 'a_b_c'];

async function open(book: Buffer) {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(book as unknown as ArrayBuffer);
  return (sheet: string) => {
    const found = workbook.getWorksheet(sheet);
    return Array.from({ length: found?.rowCount ?? 0 }, (_, row) =>
      Array.from({ length: found?.columnCount ?? 0 }, (__, column) =>
        String(found?.getRow(row + 1).getCell(column + 1).text ?? ''),
      ),
    );
  };
}

test('what looks like the number of a sign is read from a report as it was written', async () => {
  const quotes = TEXTS.map((text) => ({ text, about: text, url: null }));
  const report = {
    title: '日报_x0041_',
    periodWord: '11月',
    summary: TEXTS,
    madeBy: null,
    amended: null,
    madeAt: NOW,
    watches: [],
    sections: [
      { title: '一', finding: 'f', remark: null, blocks: [{ kind: 'quotes', title: '原帖', quotes }] },
    ],
  };
  const rowsOf = await open(await writeBook(report as unknown as ReportPrint));
  expect(rowsOf('原帖').slice(1)).toEqual(TEXTS.map((text) => [text, text, '']));
  expect(rowsOf('摘要')[0]?.[0]).toBe('日报_x0041_');
});

test('and from evidence, whose seals are worked out again from what is read', async () => {
  const exhibit = {
    platform: 'forum',
    author: null,
    at: NOW,
    precision: 'minute',
    observedAt: NOW,
    metrics: {},
    copyOf: null,
    url: 'https://a.example.cn/_x0041_',
  };
  const list = {
    subject: '供热_x0041_',
    chosen: [['词', '_x0041_']],
    madeAt: NOW,
    madeBy: null,
    cut: false,
    exhibits: TEXTS.map((text) => ({ ...exhibit, title: text, text })),
  };
  const rowsOf = await open(await writeEvidence(list as unknown as EvidenceList));
  const rows = rowsOf('清单').slice(1);
  expect(rows.map((row) => row[4])).toEqual(TEXTS);
  const seals = rows.map((row) => sealOf(row.slice(0, -1)));
  expect(rows.map((row) => row.at(-1))).toEqual(seals);
  expect(rowsOf('说明').find(([name]) => name === '清单校验值')?.[1]).toBe(sealOfList(seals));
  expect(rowsOf('说明').slice(0, 2)).toEqual([
    ['证据清单', '供热_x0041_'],
    ['词', '_x0041_'],
  ]);
});
