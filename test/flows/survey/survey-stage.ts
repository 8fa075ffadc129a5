import { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { parseChineseDate } from '../../../crawlers/dates/dates.ts';
import type { SurveyInput } from '../../../server/core/survey/survey.ts';
import { DAY, startOfDay } from '../../../server/core/time.ts';
import { receiveFile } from '../../../server/flows/import/receive-file.ts';
import { inspectSurvey } from '../../../server/flows/survey/inspect-survey.ts';
import { keepSurvey } from '../../../server/flows/survey/keep-survey.ts';
import { openInbox } from '../../../server/inbox.ts';
import { makeDatabase, tempFolder } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, NOW } from '../../support/make.ts';
import { makeQueue } from '../../support/make-queue.ts';
import { makeWatch } from '../../support/make-watch.ts';

/** A fortnight that ended yesterday. */
export const RAN = { from: startOfDay(NOW) - 14 * DAY, to: startOfDay(NOW) };

export async function makeSurveyDoor() {
  const db = await makeDatabase();
  const inbox = openInbox({ dataFolder: tempFolder() }, db);
  const queue = makeQueue(db);
  const deps = { ...ingestDeps(db), inbox, queue, readTime: parseChineseDate };
  const { id: watchId } = await makeWatch(db, {
    name: '云川热力',
    rule: anyOf('云川热力'),
  });
  const take = (content: string | Uint8Array, name = '问卷.csv') =>
    receiveFile(deps, { name, bytes: Readable.from([Buffer.from(content)]), via: 'survey' });
  const inspect = async (content: string | Uint8Array) =>
    inspectSurvey(deps, { importId: await take(content), mapping: null, days: null });
  /** As it is guessed, unless said otherwise. */
  const keep = async (content: string | Uint8Array, more: Partial<SurveyInput> = {}) => {
    const importId = await take(content);
    const { mapping } = await inspectSurvey(deps, { importId, mapping: null, days: null });
    const terms = { watchId, name: '十一月满意度', ...RAN, mapping, ...more };
    return keepSurvey(deps, { importId, by: '陈', ...terms });
  };
  return { db, deps, watchId, take, inspect, keep };
}

const day = (n: number): string => {
  const at = new Date(RAN.from + DAY * (n % 13) + 8 * 3_600_000 + 4 * 3_600_000);
  return `${at.getUTCFullYear()}/${at.getUTCMonth() + 1}/${at.getUTCDate()} ${at.getUTCHours()}:05:09`;
};

/** Columns as 问卷星 exports them: what it notes itself, who answered, and numbered questions. */
export const STAR_COLUMNS = [
  '序号',
  '提交答卷时间',
  '所用时间',
  '来源',
  '来源详情',
  '来自IP',
  '1、您的姓名：',
  '2、您的联系电话：',
  '3、您有多大可能向亲友推荐我们？',
  '4、总体来说，您对本季供热满意吗？',
  '5、您期望：—按时供热，说到做到',
  '5、您期望：—报修响应迅速',
  '6、您实际感受：—按时供热，说到做到',
  '6、您实际感受：—报修响应迅速',
  '7、您所在的片区',
  '8、您还有什么意见？',
  '总分',
];

const COMPLAINTS = [
  '客服热线打了四十分钟没人接，太慢了',
  '报修热线永远占线，联系电话留了13812345678也没人回',
  '电话打不通，客服态度很差',
];

/** So many answers: two in three recommend, service is timely, and nobody comes when a repair is asked for. */
export function starRows(count: number): readonly (readonly string[])[] {
  return Array.from({ length: count }, (_, n) => [
    String(n + 1),
    day(n),
    '95秒',
    '手机提交',
    '直接访问',
    `113.200.1.${n}(陕西-西安)`,
    n % 2 ? '张三' : '李四',
    `1381234${String(5000 + n)}`,
    n % 3 ? '10' : '3',
    n % 4 ? '满意' : '非常不满意',
    '5',
    '5',
    n % 2 ? '5' : '4',
    n % 2 ? '1' : '2',
    n % 10 < 6 ? '河东' : n % 10 < 8 ? '河西' : '城南',
    n % 2 ? (COMPLAINTS[n % 3] ?? '') : '(空)',
    '30',
  ]);
}

const cell = (word: string): string => (/[",\n]/.test(word) ? `"${word.replaceAll('"', '""')}"` : word);
export const asCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map(cell).join(',')).join('\r\n');

/** As 问卷星 writes CSV: with a byte order mark. */
export const starFile = (count: number): string => `\ufeff${asCsv([STAR_COLUMNS, ...starRows(count)])}`;

export async function asXlsx(rows: readonly (readonly (string | number | Date)[])[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Sheet1');
  for (const row of rows) sheet.addRow([...row]);
  return Buffer.from(await book.xlsx.writeBuffer());
}

let signs: ReadonlyMap<string, readonly number[]> | undefined;

/** As a spreadsheet on an older Windows saves CSV. */
export function asGbk(text: string): Buffer {
  if (signs === undefined) {
    const decoder = new TextDecoder('gbk');
    const pairs: [string, readonly number[]][] = [];
    for (let high = 0x81; high <= 0xfe; high++) {
      for (let low = 0x40; low <= 0xfe; low++) {
        if (low !== 0x7f) pairs.push([decoder.decode(Uint8Array.of(high, low)), [high, low]]);
      }
    }
    signs = new Map(pairs);
  }
  const known = signs;
  return Buffer.from(
    [...text].flatMap((sign) => (sign < '\u0080' ? [sign.charCodeAt(0)] : [...(known.get(sign) ?? [0x3f])])),
  );
}
