import type { Worksheet } from 'exceljs';
import type { ReportPrint } from '../../core/report/report.ts';
import type { Cell, QuotesBlock, TableBlock, VolumeBlock } from '../../core/report/report-snapshot.ts';
import { chinaTime } from '../../core/time.ts';
import { bookText } from '../spreadsheet-text.ts';
import { asCell } from '../write-xlsx.ts';
import { madeWord } from './headings.ts';
import { linkOf } from './link.ts';

type Value = string | number | null | { readonly text: string; readonly hyperlink: string };
interface Sheet {
  readonly name: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** The figures of the report as a workbook: a sheet for its words, and one for each table and chart. */
export async function writeBook(report: ReportPrint): Promise<Buffer> {
  // Loaded only now: it would be a fifth of the server's start.
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.Workbook();
  const taken = new Set<string>();
  for (const { name, heads, rows } of sheetsOf(report)) {
    const sheet = book.addWorksheet(freeName(name, taken), { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.addRow(heads.map(written));
    sheet.getRow(1).font = { bold: true };
    for (const row of rows) sheet.addRow(row.map(written));
    setWidths(sheet, heads.length);
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

function written(value: Value): Value {
  if (value !== null && typeof value === 'object') return { ...value, text: bookText(value.text) };
  const cell = asCell(value);
  return typeof cell === 'string' ? bookText(cell) : cell;
}

function sheetsOf(report: ReportPrint): readonly Sheet[] {
  const { title, periodWord, summary, sections } = report;
  const words: Sheet = {
    name: '摘要',
    heads: [title, ''],
    rows: [
      ['时间', periodWord],
      ['成稿', madeWord(report)],
      ...summary.map((line) => ['摘要', line]),
      ...sections.flatMap((section) => [
        [section.title, section.finding],
        ...(section.remark === null ? [] : [[`${section.title}：批注`, section.remark]]),
      ]),
    ],
  };
  const blocks = sections.flatMap((section) => section.blocks);
  return [
    words,
    ...blocks.flatMap((block) => {
      if (block.kind === 'volume') return [volumeSheet(block)];
      return block.kind === 'table'
        ? [tableSheet(block)]
        : block.kind === 'quotes'
          ? [quoteSheet(block)]
          : [];
    }),
  ];
}

function volumeSheet({ unit, bars, beforeWord }: VolumeBlock): Sheet {
  return {
    name: unit === 'hour' ? '每小时' : '每天',
    heads: ['时间', '负面', '中性', '正面', '合计', beforeWord ?? '此前', '数字不全'],
    rows: bars.map(({ at, negative, neutral, positive, before, incomplete }) => [
      chinaTime(at),
      negative,
      neutral,
      positive,
      negative + neutral + positive,
      before,
      incomplete ? '是' : null,
    ]),
  };
}

/** A share, and a growth, is three figures: itself and the ends of its interval. */
function tableSheet({ title, columns, rows }: TableBlock): Sheet {
  const wide = columns.map((_, i) => rows.some((row) => isInterval(row[i] ?? null)));
  return {
    name: title,
    heads: columns.flatMap(({ name }, i) => (wide[i] ? [name, `${name}下限`, `${name}上限`] : [name])),
    rows: rows.map((row) =>
      row.flatMap((cell, i) => (wide[i] ? intervalOf(cell) : intervalOf(cell).slice(0, 1))),
    ),
  };
}

const isInterval = (cell: Cell): boolean => cell !== null && typeof cell === 'object';

function intervalOf(cell: Cell): readonly Value[] {
  if (cell === null || typeof cell !== 'object') return [cell, null, null];
  if (cell.kind === 'share') return [cell.share.p, cell.share.lo, cell.share.hi];
  return [cell.growth.ratio, cell.growth.lo, cell.growth.hi];
}

function linkCell(text: string, url: string | null): Value {
  const hyperlink = linkOf(url);
  return hyperlink === null ? text : { text, hyperlink };
}

function quoteSheet({ title, quotes }: QuotesBlock): Sheet {
  return {
    name: title,
    heads: ['内容', '出处', '链接'],
    rows: quotes.map(({ text, about, url }) => [text, about, linkCell(url ?? '', url)]),
  };
}

const MAX_NAME_LENGTH = 31;

/** What a sheet may be called, and no other one is. */
function freeName(wanted: string, taken: Set<string>): string {
  const name = wanted.replaceAll(/[[\]:*?/\\'“”]/g, '').toWellFormed();
  for (let n = 1; ; n++) {
    const end = n === 1 ? '' : ` ${n}`;
    const free = `${[...name].slice(0, MAX_NAME_LENGTH - 6 - end.length).join('') || '表'}${end}`;
    if (taken.has(free.toLowerCase())) continue;
    taken.add(free.toLowerCase());
    return free;
  }
}

const [NARROW, WIDE] = [12, 60];

/** Chinese is twice as wide as Latin. */
function setWidths(sheet: Worksheet, columns: number): void {
  for (let i = 1; i <= columns; i++) {
    const column = sheet.getColumn(i);
    let longest = NARROW;
    column.eachCell({ includeEmpty: false }, ({ text }) => {
      const width = [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 2 : 1), 2);
      longest = Math.max(longest, width);
    });
    column.width = Math.min(WIDE, longest);
    column.alignment = { vertical: 'top', wrapText: true };
  }
}
