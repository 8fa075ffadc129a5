import { describe, expect, test } from 'vitest';
import type { Route } from '../../../server/core/alert/route.ts';
import type { Reader } from '../../../server/core/reading/analysis.ts';
import { DAY } from '../../../server/core/time.ts';
import { listDeliveries } from '../../../server/db/channel/deliveries.ts';
import { readDuty } from '../../../server/db/channel/duty.ts';
import { listRoutes, type RouteInput } from '../../../server/db/channel/routes.ts';
import { readRouteFacts } from '../../../server/db/views/channel/route-facts.ts';
import { keepChain, keepPerson } from '../../../server/flows/deliver/edit-duty.ts';
import { keepRoutes } from '../../../server/flows/deliver/edit-routes.ts';
import { tryRoutes } from '../../../server/flows/deliver/try-routes.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import wecom from '../../../server/notifiers/wecom.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makeAnalysis, makePost, NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { makeStage, type Stage, voices } from '../alert/alert-stage.ts';

const now = (stage: Stage) => ({ db: stage.db, now: () => stage.at });
const line = (depth: number, name: string, parts: Partial<Route> = {}): RouteInput => ({
  id: null,
  depth,
  name,
  match: {},
  channelIds: [],
  callsChain: false,
  goesOn: false,
  active: true,
  ...parts,
});

/** Two watches, 供热 and 公交, and a channel for each besides 值班群. */
async function twoTeams() {
  const stage = await makeStage({ cooldown: 0 });
  const bus = await makeWatch(stage.db, { name: '公交', rule: anyOf('公交') }, NOW - DAY);
  const all = (await stage.channel({ name: '值班群' })).id;
  const heat = (await stage.channel({ name: '热力群' })).id;
  const ride = (await stage.channel({ name: '公交群' })).id;
  return { stage, bus, all, heat, ride };
}

/** Opens an alert of each watch. */
async function trouble(stage: Stage): Promise<void> {
  await stage.store([...voices(25, '停暖还中毒', stage.at), ...voices(25, '公交中毒', stage.at)]);
  await stage.look();
}

const rung = async ({ db }: Stage) =>
  (
    await db
      .selectFrom('delivery')
      .innerJoin('channel', 'channel.id', 'delivery.channel_id')
      .innerJoin('alert', 'alert.id', 'delivery.alert_id')
      .innerJoin('watch', 'watch.id', 'alert.watch_id')
      .select(['watch.name as watch', 'channel.name', 'delivery.route'])
      .orderBy('watch.id')
      .orderBy('delivery.id')
      .execute()
  ).map(({ watch, name, route }) => [watch, name, ...(route === null ? [] : [route])].join(' '));

describe('an alert goes', () => {
  test('to every channel where there are no routes', async () => {
    const { stage } = await twoTeams();
    await trouble(stage);
    expect(await rung(stage)).toEqual(
      ['供热', '公交'].flatMap((watch) => ['值班群', '热力群', '公交群'].map((name) => `${watch} ${name}`)),
    );
  });

  test('to the team of its watch, and to everybody when it is nobody’s', async () => {
    const { stage, heat } = await twoTeams();
    await keepRoutes(stage, [
      line(0, '热力公司', { match: { watchIds: [stage.watch.id] } }),
      line(1, '值班', { channelIds: [heat] }),
    ]);
    await trouble(stage);
    expect(await rung(stage)).toEqual([
      '供热 热力群 热力公司 › 值班',
      '公交 值班群',
      '公交 热力群',
      '公交 公交群',
    ]);
    const [delivery] = await listDeliveries(stage.db, 1);
    expect(delivery?.route).toBe('热力公司 › 值班');
  });

  test('to both where a route goes on, once through each channel', async () => {
    const { stage, bus, all, heat, ride } = await twoTeams();
    await keepRoutes(stage, [
      line(0, '都看', { channelIds: [all, heat], goesOn: true }),
      line(0, '热力', { match: { watchIds: [stage.watch.id] }, channelIds: [heat] }),
      line(0, '公交', { match: { watchIds: [bus.id] }, channelIds: [ride] }),
    ]);
    await trouble(stage);
    expect(await rung(stage)).toEqual([
      '供热 值班群 都看',
      '供热 热力群 都看',
      '公交 值班群 都看',
      '公交 热力群 都看',
      '公交 公交群 公交',
    ]);
  });

  test('to whoever is on duty only where the route calls them', async () => {
    const { stage, bus, heat } = await twoTeams();
    const { id } = await stage.channel({ name: '李静的手机' });
    const li = { name: '李静', title: '', zone: 'Asia/Shanghai', hours: null, channelIds: [id] };
    await keepPerson(now(stage), null, li);
    const [person] = (await readDuty(stage.db, stage.at)).people;
    const step = { name: '一线', people: [person?.id ?? 0], turn: 'everyone' as const };
    await keepChain(now(stage), [{ ...step, id: null, startsAt: 0, zone: 'Asia/Shanghai' }]);
    await keepRoutes(stage, [
      line(0, '热力', { match: { watchIds: [stage.watch.id] }, channelIds: [heat] }),
      line(0, '公交', { match: { watchIds: [bus.id] }, callsChain: true }),
    ]);
    await trouble(stage);
    expect(await rung(stage)).toEqual(['供热 热力群 热力', '公交 李静的手机 公交']);
  });

  test('to everybody when all that its route names is switched off', async () => {
    const { stage, bus } = await twoTeams();
    const gone = await stage.channel({ name: '停用的群', active: false });
    await keepRoutes(stage, [line(0, '公交', { match: { watchIds: [bus.id] }, channelIds: [gone.id] })]);
    await trouble(stage);
    expect((await rung(stage)).filter((each) => each.startsWith('公交'))).toHaveLength(3);
  });

  test('where its posts were written, and what they are about', async () => {
    const { stage, all, ride } = await twoTeams();
    await keepRoutes(stage, [
      line(0, '微博', { match: { platforms: ['weibo'] }, channelIds: [ride] }),
      line(0, '其他', { channelIds: [all] }),
    ]);
    await stage.store([
      ...voices(25, '停暖还中毒', stage.at, { platform: 'weibo' }),
      ...voices(25, '公交中毒', stage.at),
    ]);
    await stage.look();
    expect(await rung(stage)).toEqual(['供热 公交群 微博', '公交 值班群 其他']);
  });
});

