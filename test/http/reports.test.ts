import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, startOfDay } from '../../server/core/time.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makePost, NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';
import { unzip } from '../support/unzip.ts';
import { faultOf, serveHttp } from './serve.ts';

const EVIL = '<script>alert(1)</script>';
const YESTERDAY = startOfDay(NOW) - DAY;

/** A watch with three posts of yesterday; somebody's name is markup. */
async function served() {
  const desk = await serveHttp({}, undefined, () => NOW);
  await makeWatch(desk.db, { name: `热力${EVIL}` }, YESTERDAY - 9 * DAY);
  const at = YESTERDAY + 10 * HOUR;
  const texts = [
    '供热热线说好2小时上门，结果6小时才来人，太差劲了',
    '暖气很热，师傅态度好',
    '供热今年几号开始',
  ];
  const posts = texts.map((text, n) => makePost({ text, publishedAt: at + n, observedAt: at }));
  await ingest(ingestDeps(desk.db, { now: () => NOW }), { posts, origin: 'test' });
  const make = async (more: object = {}) =>
    desk.ask('POST', '/api/reports', { body: { by: '陈', kind: 'daily', watchId: 1, ...more } });
  const file = async (query: string) => {
    const answer = await fetch(`${desk.url}/api/reports/1/file?${query}`);
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  return { ...desk, make, file };
}

const amendment = (more: object = {}) => ({
  by: '李',
  version: 1,
  title: '供热一日',
  summary: '有人说热线慢。\n已加人。',
  remarks: { volume: '只有三条' },
  ...more,
});

describe('reports', () => {
  test('are previewed, made, listed, amended and deleted', async () => {
    const { ask, get, make } = await served();
    const preview = await ask('GET', '/api/reports/preview?kind=daily&watch=1');
    expect(preview.json()).toMatchObject({
      period: { kind: 'daily', from: YESTERDAY, to: YESTERDAY + DAY, complete: true },
      before: null,
      mentions: 3,
      alerts: 0,
    });
    const made = await make();
    expect(made.status).toBe(201);
    expect(made.json()).toMatchObject({
      id: 1,
      version: 1,
      madeBy: '陈',
      summary: null,
      remarks: {},
    });
    const list = await get('/api/reports');
    expect(list).toMatchObject({ rows: [{ id: 1, kind: 'daily', from: YESTERDAY }], more: false });
    expect(list.rows[0]).not.toHaveProperty('snapshot');

    const changed = await ask('PUT', '/api/reports/1', { body: amendment() });
    expect(changed.json()).toMatchObject({ version: 2, title: '供热一日', changedBy: '李' });
    const late = await ask('PUT', '/api/reports/1', { body: amendment({ by: '王' }) });
    expect([late.status, faultOf(late).code]).toEqual([409, 'conflict']);
    expect(faultOf(late).details).toMatchObject({ changedBy: '李', version: 2 });

    expect((await ask('POST', '/api/reports/1/remove', { body: { by: '李' } })).status).toBe(200);
    expect((await ask('GET', '/api/reports/1')).status).toBe(404);
  });

  test.each([
    ['of no watch', { watchId: 9 }, 404],
    ['of no kind', { kind: 'hourly' }, 400],
    ['that is nobody’s', { by: ' ' }, 400],
    ['of a day to come', { from: NOW + 2 * DAY }, 400],
    ['of a stretch without an end', { kind: 'custom', from: YESTERDAY }, 400],
    ['of a moment that is none', { from: -1 }, 400],
  ])('one %s is refused, and nothing is kept of it', async (_, wrong, status) => {
    const { make, db } = await served();
    expect((await make(wrong)).status).toBe(status);
    expect(await db.selectFrom('report').selectAll().execute()).toEqual([]);
  });

  test.each([
    ['without a title', { title: '  ' }],
    ['of a section that is none', { remarks: { gossip: 'x' } }],
    ['that is too long', { summary: '长'.repeat(10_001) }],
    ['of no version', { version: undefined }],
    ['that no database can store', { summary: 'a\u0000b' }],
  ])('an amendment %s is refused', async (_, wrong) => {
    const { ask, get, make } = await served();
    await make();
    expect((await ask('PUT', '/api/reports/1', { body: amendment(wrong) })).status).toBe(400);
    expect((await get('/api/reports/1')).version).toBe(1);
  });
});

describe('a report as a file', () => {
  test('is a Word file with headings, tables whose heads repeat, a chart in two forms, and what people wrote', async () => {
    const { ask, make, file } = await served();
    await make();
    await ask('PUT', '/api/reports/1', { body: amendment() });
    const { headers, bytes } = await file('format=docx');
    expect(headers.get('content-type')).toContain('wordprocessingml');
    expect(headers.get('content-disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent('供热一日')}`,
    );
    const files = unzip(bytes);
    const body = files.get('word/document.xml')?.toString() ?? '';
    for (const said of [
      '供热一日',
      '一、摘要',
      '有人说热线慢。',
      '二、声量与情感',
      '批注：',
      '只有三条',
      '七、数据说明',
    ]) {
      expect(body).toContain(said);
    }
    expect(body.match(/<w:pStyle w:val="Heading1"\/>/g)).toHaveLength(7);
    const tables = body.match(/<w:tbl>/g)?.length ?? 0;
    expect(tables).toBeGreaterThan(3);
    expect(body.match(/<w:tblHeader\/>/g)).toHaveLength(tables);
    const styles = files.get('word/styles.xml')?.toString();
    for (const font of ['微软雅黑', '仿宋']) expect(styles).toContain(`w:eastAsia="${font}"`);
    // Without the rule LibreOffice takes the number for a height and cuts off the chart.
    const heights = `${body}${styles}`.match(/<w:spacing [^>]*w:line=[^>]*>/g) ?? [];
    expect(heights.length).toBeGreaterThan(5);
    for (const height of heights) expect(height).toContain('w:lineRule="auto"');
    const kinds = [...files.keys()].flatMap((name) => /^word\/media\/.+\.(\w+)$/.exec(name)?.[1] ?? []);
    expect(kinds.toSorted()).toEqual(['png', 'svg']);
    const png = [...files].find(([name]) => name.endsWith('.png'))?.[1];
    expect(png?.subarray(1, 4).toString()).toBe('PNG');
    expect([...files.keys()].join()).toContain('word/footer1.xml');
  });

  test('is a page without scripts in which nothing crawled or named is markup', async () => {
    const { make, file } = await served();
    await make();
    const { headers, bytes } = await file('format=html&show=1');
    expect(headers.get('content-disposition')).toMatch(/^inline/);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    const page = bytes.toString();
    expect(page).toContain('热力&lt;script&gt;alert(1)&lt;/script&gt;舆情日报');
    expect(page).not.toMatch(/<script|javascript:|<link|src=/);
    expect(page).toContain('<svg xmlns="http://www.w3.org/2000/svg"');
    expect(page).toContain('@page { size: A4');
    expect((await file('format=html')).headers.get('content-disposition')).toMatch(/^attachment/);
  });

  test('is a workbook whose figures are numbers, shares with the ends of their intervals', async () => {
    const { make, file } = await served();
    await make();
    const book = new ExcelJS.Workbook();
    const { bytes } = await file('format=xlsx');
    await book.xlsx.load(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    );
    const names = book.worksheets.map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['摘要', '每小时', '声量与情感']);
    expect(book.getWorksheet('每小时')?.getRow(12).values).toEqual([
      undefined,
      expect.stringMatching(/ 10:00:00$/),
      1,
      1,
      1,
      3,
    ]);
    const volume = book.getWorksheet('声量与情感');
    const share = volume?.getColumn(1).values.indexOf('负面占比') ?? 0;
    const row = volume?.getRow(share).values as number[];
    expect(row[2]).toBeCloseTo(1 / 3, 12);
    expect(row[3]).toBeCloseTo(0.0615, 3);
    expect(row[4]).toBeCloseTo(0.7923, 3);
    expect(JSON.stringify(book.getWorksheet('摘要')?.getSheetValues())).toContain('当日共有 3 条提及');
  });

  test('is asked for in a format that there is', async () => {
    const { make, file } = await served();
    await make();
    expect((await file('format=pdf')).status).toBe(400);
    expect((await file('')).status).toBe(400);
    const json = JSON.parse((await file('format=json')).bytes.toString());
    expect(json).toMatchObject({ madeBy: '陈', snapshot: { version: 1 } });
  });

  test('says who changed it last, and is another file than the one before', async () => {
    const { ask, make, file } = await served();
    await make();
    const first = await file('format=html');
    expect(first.bytes.toString()).not.toContain('修改（第');
    const change = { title: '周报', summary: '一切都好。', remarks: {}, version: 1, by: '周雪' };
    expect((await ask('PUT', '/api/reports/1', { body: change })).status).toBe(200);
    const second = await file('format=html');
    expect(second.bytes.toString()).toMatch(/成稿；周雪 \d+月\d+日 \d\d:\d\d 修改（第 2 版）/);
    const nameOf = ({ headers }: typeof first) => headers.get('content-disposition') ?? '';
    expect(nameOf(second)).toContain('tingchao-report-1-v2.html');
    expect(nameOf(first)).toContain('tingchao-report-1.html');
  });
});
