import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { parseChineseDate } from '../../../crawlers/dates/dates.ts';
import type { ImportMapping } from '../../../server/core/import/import-mapping.ts';
import type { ImportProgress } from '../../../server/core/screens/import.ts';
import type { Db } from '../../../server/db/database.ts';
import { addImportFile, changeImportFile, getImportFile } from '../../../server/db/import/import-files.ts';
import { mappingOfShape } from '../../../server/db/import/import-mappings.ts';
import { listFaults } from '../../../server/db/views/feed/import-faults.ts';
import { importFile, originOf } from '../../../server/flows/import/import-file.ts';
import { inspectImport } from '../../../server/flows/import/inspect-import.ts';
import { receiveFile, startImport } from '../../../server/flows/import/receive-file.ts';
import { openInbox } from '../../../server/inbox.ts';
import { engine, makeDatabase, tempFolder } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { NOW } from '../../support/make.ts';
import { makeQueue } from '../../support/make-queue.ts';
import { makeWatch } from '../../support/make-watch.ts';

async function makeDoor() {
  const dataFolder = tempFolder();
  const db = await makeDatabase();
  const inbox = openInbox({ dataFolder }, db);
  const queue = makeQueue(db);
  const deps = { ...ingestDeps(db), inbox, queue, readTime: parseChineseDate };
  const take = (name: string, content: string | Uint8Array) =>
    receiveFile(deps, { name, bytes: Readable.from([Buffer.from(content)]) });
  const run = (importId: number, signal = new AbortController().signal) =>
    importFile(deps, { importId, signal, onBatch() {} });
  const pieces = () => db.selectFrom('import_chunk').select('import_id').distinct().execute();
  // Where processes share nothing but the database, files lie there too.
  const kept = async () =>
    engine() === 'sqlite'
      ? readdirSync(join(dataFolder, 'inbox'))
      : (await pieces()).map((row) => String(row.import_id));
  return { db, deps, take, run, kept };
}

/** The same table as a workbook. */
async function asBook(csv: string): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('a').addRows(
    csv
      .trim()
      .split('\n')
      .map((line) => line.split(',')),
  );
  return Buffer.from(await book.xlsx.writeBuffer());
}

const posts = (db: Db) => db.selectFrom('post').selectAll().orderBy('id').execute();
const REVIEWS =
  '订单号,说明,打几分,什么时候\n1,暖气不热,2,2026-11-20 08:00\n1,真冷,1,2026-11-20\n2,好,5,改天\n';
const MAPPING: ImportMapping = {
  fields: { text: '说明', rating: '打几分', time: '什么时候' },
  platform: '美团',
};

