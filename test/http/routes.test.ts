import { describe, expect, test } from 'vitest';
import type { RoutesScreen, RouteTrial } from '../../server/core/screens/routes.ts';
import { makeChannel } from '../support/make-channel.ts';
import { makeWatch } from '../support/make-watch.ts';
import { faultOf, serveHttp } from './serve.ts';

const line = (parts: object = {}) => ({
  id: null,
  depth: 0,
  name: '热力',
  match: {},
  channelIds: [],
  callsChain: false,
  goesOn: false,
  active: true,
  ...parts,
});

async function withTeam() {
  const served = await serveHttp();
  const watch = await makeWatch(served.db);
  const channel = await makeChannel(served.db, { name: '热力群' });
  const ask = async <T>(method: string, at: string, body?: unknown): Promise<T> => {
    const answer = await served.ask(method, `/api/routes${at}`, body === undefined ? {} : { body });
    expect(answer.status, answer.body).toBe(200);
    return answer.json();
  };
  const refused = async (routes: readonly object[]) => {
    const answer = await served.ask('PUT', '/api/routes', { body: { routes } });
    const fault = faultOf(answer);
    return [answer.status, fault.code, fault.message];
  };
  return { ...served, watch, channel, ask, refused };
}

describe('who gets what', () => {
  test('at first nothing is said, and what can be named is told', async () => {
    const { ask, watch, channel } = await withTeam();
    const screen = await ask<RoutesScreen>('GET', '');
    expect(screen).toMatchObject({
      routes: [],
      hasChain: false,
      platforms: [],
      watches: [{ id: watch.id, name: '供热' }],
      channels: [{ id: channel.id, name: '热力群', kind: 'webhook', active: true }],
    });
  });

  test('the whole outline is kept at once', async () => {
    const { ask, watch, channel } = await withTeam();
    const hours = { days: 'workdays', from: 540, to: 1080, zone: 'Asia/Shanghai' };
    const match = { watchIds: [watch.id], minLevel: 'II', touchpoints: ['hotline'], areas: ['铁西'], hours };
    const { routes } = await ask<RoutesScreen>('PUT', '', {
      routes: [line({ match, channelIds: [channel.id] }), line({ depth: 1, name: '夜里', callsChain: true })],
    });
    expect(routes).toMatchObject([
      { depth: 0, match },
      { depth: 1, name: '夜里' },
    ]);
    const kept = await ask<RoutesScreen>('PUT', '', { routes: [{ ...routes[1], depth: 0 }, routes[0]] });
    expect(kept.routes.map(({ id }) => id)).toEqual([routes[1]?.id, routes[0]?.id]);
    expect((await ask<RoutesScreen>('GET', '')).routes).toEqual(kept.routes);
  });

  test('what cannot be is refused, field by field', async () => {
    const { refused } = await withTeam();
    const all = Array.from({ length: 101 }, () => line());
    expect(await refused(all)).toEqual([400, 'bad_request', 'routes: are more than 100']);
    const deep = Array.from({ length: 6 }, (_, depth) => line({ depth }));
    expect(await refused(deep)).toEqual([400, 'bad_request', 'routes.5.depth: lies deeper than 5 levels']);
    expect((await refused([line({ depth: 1 })]))[2]).toBe(
      'routes.0.depth: has no line above it to belong to',
    );
    expect((await refused([line({ channelIds: [9] })]))[2]).toBe(
      'routes.0.channelIds: there is no channel 9',
    );
    const nothing = { minLevel: 'I', maxLevel: 'IV', watchIds: [] };
    expect((await refused([line({ match: nothing })]))[2]).toBe(
      'routes.0.match.watchIds: must name something, or be left out; routes.0.match.maxLevel: is lower than the lowest level',
    );
    expect(await refused([line({ id: 7 })])).toEqual([409, 'conflict', 'there is no route 7 any more']);
  });
});

test('a sample shows its way and what each receiver would read, and leaves no trace', async () => {
  const { ask, watch, channel, db } = await withTeam();
  const night = { days: 'every-day', from: 18 * 60, to: 9 * 60, zone: 'Asia/Shanghai' };
  await ask('PUT', '', {
    routes: [
      line({ match: { hours: night }, name: '夜里' }),
      line({ match: { platforms: ['weibo'] }, channelIds: [channel.id] }),
    ],
  });
  const sample = { watchId: watch.id, level: 'II', platforms: ['weibo'] };
  const at = Date.parse('2026-11-23T10:00:00+08:00');
  const trial = await ask<RouteTrial>('POST', '/test', { sample: { ...sample, at } });
  expect(trial.asked.map(({ outcome }) => outcome)).toEqual(['refused', 'taken']);
  expect(trial.receivers).toMatchObject([
    { channelId: channel.id, held: null, because: [{ why: 'route', path: ['热力'], person: null }] },
  ]);
  expect(trial.receivers[0]?.message?.subject).toMatch(/供热/);
  const late = await ask<RouteTrial>('POST', '/test', { sample: { ...sample, at: at + 12 * 3_600_000 } });
  expect(late.asked.map(({ outcome }) => outcome)).toEqual(['taken', 'not-asked']);
  expect(late.receivers).toMatchObject([{ because: [{ why: 'everybody', path: [] }] }]);
  expect(await db.selectFrom('delivery').selectAll().execute()).toEqual([]);
});
