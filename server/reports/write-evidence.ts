import type { Workbook } from 'exceljs';
import {
  EVIDENCE_COLUMNS,
  type EvidenceList,
  exhibitCells,
  GRAVE_REPOSTS,
  GRAVE_VIEWS,
  sealOf,
  sealOfList,
} from '../core/mention/evidence-list.ts';
import { chinaTime } from '../core/time.ts';
import { bookText } from './spreadsheet-text.ts';
import { asCell } from './write-xlsx.ts';

const SEAL = '校验值（SHA-256）';
const WIDTHS = [6, 12, 36, 28, 70, 20, 20, 20, 9, 9, 9, 9, 10, 22, 68];

/**
 * Posts as evidence, for a platform's complaint form, a notary or a lawyer, as an XLSX: a sheet that says how they were
 * chosen and how each figure is checked, and one with a row for each, sealed.
 */
export async function writeEvidence(list: EvidenceList): Promise<Buffer> {
  // Loaded only now: it would be a fifth of the server's start.
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.Workbook();
  const rows = list.exhibits.map((exhibit, at) => exhibitCells(exhibit, at + 1).map(asText));
  const seals = rows.map(sealOf);
  addAbout(book, list, sealOfList(seals));
  const sheet = book.addWorksheet('清单', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = [...EVIDENCE_COLUMNS, SEAL].map((header, at) => ({ header, width: WIDTHS[at] ?? 12 }));
  sheet.getRow(1).font = { bold: true };
  rows.forEach((cells, at) => {
    sheet.addRow([...cells, seals[at] ?? ''].map(bookText)).alignment = { vertical: 'top', wrapText: true };
  });
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** What is sealed is what the sheet can hold. */
const asText = (cell: string): string => String(asCell(cell) ?? '');

function addAbout(book: Workbook, list: EvidenceList, seal: string): void {
  const { subject, chosen, madeAt, madeBy, exhibits, cut } = list;
  const sheet = book.addWorksheet('说明');
  sheet.columns = [{ width: 18 }, { width: 100 }];
  const lines: readonly (readonly [string, string])[] = [
    ['证据清单', subject],
    ...chosen,
    ['条数', `${exhibits.length} 条${cut ? '，只含最近的这些：更早的请缩小范围另行导出' : ''}`],
    ['导出时间', `${chinaTime(madeAt)}（北京时间）`],
    ['导出人', madeBy ?? '未登录'],
    ['清单校验值', seal],
    ['怎样校验', HOW_SEALED],
    ['内容从哪来', WHERE_FROM],
    ['传播量提示', GRAVE],
    ['还要做什么', WHAT_NEXT],
  ];
  for (const [name, words] of lines)
    sheet.addRow([name, bookText(asText(words))]).alignment = { vertical: 'top', wrapText: true };
  sheet.getColumn(1).font = { bold: true };
}

const HOW_SEALED =
  '“清单”表每行最后一列，是该行其余各列按原样用换行符（LF）连接、以 UTF-8 编码后的 SHA-256；清单校验值是各行校验值用换行符连接后的 SHA-256。改动任何一格，校验值都会变。';
const WHERE_FROM =
  '正文、标题与链接是采集或导入时第一次见到的样子，之后不随原帖修改或删除而变；“首次采集”是本系统第一次读到的时间。浏览、转发等是最近一次读到的数字，页面没有给出的为空。作者是化名：系统不保存真实账号，需要时请以链接到平台取证。';
const GRAVE = `浏览达到 ${GRAVE_VIEWS} 次或转发达到 ${GRAVE_REPOSTS} 次的会注明：这是法释〔2013〕21号第二条里诽谤“情节严重”的数量标准之一，是否成立由法务判断。`;
const WHAT_NEXT =
  '本清单是线索，不是公证。需要作为证据使用的，请尽快对原帖做公证或可信时间戳，并把清单校验值一并存证。';