describe('a file in the inbox', () => {
  test('of a workbook the sheet that is read is told, and those that are not', async () => {
    const { db, deps, take, run } = await makeDoor();
    await makeWatch(db);
    const book = new ExcelJS.Workbook();
    book.addWorksheet('封面').addRows([
      ['导出说明', '版本'],
      ['两页', '1'],
    ]);
    book.addWorksheet('评论').addRows([['评论内容'], ['暖气不热'], ['暖气冰凉']]);
    const id = await take('评价.xlsx', Buffer.from(await book.xlsx.writeBuffer()));
    const { shape, mapping } = await inspectImport(deps, { importId: id, mapping: null });
    expect(shape).toMatchObject({ kind: 'xlsx', sheets: { read: '评论', others: ['封面'] } });
    await startImport(deps, { id, mapping, remember: null });
    await run(id);
    expect((await posts(db)).map(({ text }) => text)).toEqual(['暖气不热', '暖气冰凉']);
  });

  test('is looked at, put right, imported, and gone; the next of its shape is known', async () => {
    const { db, deps, take, run, kept } = await makeDoor();
    await makeWatch(db);
    const id = await take('评价.csv', REVIEWS);
    const seen = await inspectImport(deps, { importId: id, mapping: null });
    expect(seen.shape).toEqual({ kind: 'csv', packed: false, encoding: 'utf-8', delimiter: 'comma' });
    expect(seen.columns.map(({ name, sample }) => `${name}=${sample}`)[1]).toBe('说明=暖气不热');
    const better = await inspectImport(deps, { importId: id, mapping: MAPPING });
    expect(better).toMatchObject({ looked: 3, good: 2, remembered: null });
    expect(better.rows.at(-1)).toMatchObject({ row: 4, reason: 'bad-time' });
    await startImport(deps, { id, mapping: MAPPING, remember: '美团评价' });
    expect(await run(id)).toMatchObject({ rows: 3, stored: 2, refusedCount: 1, mentions: 1 });
    expect((await posts(db)).map((post) => [post.platform, post.text, post.rating])).toEqual([
      ['美团', '暖气不热', 2],
      ['美团', '真冷', 1],
    ]);
    const file = await getImportFile(db, id);
    expect(file).toMatchObject({ state: 'done', progress: { bytesRead: file?.bytes } });
    expect(await kept()).toEqual([]);
    expect(await listFaults(db, originOf({ id, name: '评价.csv' }), MAPPING)).toEqual([
      {
        row: 4,
        column: '什么时候',
        field: 'time',
        reason: 'bad-time',
        excerpt: '什么时候: 改天 · 打几分: 5 · 说明: 好',
      },
    ]);
    const next = await take('评价-12月.csv', REVIEWS.replace('真冷', '冻死了'));
    const known = await inspectImport(deps, { importId: next, mapping: null });
    expect(known).toMatchObject({ mapping: MAPPING, remembered: { name: '美团评价' }, good: 2 });
  });

  test('of two columns of one name neither hides the other, wherever they are read', async () => {
    const { db, deps, take, run } = await makeDoor();
    const table =
      '内容,时间,处理结果,内容\n暖气三天不热,2026-11-20 08:00,已办,\n停水两天,2026-11-20 09:00,已办,回访满意\n';
    const id = await take('台账.csv', table);
    const seen = await inspectImport(deps, { importId: id, mapping: null });
    expect(seen.columns).toEqual([
      { name: '内容', sample: '暖气三天不热' },
      { name: '时间', sample: '2026-11-20 08:00' },
      { name: '处理结果', sample: '已办' },
      { name: '内容 (2)', sample: '回访满意' },
    ]);
    expect(seen).toMatchObject({ mapping: { fields: { text: '内容' } }, good: 2 });
    const mapping = { fields: { text: '内容', title: '内容 (2)' }, platform: 'x' };
    await startImport(deps, { id, mapping, remember: '台账' });
    expect(await run(id)).toMatchObject({ stored: 2, refusedCount: 0 });
    expect((await posts(db)).map((post) => [post.text, post.title])).toEqual([
      ['暖气三天不热', null],
      ['停水两天', '回访满意'],
    ]);
    const next = await take('台账.xlsx', await asBook(table));
    const known = await inspectImport(deps, { importId: next, mapping: null });
    expect(known).toMatchObject({ mapping, remembered: { name: '台账' }, good: 2 });
  });

  test('imported again, nothing changes', async () => {
    const { db, deps, take, run } = await makeDoor();
    const once = async () => {
      const id = await take('评价.csv', REVIEWS);
      await startImport(deps, { id, mapping: MAPPING, remember: null });
      return run(id);
    };
    await once();
    const before = await posts(db);
    expect(await once()).toMatchObject({ stored: 0, known: 2, refusedCount: 1, changedCount: 0 });
    expect(await posts(db)).toEqual(before);
  });

  test('imported again a day later, times told as so long ago are the same rows', async () => {
    const { db, deps, take } = await makeDoor();
    const once = async (now: number) => {
      const id = await take('a.csv', 'text,time\n暖气不热,3小时前\n真冷,昨天 08:00\n停水了,11-20 08:00\n');
      const fields = { text: 'text', time: 'time' };
      await startImport(deps, { id, mapping: { fields, platform: 'x' }, remember: null });
      const signal = new AbortController().signal;
      return importFile({ ...deps, now: () => now }, { importId: id, signal, onBatch() {} });
    };
    expect(await once(NOW)).toMatchObject({ stored: 3 });
    expect(await once(NOW + 30 * 3_600_000)).toMatchObject({ stored: 0, known: 3 });
    expect(await posts(db)).toHaveLength(3);
  });

  test('begun twice, only the first counts; what ended before its bytes were gone loses them', async () => {
    const { db, deps, take, run, kept } = await makeDoor();
    const id = await take('a.csv', REVIEWS);
    const start = () => startImport(deps, { id, mapping: MAPPING, remember: null });
    const both = await Promise.allSettled([start(), start()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await changeImportFile(db, id, { state: 'done' });
    expect(await run(id)).toBe(null);
    expect(await kept()).toEqual([]);
  });

  test('broken off, it goes on after the last row stored and counts every row once', async () => {
    const { db, deps, take, run } = await makeDoor();
    const rows = Array.from({ length: 1_200 }, (_, n) => `${n},第${n}户的房间里很冷`);
    const id = await take('a.csv', `id,text\n${rows.join('\n')}\n`);
    const mapping = { fields: { id: 'id', text: 'text' }, platform: 'x' };
    await startImport(deps, { id, mapping, remember: null });
    const stop = new AbortController();
    const broken = importFile(deps, { importId: id, signal: stop.signal, onBatch: () => stop.abort() });
    await expect(broken).rejects.toMatchObject({ code: 'busy' });
    // With the batch that was read while the first was being stored.
    expect(await getImportFile(db, id)).toMatchObject({ state: 'running', progress: { rows: 400 } });
    expect(await run(id)).toMatchObject({ rows: 1_200, stored: 1_200, known: 0 });
    expect(await posts(db)).toHaveLength(1_200);
    expect(await run(id)).toBe(null);
  });

  test('of two that import one file the slower one stops, and nothing is counted back', async () => {
    const { db, deps, take } = await makeDoor();
    const rows = Array.from({ length: 1_200 }, (_, n) => `${n},第${n}户的房间里很冷`);
    const id = await take('a.csv', `id,text\n${rows.join('\n')}\n`);
    const mapping = { fields: { id: 'id', text: 'text' }, platform: 'x' };
    await startImport(deps, { id, mapping, remember: null });
    let further: ImportProgress | undefined;
    const slower = importFile(deps, {
      importId: id,
      signal: new AbortController().signal,
      async onBatch() {
        const file = await getImportFile(db, id);
        if (further !== undefined || file === null || file.progress === null) return;
        further = { ...file.progress, rows: 1_100 };
        await changeImportFile(db, id, { progress: further });
      },
    });
    await expect(slower).rejects.toMatchObject({ code: 'busy' });
    expect((await getImportFile(db, id))?.progress).toEqual(further);
  });

  test('a table of a hotline in GBK below its title', async () => {
    const { deps, take } = await makeDoor();
    // 工单表, 工单编号, 诉求内容, 暖气不热 in GBK.
    const gbk = Buffer.from(
      'b9a4b5a5b1ed2c0ab9a4b5a5b1e0bac52ccbdfc7f3c4dac8dd0a312cc5afc6f8b2bbc8c80a',
      'hex',
    );
    const id = await take('导出.csv', gbk);
    const seen = await inspectImport(deps, { importId: id, mapping: null });
    expect(seen).toMatchObject({
      shape: { encoding: 'gb18030' },
      mapping: { fields: { id: '工单编号', text: '诉求内容' }, platform: '12345' },
      rows: [{ row: 3, text: '暖气不热' }],
    });
  });

  test('what cannot be read ends by name, and says so without a path', async () => {
    const { db, deps, take, run, kept } = await makeDoor();
    const id = await take('旧表.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'));
    const look = inspectImport(deps, { importId: id, mapping: null });
    await expect(look).rejects.toThrow(/^旧表\.xls is an old Excel file/);
    await changeImportFile(db, id, { state: 'running', mapping: MAPPING });
    await expect(run(id)).rejects.toMatchObject({ code: 'bad_file' });
    expect(await getImportFile(db, id)).toMatchObject({ state: 'failed' });
    expect(await kept()).toEqual([]);
  });

  test('without any text nothing begins, and one too large leaves nothing behind', async () => {
    const { db, deps, take, kept } = await makeDoor();
    const id = await take('a.csv', REVIEWS);
    const mapping = { fields: { id: '订单号' }, platform: 'x' };
    await expect(startImport(deps, { id, mapping, remember: null })).rejects.toMatchObject({
      code: 'bad_params',
    });
    const other = await addImportFile(db, { name: 'b.csv', via: 'page' }, NOW);
    const large = deps.inbox.put(other, Readable.from([Buffer.alloc(100), Buffer.alloc(100)]), 150);
    await expect(large).rejects.toMatchObject({ code: 'too_large' });
    expect(await kept()).toEqual([String(id)]);
    expect(await mappingOfShape(db, 'none')).toBe(null);
  });

  test('an empty one is refused where it arrives', async () => {
    const { take, kept } = await makeDoor();
    await expect(take('a.csv', '')).rejects.toMatchObject({ code: 'bad_file' });
    expect(await kept()).toEqual([]);
  });

  test('one that nobody went on with is swept out after a week', async () => {
    const { db, deps, take, kept } = await makeDoor();
    await take('a.csv', REVIEWS);
    await receiveFile(
      { ...deps, now: () => NOW + 8 * 86_400_000 },
      { name: 'b.csv', bytes: Readable.from([Buffer.from('x')]) },
    );
    expect(await kept()).toEqual(['2']);
    expect((await db.selectFrom('import_file').select('name').execute()).map(({ name }) => name)).toEqual([
      'b.csv',
    ]);
  });
});
