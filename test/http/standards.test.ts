import { describe, expect, test } from 'vitest';
import { DAY } from '../../server/core/time.ts';
import { makeWatch } from '../support/make-watch.ts';
import { faultOf, serveHttp } from './serve.ts';

const room = {
  by: '陈',
  watchId: 1,
  touchpoint: 'heating',
  unit: 'celsius',
  name: '室温',
  owner: '供热部',
  floor: 18,
  target: 20,
};

async function served() {
  const desk = await serveHttp();
  await makeWatch(desk.db, { name: '热力公司' });
  const make = (more: object = {}) => desk.ask('POST', '/api/standards', { body: { ...room, ...more } });
  const screen = () => desk.get('/api/standards');
  const amend = (id: number, more: object = {}) =>
    desk.ask('PUT', `/api/standards/${id}`, { body: { ...room, ...more } });
  return { ...desk, make, screen, amend };
}

describe('service standards', () => {
  test('are written down, amended and retired, each in somebody’s name, and other pages hear of it', async () => {
    const { ask, get, bus, db, make, screen, amend } = await served();
    const heard: unknown[] = [];
    bus.subscribe((event) => event.kind === 'settings' && heard.push(event.what));
    const promise = { text: '室温不低于 18 ℃', value: 18, url: 'https://heat.example/promise', from: 0 };
    const made = await make({ promise });
    expect(made.status).toBe(201);
    const { id, ...standard } = made.json();
    // Which way is better goes by the unit unless it is said.
    expect(standard).toMatchObject({
      better: 'high',
      ideal: null,
      promise: { ...promise, to: null },
      version: 1,
    });
    const [row] = (await screen()).standards;
    expect(row).toMatchObject({ id, watchName: '热力公司', standing: { told: { posts: 0 }, zone: null } });

    const amended = await amend(id, { floor: 19, by: '李', seen: row.mark });
    expect([amended.status, amended.json()]).toMatchObject([200, { floor: 19, changedBy: '李' }]);
    const late = await amend(id, { floor: 17, seen: row.mark });
    expect([late.status, faultOf(late).code]).toEqual([409, 'overtaken']);
    const forced = await amend(id, { floor: 17, seen: faultOf(late).details.mark });
    expect(forced.status).toBe(200);

    const looked = await get(`/api/standards/${id}`);
    expect(looked.versions.map(({ floor, by }: typeof looked) => [floor, by])).toEqual([
      [17, '陈'],
      [19, '李'],
      [18, '陈'],
    ]);
    const retire = () =>
      ask('POST', `/api/standards/${id}/retire`, { body: { by: '李', seen: looked.row.mark } });
    expect((await retire()).status).toBe(200);
    expect((await screen()).standards).toEqual([]);
    expect((await retire()).status).toBe(404);
    expect(heard).toEqual(['standards', 'standards', 'standards', 'standards']);
    const audit = await db.selectFrom('audit').select(['action', 'who', 'object_id']).orderBy('id').execute();
    expect(audit.map(({ action, who, object_id }) => [action, who, object_id])).toEqual([
      ['standard.add', '陈', String(id)],
      ['standard.change', '李', String(id)],
      ['standard.change', '陈', String(id)],
      ['standard.retire', '李', String(id)],
    ]);
  });

  test.each([
    ['is of no watch', { watchId: 9 }, 404, undefined],
    ['is of no touchpoint', { touchpoint: 'gossip' }, 400, ['touchpoint']],
    ['is of no unit', { unit: 'percent' }, 400, ['unit']],
    ['says nothing', { name: ' ', owner: '' }, 400, ['name', 'owner']],
    ['aims below its floor', { target: 17 }, 400, ['target']],
    ['is without bounds', { floor: 1e12 }, 400, ['floor']],
    ['is nobody’s', { by: ' ' }, 400, ['by']],
    [
      'promises behind a script',
      { promise: { text: '好', value: 18, url: 'javascript:1', from: 0 } },
      400,
      ['promise.url'],
    ],
    ['promises backwards', { promise: { text: '好', value: 18, from: DAY, to: 1 } }, 400, ['promise.to']],
  ])('one that %s is refused, and nothing is kept of it', async (_, wrong, status, fields) => {
    const { make, db } = await served();
    const answer = await make(wrong);
    expect(answer.status).toBe(status);
    const { faults } = faultOf(answer).details as { faults?: readonly { field: string }[] };
    expect(faults?.map(({ field }) => field)).toEqual(fields);
    expect(await db.selectFrom('standard').selectAll().execute()).toEqual([]);
  });

  test.each([
    ['/api/standards', 200],
    ['/api/standards?watch=7', 404],
    ['/api/standards?from=0', 400],
    ['/api/standards/1', 404],
    ['/api/standards/x', 400],
  ])('%s answers %d', async (at, status) => {
    const { ask } = await served();
    expect((await ask('GET', at)).status).toBe(status);
  });
});