test('what routes ask of an alert is what its examples say', async () => {
  const db = await makeDatabase();
  const watch = await makeWatch(db);
  const aspect = { aspect: '热线', expectation: null, polarity: -1, span: [0, 2] } as const;
  const reader: Reader = {
    version: 'aspects-1',
    read: (text) =>
      makeAnalysis({
        places: text.includes('铁西') ? ['铁西区'] : [],
        aspects: text.includes('打不通')
          ? [{ ...aspect, servqual: 'responsiveness', touchpoint: 'hotline' }]
          : [],
      }),
  };
  const posts = [
    makePost({ text: '铁西的暖气不热', platform: 'weibo', region: '辽宁' }),
    makePost({ text: '暖气热线打不通', platform: 'tieba' }),
    makePost({ text: '暖气没来', platform: 'news' }),
  ];
  await ingest(ingestDeps(db, { reader, now: () => NOW }), { posts, origin: 'test' });
  const stored = await db.selectFrom('post').select(['id', 'platform']).orderBy('id').execute();
  const examples = stored.flatMap(({ id, platform }) => (platform === 'news' ? [] : [id]));
  expect(await readRouteFacts(db, { watchId: watch.id, level: 'II', examples })).toEqual({
    watchId: watch.id,
    level: 'II',
    platforms: ['weibo', 'tieba'],
    dimensions: ['responsiveness'],
    touchpoints: ['hotline'],
    areas: ['铁西区', '辽宁'],
  });
});

describe('an outline', () => {
  test('keeps the numbers of its lines when they move', async () => {
    const { stage } = await twoTeams();
    const made = await keepRoutes(stage, [line(0, '甲'), line(1, '乙'), line(0, '丙')]);
    const [first, second, third] = made as [Route, Route, Route];
    await keepRoutes(stage, [third, line(1, '丁'), first]);
    expect((await listRoutes(stage.db)).map(({ id, depth, name }) => [id === third.id, depth, name])).toEqual(
      [
        [true, 0, '丙'],
        [false, 1, '丁'],
        [false, 0, '甲'],
      ],
    );
    await expect(keepRoutes(stage, [second])).rejects.toMatchObject({ code: 'conflict' });
  });

  test('names what exists, and keeps naming what was deleted since', async () => {
    const { stage, heat } = await twoTeams();
    const wrong = [line(0, '甲', { channelIds: [99] }), line(2, '乙', { match: { watchIds: [77] } })];
    await expect(keepRoutes(stage, wrong)).rejects.toMatchObject({
      message: expect.stringMatching(/routes\.1\.depth.*no channel 99.*no watch 77/),
    });
    const made = await keepRoutes(stage, [line(0, '甲', { channelIds: [heat] })]);
    await stage.db.deleteFrom('channel').where('id', '=', heat).execute();
    expect(await keepRoutes(stage, made)).toEqual(made);
  });
});

describe('a trial', () => {
  const notifiers = new Map([webhook, wecom].map((each) => [each.name, each]));
  const deps = (stage: Stage) => ({
    ...now(stage),
    notifiers,
    playbooks: [],
    baseUrl: 'http://desk.example',
  });

  test('tells the way, who gets it and why, what holds it, and how it reads; nothing is sent', async () => {
    const { stage, heat } = await twoTeams();
    const chat = { kind: 'wecom', name: '热力企业微信', minLevel: 'I' as const, settings: { key: 'k' } };
    const { id } = await stage.channel(chat);
    const match = { watchIds: [stage.watch.id] };
    await keepRoutes(stage, [
      line(0, '红色', { match: { minLevel: 'I' }, channelIds: [heat] }),
      line(0, '热力', { match, channelIds: [heat, id] }),
    ]);
    const silent = { dimensions: [], touchpoints: [], platforms: [], areas: [] };
    const sample = { watchId: stage.watch.id, level: 'II' as const, ...silent };
    const trial = await tryRoutes(deps(stage), { sample });
    expect(trial.asked.map(({ outcome }) => outcome)).toEqual(['refused', 'taken']);
    expect(trial.asked[0]?.verdicts).toEqual([{ condition: 'level', holds: false }]);
    expect(trial.receivers).toMatchObject([
      { name: '热力群', because: [{ why: 'route', path: ['热力'] }], held: null },
      { name: '热力企业微信', held: 'below-channel-level' },
    ]);
    expect(trial.receivers[1]?.message?.text).toMatch(/供热：这是一条示例/);
    expect(await rung(stage)).toEqual([]);
  });

  test('of an alert that there is uses its own words and posts', async () => {
    const { stage } = await twoTeams();
    await trouble(stage);
    const trial = await tryRoutes(deps(stage), { alertId: 1 });
    expect(trial.facts.platforms).toEqual(['news']);
    expect(trial.receivers.map(({ because }) => because.map(({ why }) => why))).toEqual([
      ['everybody'],
      ['everybody'],
      ['everybody'],
    ]);
    expect(trial.receivers[0]?.message?.text).toMatch(/^供热：近 1 小时负面 25 条/);
    await expect(tryRoutes(deps(stage), { alertId: 99 })).rejects.toMatchObject({ code: 'not_found' });
  });
});
