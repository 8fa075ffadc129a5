import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { parseChineseDate } from '../../../crawlers/dates/dates.ts';
import type { ImportRow } from '../../../server/core/import/import-row.ts';
import type { Db } from '../../../server/db/database.ts';
import { listRefusals } from '../../../server/db/feed/refusals.ts';
import { updateWatch } from '../../../server/db/watch/watches.ts';
import { importRows } from '../../../server/flows/import/import.ts';
import { readRows } from '../../../server/reports/read-rows.ts';
import { makeDatabase, tempFolder } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, NOW } from '../../support/make.ts';
import { makeWatch, watchInput } from '../../support/make-watch.ts';

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(tempFolder(), name);
  writeFileSync(path, content);
  return path;
};

const importFile = (db: Db, path: string, readTime = parseChineseDate) =>
  importRows({ ...ingestDeps(db), readTime }, { rows: readRows(path), origin: basename(path) });

const rowsOf = async (path: string): Promise<ImportRow[]> => Array.fromAsync(readRows(path));

/** Numbers as they are read: how a database writes JSON is its own affair. */
async function posts(db: Db) {
  const rows = await db.selectFrom('post').selectAll().orderBy('id').execute();
  return rows.map((row) => ({ ...row, metrics: JSON.parse(row.metrics_json) }));
}

/** 暖气不热 and so on in GBK, for files of old Windows programs. */
const GBK: Readonly<Record<string, readonly number[]>> = {
  暖: [0xc5, 0xaf],
  气: [0xc6, 0xf8],
  不: [0xb2, 0xbb],
  热: [0xc8, 0xc8],
  内: [0xc4, 0xda],
  容: [0xc8, 0xdd],
  有: [0xd3, 0xd0],
  没: [0xc3, 0xbb],
  同: [0xcd, 0xac],
  学: [0xd1, 0xa7],
  校: [0xd0, 0xa3],
};
const gbk = (text: string) => Buffer.from([...text].flatMap((sign) => GBK[sign] ?? [sign.charCodeAt(0)]));

