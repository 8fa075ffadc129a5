import { describe, expect, onTestFinished, test } from 'vitest';
import type { JobHandlers } from '../../server/core/job/job.ts';
import { DAY, startOfDay } from '../../server/core/time.ts';
import { surveyList } from '../../server/http/answers/surveys.ts';
import { openInbox } from '../../server/inbox.ts';
import { createSurveyHandlers } from '../../server/worker/survey-handlers.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makeQueue } from '../support/make-queue.ts';
import { makeWatch } from '../support/make-watch.ts';
import { faultOf, serveHttp } from './serve.ts';

const TODAY = startOfDay(Date.now());
const days = { from: TODAY - 7 * DAY, to: TODAY };

/** A server with a worker that looks through surveys behind it. */
async function served() {
  const desk = await serveHttp();
  const { db, bus, url } = desk;
  const queue = makeQueue(db, { bus, now: Date.now });
  const inbox = openInbox({ dataFolder: desk.folder }, db);
  const handlers = createSurveyHandlers({ ...ingestDeps(db), inbox, now: Date.now });
  queue.work(handlers as JobHandlers, { 'inspect-survey': 1, 'keep-survey': 1 });
  onTestFinished(() => queue.drain(5_000));
  await makeWatch(db, { name: '热力公司' });
  const send = async (text: string, name = '十一月.csv') =>
    fetch(`${url}/api/surveys/files?name=${encodeURIComponent(name)}`, { method: 'POST', body: text });
  const upload = async (text: string): Promise<number> =>
    ((await (await send(text)).json()) as { id: number }).id;
  const inspect = async (id: number, body: object = { mapping: null }) => {
    const answer = await desk.ask('POST', `/api/surveys/files/${id}/inspect`, { body });
    return { status: answer.status, ...answer.json() };
  };
  const keep = async (text: string, more: object = {}) => {
    const file = await upload(text);
    const { mapping } = await inspect(file);
    const body = { by: '陈', file, watchId: 1, name: '十一月', ...days, mapping, ...more };
    return desk.ask('POST', '/api/surveys', { body });
  };
  const list = async () => (await desk.get('/api/surveys')).surveys;
  return { ...desk, send, upload, inspect, keep, list };
}

const FILE = `\ufeff姓名,推荐意愿,满意度,意见\n${'张三,9,满意,热线打了四十分钟没人接，太慢了\n李四,3,不满意,\n'.replaceAll('，', '。').repeat(12)}`;

