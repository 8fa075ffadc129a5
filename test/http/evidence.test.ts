import { createHash } from 'node:crypto';
import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import type { AuditRow } from '../../server/core/screens/access.ts';
import { HOUR } from '../../server/core/time.ts';
import { makeStage } from '../flows/alert/alert-stage.ts';
import { makePlace } from '../support/database.ts';
import { makePost, NOW } from '../support/make.ts';
import { SPAN, serveSeeded } from './seeded.ts';
import { faultOf, serveHttp } from './serve.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const LONG = `停暖第三天。${'老人孩子都冻着，没有人管。'.repeat(200)}完`;

/** The sheets of such a file, as text. */
async function sheetsOf(address: string) {
  const answer = await fetch(address);
  expect(answer.status).toBe(200);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(await answer.arrayBuffer());
  const textOf = (sheet: string) =>
    (book.getWorksheet(sheet)?.getSheetValues() ?? []).flatMap((row) =>
      Array.isArray(row) ? [row.slice(1).map((cell) => String(cell ?? ''))] : [],
    );
  const about = Object.fromEntries(textOf('说明').map(([name = '', words = '']) => [name, words]));
  const [heads = [], ...rows] = textOf('清单');
  return { about, heads, rows, name: decodeURIComponent(answer.headers.get('content-disposition') ?? '') };
}

/** An installation with three posts about a stop of heating, and the list of evidence that it gives of a filter. */
async function serveEvidence() {
  const place = await makePlace();
  const stage = await makeStage({}, place);
  await stage.store([
    makePost({
      text: '=HYPERLINK("http://evil.example") 停暖还说是谣言',
      author: '真实昵称',
      url: 'https://bbs.example/t/1',
      publishedAt: NOW - HOUR,
      metrics: { views: 5_000, reposts: 499, likes: 3 },
    }),
    makePost({ text: LONG, publishedAt: NOW - 2 * HOUR, metrics: { reposts: 500 } }),
    makePost({ text: '停暖已经恢复，谢谢师傅', publishedAt: NOW - 3 * HOUR }),
  ]);
  const { url } = await serveHttp({}, place);
  const span = `from=${NOW - 24 * HOUR}&to=${NOW + HOUR}`;
  return (filter = '') => sheetsOf(`${url}/api/mentions/evidence?${span}&watch=${stage.watch.id}${filter}`);
}

test('posts are taken down whole, with where they stood, when they were first seen, and no real name', async () => {
  const evidence = await serveEvidence();
  const { heads, rows, about, name } = await evidence();
  expect(heads.slice(0, 5)).toEqual(['序号', '平台', '链接', '标题', '正文']);
  expect(rows.map(([no]) => no)).toEqual(['1', '2', '3']);
  const [first = [], second = []] = rows;
  expect(first[2]).toBe('https://bbs.example/t/1');
  expect(first[4]).toBe('=HYPERLINK("http://evil.example") 停暖还说是谣言');
  expect(JSON.stringify(rows)).not.toContain('真实昵称');
  expect(first[heads.indexOf('首次采集')]).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/);
  expect(second[4]).toBe(LONG);
  expect(about).toMatchObject({ 条数: '3 条', 导出人: '未登录' });
  expect(name).toMatch(/filename\*=UTF-8''证据清单 .+\.xlsx$/);
});

test('each row and the whole list are sealed, so that whoever holds the file can check it', async () => {
  const evidence = await serveEvidence();
  const { rows, about, heads } = await evidence();
  const seals = rows.map((row) => {
    const cells = heads.slice(0, -1).map((_, at) => row[at] ?? '');
    expect(row.at(-1)).toBe(sha256(cells.join('\n')));
    return String(row.at(-1));
  });
  expect(new Set(seals).size).toBe(3);
  expect(about.清单校验值).toBe(sha256(seals.join('\n')));
  const again = await evidence();
  expect(again.about.清单校验值).toBe(about.清单校验值);
});

test('what was read or passed on often enough to be grave in law is marked, one less is not', async () => {
  const { rows, heads } = await (await serveEvidence())();
  expect(rows.map((row) => row[heads.indexOf('传播量提示')])).toEqual(['浏览达到 5000', '转发达到 500', '']);
});

test('only what the filter shows is in it, and it says by what it was chosen', async () => {
  const { rows, about } = await (await serveEvidence())('&q=%E8%B0%A3%E8%A8%80&fact=sev.outage');
  expect(rows).toHaveLength(1);
  expect(about).toMatchObject({ 关键词: '谣言', 标签: '服务中断', 条数: '1 条' });
});

test('of a story it has every post, from the first on, and says which story', async () => {
  const { url, ask, get } = await serveSeeded();
  const [story] = (await get(`/api/stories?${SPAN}`)).rows;
  const { rows, about, heads } = await sheetsOf(`${url}/api/stories/${story.id}/evidence`);
  expect(rows).toHaveLength(story.posts);
  const times = rows.map((row) => String(row[heads.indexOf('发布时间')]));
  expect(times).toEqual(times.toSorted());
  expect(about).toMatchObject({ 证据清单: story.title, 事件编号: String(story.id) });
  expect((await ask('GET', '/api/stories/99999/evidence')).status).toBe(404);
});

test('who took what away is written down before it goes, with what it was chosen by; what programs read is not', async () => {
  const { ask, get, readToken, readAs, watch } = await serveSeeded();
  const asked = `${SPAN}&watch=${watch}`;
  expect((await ask('GET', `/api/mentions/evidence?${asked}&q=${encodeURIComponent('停暖')}`)).status).toBe(
    200,
  );
  expect((await ask('GET', `/api/mentions.csv?${asked}&fact=sev.outage`)).status).toBe(200);
  expect((await ask('GET', '/api/mentions.csv?from=nonsense')).status).toBe(400);
  expect((await readAs(await readToken([watch]), `/api/mentions.csv?${asked}`)).status).toBe(200);
  // A moment that no calendar names is written down as it was asked for.
  expect((await ask('GET', '/api/feeds.opml?from=8640000000000000')).status).toBe(200);
  const rows: AuditRow[] = (await get('/api/audit')).rows;
  const taken = rows.filter(({ action }) => action.startsWith('mention.'));
  expect(taken.map(({ action }) => action)).toEqual(['mention.export', 'mention.evidence']);
  expect(taken[0]?.detail).toContain('fact=sev.outage');
  expect(taken[1]?.detail).toContain('words=停暖');
  expect(taken[1]?.detail).toMatch(/since=20\d\d-\d\d-\d\d \d\d:\d\d:\d\d/);
});

test.each(['/mentions', '/mentions.csv', '/mentions/evidence', '/mentions/platforms'])(
  'of a watch that there is not %s tells nothing, instead of that nothing was said',
  async (at) => {
    const { ask } = await serveHttp();
    const answer = await ask('GET', `/api${at}?watch=999`);
    expect([answer.status, faultOf(answer).code]).toEqual([404, 'not_found']);
    expect((await ask('GET', `/api${at}`)).status).toBe(200);
  },
);