describe('what a file can be', () => {
  test('CSV with Chinese names, quotes, line breaks and a BOM', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const path = file(
      'a.csv',
      '\ufeff编号,标题,正文,发布时间,昵称,链接,平台,点赞数,评分,IP属地\r\n' +
        '7,停暖,"三天了,""没有""暖气\r\n冻死了",2026/11/19 18:00:18,李四,https://example.com/7,微博,1.2万,,广东\r\n',
    );
    const report = await importFile(db, path);
    expect(report).toMatchObject({ rows: 1, stored: 1, mentions: 1, refusedCount: 0 });
    expect((await posts(db))[0]).toMatchObject({
      source: 'import',
      platform: '微博',
      external_id: '微博:7',
      title: '停暖',
      text: '三天了,"没有"暖气\n冻死了',
      at: Date.UTC(2026, 10, 19, 10, 0, 18),
      precision: 'second',
      url: 'https://example.com/7',
      region: '广东',
      metrics: { likes: 12_000 },
      rating: null,
    });
  });

  test('files of one platform are one source, whatever they are called', async () => {
    const db = await makeDatabase();
    const deps = { ...ingestDeps(db), readTime: parseChineseDate };
    const table = (name: string, text: string) => file(name, `正文\n${text}\n`);
    for (const [name, platform] of [
      ['一月.csv', '热线'],
      ['二月.csv', '热线'],
      ['导出.csv', undefined],
    ] as const) {
      const rows = readRows(table(name, `${name}里说暖气不热`));
      await importRows(deps, { rows, origin: name, ...(platform && { platform }) });
    }
    const inlets = await db.selectFrom('inlet').select(['id', 'name']).orderBy('id').execute();
    expect(inlets.map(({ name }) => name)).toEqual(['import 热线', 'import import']);
    const [hotline, plain] = inlets.map(({ id }) => id);
    expect((await posts(db)).map((post) => post.inlet_id)).toEqual([hotline, hotline, plain]);
  });

  test('tabs, semicolons and UTF-16 are recognised', async () => {
    const lines = (sign: string) => `id${sign}content\n1${sign}暖气不热, 真冷\n`;
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(lines('\t'), 'utf16le')]);
    for (const path of [file('t.csv', lines('\t')), file('s.csv', lines(';')), file('w.csv', wide)]) {
      expect(await rowsOf(path)).toEqual([{ row: 2, cells: { id: '1', content: '暖气不热, 真冷' } }]);
    }
  });

  test('GBK, and GBK rows in the middle of UTF-8, even in one row', async () => {
    const mixed = Buffer.concat([
      gbk('id,内容,x\n1,暖气不热,a\n'),
      Buffer.from('2,暖气不热,暖气\n'),
      gbk('3,暖气不热,'),
      Buffer.from('暖气\n'),
    ]);
    const rows = await rowsOf(file('g.csv', mixed));
    expect(rows.map((row) => 'cells' in row && row.cells.内容)).toEqual(Array(3).fill('暖气不热'));
    expect(rows.at(-1)).toMatchObject({ cells: { x: '暖气' } });
  });

  test('GBK in which words look like UTF-8: the same as in UTF-8, and stored once', async () => {
    const db = await makeDatabase();
    const lines = 'id,内容,x\n没,同,同学\n1,没同,学校\n没同,学校没有暖气,同\n2,同学,没\n';
    await importFile(db, file('u.csv', lines));
    const report = await importFile(db, file('g.csv', gbk(lines)));
    expect(report).toMatchObject({ stored: 0, known: 4, changed: [] });
    const texts = (await posts(db)).map((post) => post.text);
    expect(texts).toEqual(['同', '没同', '学校没有暖气', '同学']);
    const json = '{"text":"没"}\n{"text":"学校"}\n{"text":"暖气不热"}\n';
    expect(await rowsOf(file('g.jsonl', gbk(json)))).toEqual(await rowsOf(file('u.jsonl', json)));
  });

  test('nothing but words that GBK and UTF-8 share: what people would have written', async () => {
    const text = async (name: string, bytes: string | Uint8Array) =>
      (await rowsOf(file(name, bytes))).map((row) => 'cells' in row && row.cells.text);
    expect(await text('g.csv', gbk('text\n没\n同学\n'))).toEqual(['没', '同学']);
    expect(await text('u.csv', 'text\nJosé\nПривет\n')).toEqual(['José', 'Привет']);
    expect(await text('b.csv', '\ufefftext\nû\n')).toEqual(['û']);
  });

  test('one damaged cell in UTF-8 costs no other', async () => {
    const cut = Buffer.concat([
      Buffer.from('text\n暖气\n暖气不热'),
      Buffer.from([0xe6, 0x9a]),
      Buffer.from('\n暖气\nû\n'),
    ]);
    const rows = await rowsOf(file('cut.csv', cut));
    expect(rows.map((row) => ('cells' in row ? row.cells.text : row.reason))).toEqual([
      '暖气',
      expect.anything(),
      '暖气',
      'û',
    ]);
  });

  test('XLSX with times, numbers, formulas, links and rich text', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('一');
    sheet.addRow([]);
    sheet.addRow(['msg_id', '内容', '发布时间', '点赞', '链接']);
    sheet.addRow([
      246157,
      { richText: [{ text: '暖气' }, { text: '不热' }] },
      new Date(Date.UTC(2026, 10, 20, 18, 0, 18)),
      { formula: '1+2', result: 3 },
      { text: 'https://example.com/x', hyperlink: 'https://example.com/x' },
    ]);
    const path = join(tempFolder(), 'a.xlsx');
    await book.xlsx.writeFile(path);
    const db = await makeDatabase();
    expect(await importFile(db, path)).toMatchObject({ rows: 1, stored: 1, refusedCount: 0 });
    expect((await posts(db))[0]).toMatchObject({
      external_id: 'import:246157',
      text: '暖气不热',
      at: Date.UTC(2026, 10, 20, 10, 0, 18),
      metrics: { likes: 3 },
      url: 'https://example.com/x',
    });
  });

  test('a cell of XLSX with a date alone is as exact as the same date in words', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('一');
    sheet.addRow(['内容', '发布时间']);
    sheet.addRow(['暖气不热', new Date(Date.UTC(2026, 10, 20))]).getCell(2).numFmt = 'yyyy-mm-dd';
    sheet.addRow(['真冷', new Date(Date.UTC(2026, 10, 20, 0, 0, 1))]);
    sheet.addRow(['停水', new Date(Date.UTC(2026, 10, 20, 8, 30))]);
    sheet.addRow(['报修', '2026-11-20']);
    const path = join(tempFolder(), 'a.xlsx');
    await book.xlsx.writeFile(path);
    const db = await makeDatabase();
    await importFile(db, path);
    const midnight = Date.UTC(2026, 10, 19, 16);
    expect((await posts(db)).map((post) => [post.text, post.at - midnight, post.precision])).toEqual([
      ['暖气不热', 0, 'day'],
      ['真冷', 1_000, 'second'],
      ['停水', 8.5 * 3_600_000, 'second'],
      ['报修', 0, 'day'],
    ]);
  });

  test('JSON lines, packed or not, whatever the file is called', async () => {
    const lines =
      '{"id":1,"text":"暖气不热","publishedAt":1795000000}\n\n{"id":2,"text":"真冷","time":null}\n';
    for (const path of [file('a.txt', lines), file('a.jsonl.gz', gzipSync(lines))]) {
      const db = await makeDatabase();
      expect(await importFile(db, path)).toMatchObject({ rows: 2, stored: 2 });
      expect((await posts(db)).map((post) => [post.at, post.precision])).toEqual([
        [1_795_000_000_000, 'second'],
        [expect.any(Number), 'unknown'],
      ]);
    }
  });

  test('JSON lines with ids beyond 2^53 keep every digit, and imported again are known', async () => {
    const db = await makeDatabase();
    const lines =
      '{"id":7501109588381404711,"text":"暖气不热","likes":3}\n{"id":7501109588381404712,"text":"真冷","likes":123}\n';
    const path = file('a.jsonl', lines);
    expect(await importFile(db, path)).toMatchObject({ stored: 2, refusedCount: 0, changed: [] });
    expect((await posts(db)).map((post) => [post.external_id, post.metrics])).toEqual([
      ['import:7501109588381404711', { likes: 3 }],
      ['import:7501109588381404712', { likes: 123 }],
    ]);
    expect(await importFile(db, path)).toMatchObject({ stored: 0, known: 2 });
    const broken = await rowsOf(file('b.jsonl', '{"id":7501109588381404711\n{7501109588381404711:1}\n'));
    expect(broken).toMatchObject([{ reason: 'bad-json' }, { reason: 'bad-json' }]);
  });

  test('rows without a time are kept and found, and make no hour look busy', async () => {
    const db = await makeDatabase();
    await makeWatch(db, { rule: anyOf('暖气') });
    const path = file(
      'a.jsonl',
      '{"id":1,"text":"暖气不热，太差了"}\n{"id":2,"text":"暖气很热","time":"2026-11-20 08:00"}\n',
    );
    expect(await importFile(db, path)).toMatchObject({ stored: 2, mentions: 2, undated: 1 });
    const hours = await db.selectFrom('bucket').select(['hour', 'count']).execute();
    expect(hours).toEqual([{ hour: Date.UTC(2026, 10, 20, 0), count: 1 }]);
    expect(await db.selectFrom('fact').select('post_id').execute()).not.toContainEqual({ post_id: 1 });
  });

  test('rows dated in the future are told by number and make no hour look busy', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    const path = file('a.csv', 'id,text,time\n1,暖气不热,2026-11-20 08:00\n2,暖气真冷,2027-03-01 08:00\n');
    const report = await importFile(db, path);
    expect(report).toMatchObject({ stored: 2, mentions: 2, undated: 0, future: 1, futureRows: [3] });
    expect((await posts(db)).map((post) => post.precision)).toEqual(['minute', 'unknown']);
    const hours = await db.selectFrom('bucket').select(['hour', 'count']).execute();
    expect(hours).toEqual([{ hour: Date.UTC(2026, 10, 20, 0), count: 1 }]);
    expect(await importFile(db, path)).toMatchObject({ known: 2, future: 0 });
  });

  test('a time that lost its format in a spreadsheet is still one', async () => {
    const db = await makeDatabase();
    const path = file(
      'a.csv',
      'text,time\n暖气不热,43700.515277777798\n真冷,43700\n热了,2019/8/23 12:22:00\n',
    );
    await importFile(db, path);
    const at = Date.UTC(2019, 7, 23, 4, 22);
    expect((await posts(db)).map((post) => [post.at, post.precision])).toEqual([
      [at, 'second'],
      [Date.UTC(2019, 7, 22, 16), 'day'],
      [at, 'second'],
    ]);
  });

  test('what it cannot be is said before anything is stored', async () => {
    await expect(rowsOf(join(tempFolder(), 'none.csv'))).rejects.toMatchObject({ code: 'bad_file' });
    await expect(rowsOf(file('empty.csv', ''))).rejects.toThrow(/is empty/);
    await expect(rowsOf(file('old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex')))).rejects.toThrow(
      /old Excel/,
    );
    await expect(rowsOf(file('no.xlsx', 'PK\u0003\u0004 but no workbook'))).rejects.toMatchObject({
      code: 'bad_file',
    });
  });
});

