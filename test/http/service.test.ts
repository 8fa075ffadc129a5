import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, startOfDay, startOfHour } from '../../server/core/time.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makePost } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';
import { faultOf, serveHttp } from './serve.ts';

async function served() {
  const desk = await serveHttp();
  const watch = await makeWatch(desk.db, { name: '热力公司' });
  const body = { by: '陈', watchId: watch.id, touchpoint: 'hotline', dimension: null, title: '增开坐席' };
  const make = (more: object = {}) =>
    desk.ask('POST', '/api/fixes', { body: { ...body, doneAt: Date.now() - DAY, ...more } });
  const screen = (query = '') => desk.get(`/api/service${query}`);
  return { ...desk, watch, make, screen };
}

describe('service expectations', () => {
  test('an empty installation has an empty page, not a broken one', async () => {
    const { ask } = await serveHttp();
    const answer = await ask('GET', '/api/service');
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({
      watchId: null,
      watches: [],
      mentions: 0,
      before: null,
      touchpoints: [],
      fixes: [],
      fixesInAll: 0,
    });
  });

  test.each([
    ['/api/service?watch=7', 404],
    ['/api/service?watch=x', 400],
    ['/api/service?from=0', 400],
    ['/api/service?from=1750000000000&to=1600000000000', 400],
    ['/api/service?from=8000000000000', 400],
    ['/api/service/kano', 200],
    ['/api/service/kano?watch=7', 404],
    ['/api/service/kano?from=0', 400],
    ['/api/service/suggestions', 200],
    ['/api/service/suggestions?watch=7', 404],
    ['/api/service/suggestions?from=0', 400],
    ['/api/service/hotline', 200],
    ['/api/service/hotline?watch=7', 404],
    ['/api/service/hotline?from=0', 400],
    ['/api/service/gossip', 400],
    ['/api/service/hotline/more', 404],
  ])('%s answers %d', async (at, status) => {
    const { ask } = await served();
    expect((await ask('GET', at)).status).toBe(status);
  });

  test('a page tells of complaints, and of what they say was promised', async () => {
    const { ask, get, db, screen } = await served();
    const at = Date.now() - 60_000;
    const texts = ['供热热线说好2小时上门，结果6小时才来人，太差劲了', '供热热线打了8遍没人接，太差劲了'];
    const posts = texts.map((text) => makePost({ text, publishedAt: at, observedAt: at }));
    await ingest(ingestDeps(db, { now: Date.now }), { posts, origin: 'test' });
    expect(await screen()).toMatchObject({
      mentions: 2,
      touchpoints: expect.arrayContaining([
        expect.objectContaining({ touchpoint: 'hotline', complaints: 2, before: null, growth: null }),
      ]),
    });
    const looked = await get('/api/service/hotline');
    expect(looked).toMatchObject({
      touchpoint: 'hotline',
      looked: 2,
      gaps: [{ unit: 'hour', mentions: 1, expected: 2, actual: 6, relative: 2, worse: 1 }],
      examples: [{ quote: '说好2小时上门，结果6小时', expected: 2, actual: 6, unit: 'hour' }],
    });
    const mention = await ask('GET', `/api/mentions/${looked.examples[0].mentionId}`);
    expect(mention.json().fullText).toBe(texts[0]);
  });
});

describe('a touchpoint looked into', () => {
  test('is of the hours that the page counts', async () => {
    const { get, db, screen } = await served();
    const hour = startOfHour(Date.now()) - 3 * HOUR;
    const texts = ['供热热线说好2小时上门，结果6小时才来人，太差劲了', '供热热线打了8遍没人接，太差劲了'];
    const posts = texts.map((text, n) => {
      const at = n === 0 ? hour + MINUTE : hour + 2 * HOUR - MINUTE;
      return makePost({ text, publishedAt: at, observedAt: at });
    });
    await ingest(ingestDeps(db, { now: Date.now }), { posts, origin: 'test' });
    const range = `from=${hour + 30 * MINUTE}&to=${hour + 90 * MINUTE}`;
    const { touchpoints } = await screen(`?${range}`);
    const looked = (await get(`/api/service/hotline?${range}`)).looked;
    expect([touchpoints[0].complaints, looked]).toEqual([2, 2]);
  });
});

describe('fixes', () => {
  test('are made and removed, each in somebody’s name, and stand on the page of their watch', async () => {
    const { ask, bus, watch, make, screen } = await served();
    const doneAt = startOfDay(Date.now()) - 3 * DAY;
    const heard: unknown[] = [];
    bus.subscribe((event) => event.kind === 'settings' && heard.push(event.what));
    const made = await make({ title: ' 增开坐席 ', dimension: 'responsiveness', doneAt });
    expect(made.status).toBe(201);
    // Other pages that are open hear of it.
    expect(heard).toEqual(['fixes']);
    const fix = made.json();
    expect(fix).toMatchObject({
      watchId: watch.id,
      touchpoint: 'hotline',
      dimension: 'responsiveness',
      title: '增开坐席',
      doneAt,
      createdBy: '陈',
    });
    const proof = { verdict: 'early', weeks: 0, difference: null };
    for (const query of ['', `?watch=${watch.id}`]) {
      expect((await screen(query)).fixes).toMatchObject([{ ...fix, watchName: '热力公司', proof }]);
    }
    const removed = await ask('POST', `/api/fixes/${fix.id}/remove`, { body: { by: '李' } });
    expect(removed.status).toBe(200);
    expect(heard).toEqual(['fixes', 'fixes']);
    expect((await screen()).fixes).toEqual([]);
    const again = await ask('POST', `/api/fixes/${fix.id}/remove`, { body: { by: '李' } });
    expect([again.status, faultOf(again).code]).toEqual([404, 'not_found']);
  });

  test.each([
    ['says nothing', { title: '  ' }, ['title']],
    ['says too much', { title: '修'.repeat(201) }, ['title']],
    ['is still to come', { doneAt: Date.now() + DAY }, ['doneAt']],
    ['is of no moment', { doneAt: -1 }, ['doneAt']],
    ['is of no touchpoint', { touchpoint: 'gossip' }, ['touchpoint']],
    ['is of no dimension', { dimension: 'gossip' }, ['dimension']],
    ['is nobody’s', { by: ' ' }, ['by']],
    ['is wrong twice', { title: '', doneAt: Date.now() + DAY }, ['title', 'doneAt']],
  ])('one that %s is refused with its reasons, and nothing is kept of it', async (_, wrong, fields) => {
    const { make, db } = await served();
    const answer = await make(wrong);
    expect([answer.status, faultOf(answer).code]).toEqual([400, 'bad_request']);
    const { faults } = faultOf(answer).details as { faults: readonly { field: string }[] };
    expect(faults.map(({ field }) => field)).toEqual(fields);
    expect(await db.selectFrom('fix').selectAll().execute()).toEqual([]);
  });

  test('one of no watch is not found; removing wants a name and leaves what is there', async () => {
    const { ask, make, screen } = await served();
    const answer = await make({ watchId: 99 });
    expect([answer.status, faultOf(answer).code]).toEqual([404, 'not_found']);
    const { id } = (await make()).json();
    const nameless = await ask('POST', `/api/fixes/${id}/remove`, { body: {} });
    expect(nameless.status).toBe(400);
    expect((await screen()).fixes).toMatchObject([{ id }]);
  });
});