describe('surveys', () => {
  test('are uploaded, looked through, kept, amended and deleted, each in somebody’s name', async () => {
    const { ask, get, bus, db, upload, inspect, keep, list } = await served();
    const heard: unknown[] = [];
    bus.subscribe((event) => event.kind === 'settings' && heard.push(event.what));
    const file = await upload(FILE);
    expect(await inspect(file)).toMatchObject({
      status: 200,
      rows: 24,
      good: 24,
      refusedCount: 0,
      mapping: { uses: { 推荐意愿: 'nps', 满意度: 'csat', 意见: 'text' } },
      columns: [{ name: '姓名', why: 'personal', sample: '' }, {}, {}, {}],
    });
    const kept = await keep(FILE);
    expect(kept.status).toBe(201);
    const { survey } = kept.json();
    expect(survey).toMatchObject({ id: 1, name: '十一月', answers: 24, texts: 12, createdBy: '陈' });
    const [row] = await list();
    expect(row).toMatchObject({
      watchName: '热力公司',
      figures: { nps: { value: 0, n: 24 }, csat: { satisfied: 12 } },
    });

    // The same rows again are that survey, and nothing has changed.
    const again = await keep(FILE, { name: '又一次' });
    expect([again.status, again.json()]).toEqual([200, { survey, known: true }]);
    expect((await inspect(file)).known).toEqual([{ id: 1, watchId: 1, name: '十一月' }]);
    expect((await ask('DELETE', `/api/surveys/files/${file}`)).status).toBe(204);

    const terms = { by: '李', name: '改名', ...days };
    const amended = await ask('PUT', '/api/surveys/1', { body: { ...terms, seen: row.mark } });
    expect([amended.status, amended.json()]).toMatchObject([200, { name: '改名', changedBy: '李' }]);
    const late = await ask('PUT', '/api/surveys/1', { body: { ...terms, seen: row.mark } });
    expect([late.status, faultOf(late).code]).toEqual([409, 'overtaken']);
    const opened = await get('/api/surveys/1');
    expect(opened).toMatchObject({ row: { name: '改名' }, beside: { texts: 12, mentions: 0 }, fewest: 20 });
    const remove = () => ask('POST', '/api/surveys/1/remove', { body: { by: '李', seen: opened.row.mark } });
    expect((await remove()).status).toBe(200);
    expect((await remove()).status).toBe(404);
    expect(await list()).toEqual([]);
    expect(heard).toEqual(['surveys', 'surveys', 'surveys']);
    const audit = await db.selectFrom('audit').select(['action', 'who']).orderBy('id').execute();
    expect(audit.map(({ action, who }) => `${action} ${who}`)).toEqual([
      'survey.upload ',
      'survey.upload ',
      'survey.add 陈',
      'survey.upload ',
      'survey.add 陈',
      'survey.change 李',
      'survey.remove 李',
    ]);
  });

  test('leave as a table of figures, formulas disarmed, and are told who took it', async () => {
    const { ask, db, keep } = await served();
    await keep(FILE, { name: '=1+1' });
    const { status, headers, body } = await ask('GET', '/api/surveys/1/figures.csv');
    expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    const [head, nps, csat, ...rest] = body.split('\r\n');
    expect(head).toBe('\ufeff问卷,起,止（不含）,组,指标,数值,95%区间下限,95%区间上限,人数');
    expect(nps).toMatch(/^'=1\+1,\d{4}-.+,全部,NPS（−100至100）,0,-40.0083,40.0083,24$/);
    expect(csat).toMatch(/,全部,满意的占比,0.5,0.3143,0.6857,24$/);
    expect(rest).toEqual(['']);
    const audit = await db.selectFrom('audit').select('action').orderBy('id', 'desc').executeTakeFirst();
    expect(audit?.action).toBe('survey.export');
  });

  test('say on a table which way effort runs', async () => {
    const { ask, keep } = await served();
    const rows = (name: string) => `${name}\n${'2\n4\n'.repeat(12)}`;
    await keep(rows('办理业务费力吗'));
    await keep(rows('办理业务容易吗，省力吗'));
    const csv = async (id: number) => (await ask('GET', `/api/surveys/${id}/figures.csv`)).body;
    expect(await csv(1)).toContain('费力度均值（1至5，越大越费力）,3,');
    expect(await csv(2)).toContain('费力度均值（1至5，越大越省力）,3,');
  });

  test('are answered as the document of the API says', async () => {
    const { get, keep, list } = await served();
    const rows = (n: number) =>
      `推荐意愿,期望：按时供热,实际：按时供热,容易办成吗\n${`${n},5,4,3\n2,4,2,2\n`.repeat(5)}`;
    await keep(rows(9), { name: '十月', from: days.from - 30 * DAY, to: days.from });
    await keep(`${rows(4)}8,5,4,3\n`);
    const answer = await get('/api/surveys?watch=1');
    expect(surveyList.parse(answer)).toEqual(answer);
    const [now] = await list();
    expect(now).toMatchObject({
      before: { name: '十月' },
      changes: { nps: { verdict: 'lower' }, dimensions: [{ dimension: 'reliability' }] },
    });
  });

  test.each([
    ['is of no watch', { watchId: 9 }, 404],
    ['has no name', { name: ' ' }, 400],
    ['is nobody’s', { by: ' ' }, 400],
    ['ended before it began', { to: days.from }, 400],
    ['is of no scale', { mapping: { uses: {}, scale: 6, ces: { scale: 5, better: 'high' } } }, 400],
    [
      'would keep names',
      { mapping: { uses: { 姓名: 'text' }, scale: 5, ces: { scale: 5, better: 'high' } } },
      400,
    ],
    [
      'asks nothing',
      { mapping: { uses: { 姓名: 'leave' }, scale: 5, ces: { scale: 5, better: 'high' } } },
      400,
    ],
  ])('one that %s is refused, and nothing is kept of it', async (_, wrong, status) => {
    const { keep, db } = await served();
    expect((await keep(FILE, wrong)).status).toBe(status);
    expect(await db.selectFrom('survey').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('survey_text').selectAll().execute()).toEqual([]);
  });

  test('never come in by the door of posts, nor posts by theirs', async () => {
    const { ask, get, upload, url, inspect } = await served();
    const survey = await upload(FILE);
    const mapping = { fields: { text: '意见' }, platform: 'x' };
    expect((await ask('GET', `/api/imports/${survey}`)).status).toBe(404);
    const start = await ask('POST', `/api/imports/${survey}/start`, { body: { mapping, remember: null } });
    expect(start.status).toBe(404);
    expect((await get('/api/imports')).files).toEqual([]);
    const posted = await fetch(`${url}/api/imports?name=a.csv`, { method: 'POST', body: 'text\n暖气不热\n' });
    const { id } = (await posted.json()) as { id: number };
    expect((await inspect(id)).status).toBe(404);
    expect((await ask('DELETE', `/api/surveys/files/${id}`)).status).toBe(404);
  });

  test('too large for one is refused', async () => {
    const { send } = await served();
    const answer = await send(`意见\n${'很好很好很好\n'.repeat(2_000_000)}`);
    expect(answer.status).toBe(413);
  });

  test.each([
    ['/api/surveys', 200],
    ['/api/surveys?watch=7', 404],
    ['/api/surveys/1', 404],
    ['/api/surveys/x', 400],
    ['/api/surveys/1/figures.csv', 404],
  ])('%s answers %d', async (at, status) => {
    const { ask } = await served();
    expect((await ask('GET', at)).status).toBe(status);
  });
});