describe('importing again', () => {
  test('changes nothing, with ids and without', async () => {
    const db = await makeDatabase();
    const text = 'text,author\n暖气不热,甲\n暖气不热,乙\n暖气不热,甲\n';
    const path = file('a.csv', text);
    expect(await importFile(db, path)).toMatchObject({ stored: 2, known: 1 });
    const before = await posts(db);
    expect(await importFile(db, path)).toMatchObject({ stored: 0, known: 3, changed: [] });
    expect(await posts(db)).toEqual(before);
  });

  test('an id that now has other words is told by its row', async () => {
    const db = await makeDatabase();
    await importFile(db, file('a.csv', 'id,text\n1,暖气不热已经三天了\n2,真冷\n'));
    const report = await importFile(db, file('b.csv', 'id,text\n9,新来的\n1,完全不同的一段话在这里\n'));
    expect(report).toMatchObject({ stored: 1, known: 1, changed: [3] });
  });
});

describe('faults', () => {
  test('of rows are named by their number and cost no other row', async () => {
    const db = await makeDatabase();
    const bytes = Buffer.concat([
      Buffer.from('id,text,time,likes\n1,暖气不热,2026-11-20,1\n2,,2026-11-20,1\n'),
      Buffer.from('3,'),
      Buffer.from([0xff, 0xfe, 0x80]),
      Buffer.from(',2026-11-20,1\n4,今天,暖气,不热,又停了\n5,真冷,someday,1\n6,真冷,2026-11-20,many\n'),
      Buffer.from('7,"没有关上的引号,2026-11-20,1\n8,"下一行",2026-11-20,1\n9,最后一行\n'),
    ]);
    const report = await importFile(db, file('faulty.csv', bytes));
    expect(report.refused).toEqual([
      { row: 3, reason: 'no-text' },
      { row: 4, reason: 'undecodable' },
      { row: 5, reason: 'too-many-cells' },
      { row: 6, reason: 'bad-time' },
      { row: 7, reason: 'wrong-type:likes' },
      { row: 8, reason: 'unclosed-quote' },
    ]);
    expect(report).toMatchObject({ rows: 9, stored: 3, refusedCount: 6 });
    expect((await posts(db)).map((post) => post.text)).toEqual(['暖气不热', '下一行', '最后一行']);
    expect((await listRefusals(db, 10)).map((row) => row.origin)).toEqual(Array(6).fill('faulty.csv'));
  });

  test('of JSON lines too', async () => {
    const db = await makeDatabase();
    const lines = [
      '{"text":"暖气不热"}',
      '{broken',
      '[1]',
      '{"text":{"a":1}}',
      '{"author":"x"}',
      '{"text":"真冷"}',
    ];
    const report = await importFile(db, file('a.jsonl', lines.join('\n')));
    expect(report.refused).toEqual([
      { row: 2, reason: 'bad-json' },
      { row: 3, reason: 'not-an-object' },
      { row: 4, reason: 'wrong-type:text' },
      { row: 5, reason: 'no-text-column' },
    ]);
    expect(report.stored).toBe(2);
  });

  test('a packed file that breaks off loses only what is missing', async () => {
    const db = await makeDatabase();
    const lines = Array.from({ length: 20_000 }, (_, n) => `{"id":${n},"text":"暖气不热 ${n * 7919}"}`).join(
      '\n',
    );
    const packed = gzipSync(lines);
    const report = await importFile(db, file('cut.jsonl.gz', packed.subarray(0, packed.length - 5_000)));
    expect(report.stored).toBeGreaterThan(1_000);
    expect(report.refused.at(-1)).toMatchObject({ reason: 'file-damaged' });
  });

  test('a file without any column for text refuses every row, in words', async () => {
    const db = await makeDatabase();
    const report = await importFile(db, file('a.csv', 'a,b\n1,2\n3,4\n'));
    expect(report.refused).toEqual([
      { row: 2, reason: 'no-text-column' },
      { row: 3, reason: 'no-text-column' },
    ]);
  });
});

describe('reading ahead', () => {
  const row = (n: number): ImportRow => ({
    row: n + 2,
    cells: { id: `${n}`, text: `${n < 400 ? '暖气不热' : '地铁晚点'},第${n * 7_919}户` },
  });

  test('what came before a fault is stored, in whole batches', async () => {
    const db = await makeDatabase();
    async function* rows() {
      for (let n = 0; n < 450; n++) yield row(n);
      throw new Error('the disk is gone');
    }
    const deps = { ...ingestDeps(db), readTime: parseChineseDate };
    await expect(importRows(deps, { rows: rows(), origin: 'a.csv' })).rejects.toThrow('the disk is gone');
    expect(await posts(db)).toHaveLength(400);
  });

  test('a watch changed while the next batch is read already applies to it', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const deps = { ...ingestDeps(db), readTime: parseChineseDate };
    const metro = watchInput({ rule: anyOf('地铁') });
    async function* rows() {
      for (let n = 0; n < 600; n++) {
        // The second batch is read by now and not stored.
        if (n === 400) await updateWatch(db, watch.id, metro, NOW);
        yield row(n);
      }
    }
    const report = await importRows(deps, { rows: rows(), origin: 'a.csv' });
    // Of the first batch every row, of the second none, of the third every row.
    expect(report).toMatchObject({ stored: 600, mentions: 400 });
  });
});

test('a file of 100,000 rows is read in flat memory', async () => {
  const row = `${'很长的一段话,'.repeat(40)}\n`;
  const path = file('big.csv', `text\n${`"${row.trim()}"\n`.repeat(100_000)}`);
  let most = 0;
  let count = 0;
  const start = process.memoryUsage().rss;
  for await (const _ of readRows(path)) {
    count += 1;
    if (count % 10_000 === 0) most = Math.max(most, process.memoryUsage().rss - start);
  }
  expect(count).toBe(100_000);
  expect(most).toBeLessThan(200 * 1024 * 1024);
});
