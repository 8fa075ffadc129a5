import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, startOfDay, startOfHour } from '../../../server/core/time.ts';
import { listChannels, noteTest, updateChannel } from '../../../server/db/channel/channels.ts';
import { listPeople } from '../../../server/db/channel/people.ts';
import type { NewRun } from '../../../server/db/feed/feed-runs.ts';
import { readAlertScreen } from '../../../server/db/views/alert/alert.ts';
import { readChannelRows } from '../../../server/db/views/channel/channels.ts';
import { readFeedRows } from '../../../server/db/views/feed/feeds.ts';
import { readOverview } from '../../../server/db/views/overview.ts';
import { readWatchRows } from '../../../server/db/views/watches.ts';
import { keepChain, keepPerson } from '../../../server/flows/deliver/edit-duty.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import { makeStage, quietWeeks, type Stage, voices } from '../../flows/alert/alert-stage.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeFeed, makeRun } from '../../support/make-feed.ts';
import { makeWatch } from '../../support/make-watch.ts';

const overviewOf = ({ db, deps, watch }: Stage, parts: { watchId?: number | null; from?: number } = {}) =>
  readOverview(db, {
    watchId: watch.id,
    from: NOW - DAY,
    to: NOW + 1,
    now: NOW + 1,
    playbooks: deps.playbooks,
    ...parts,
  });

async function crisis() {
  const stage = await makeStage();
  await stage.store(quietWeeks(NOW));
  await stage.store(voices(30, '小区停暖了', NOW));
  await stage.look();
  return stage;
}

describe('posts whose source names no time of day', () => {
  const dated = (n: number, at = startOfDay(NOW)) =>
    voices(n, '暖气只写了日期', NOW, { publishedAt: at, precision: 'day' });

  test('are told of, as no window of the last hours holds them', async () => {
    const stage = await crisis();
    await stage.store([...dated(3), ...dated(2, startOfDay(NOW) - DAY)]);
    await stage.store([makePost({ publishedAt: startOfDay(NOW), text: '暖气在零点整不热' })]);
    expect((await overviewOf(stage)).dateOnly).toBe(3);
    expect((await overviewOf(stage, { watchId: null })).dateOnly).toBe(3);
    const [alert] = (await overviewOf(stage)).alerts;
    const screen = await readAlertScreen(stage.db, alert!.id, stage.deps.playbooks, NOW);
    expect(screen?.dateOnly).toBe(3);
  });

  test('are in the last six hours while midnight is', async () => {
    const stage = await makeStage();
    await stage.store(dated(3));
    const night = { from: NOW - DAY, to: NOW, watchId: stage.watch.id, playbooks: [] };
    const toldAt = async (now: number) => (await readOverview(stage.db, { ...night, now })).dateOnly;
    expect(await toldAt(startOfDay(NOW) + 6 * HOUR - 1)).toBe(0);
    expect(await toldAt(startOfDay(NOW) + 6 * HOUR)).toBe(3);
  });

  test('mark the feed that brings them', async () => {
    const stage = await makeStage();
    const dates = await makeFeed(stage.db, { name: '公告' });
    const times = await makeFeed(stage.db, { name: '论坛' });
    await stage.store(dated(1, startOfDay(NOW) - DAY), dates.id);
    await stage.store(voices(1, '暖气', NOW), times.id);
    const rows = await readFeedRows(stage.db, new Map(), NOW);
    expect(rows.map(({ name, dateOnly }) => [name, dateOnly])).toEqual([
      ['公告', true],
      ['论坛', false],
    ]);
  });
});

describe('the overview of a crisis', () => {
  test('shows the alert with its playbook and next step, its origin and its mark', async () => {
    const stage = await crisis();
    const screen = await overviewOf(stage);
    expect(screen.alerts).toHaveLength(1);
    const [alert] = screen.alerts;
    expect(alert).toMatchObject({
      watchName: '供热',
      status: 'open',
      main: { observed: 30 },
      playbook: { id: 'PB03' },
    });
    expect(alert?.sentence).toContain('供热');
    expect(alert?.spark).toHaveLength(24);
    expect(alert?.spark.at(-1)).toBeGreaterThan(10);
    const steps = stage.deps.playbooks[0]!.steps;
    const soonest = Math.min(...steps.map((step) => step.deadlineMinutes[alert!.level]));
    expect(alert?.nextStep?.dueAt).toBe(NOW + soonest * MINUTE);
    expect(screen.origin).toMatchObject({ platform: 'news' });
    expect(screen.marks).toEqual([{ at: NOW, level: alert?.level, alertId: alert?.id }]);
    expect(screen.watches).toEqual([{ id: stage.watch.id, name: '供热', level: alert?.level }]);
    expect(screen.risk).toMatchObject([{ watchId: stage.watch.id, name: '供热', at: NOW }]);
  });

  test('still shows what a watch had found that is paused since', async () => {
    const stage = await crisis();
    const other = await makeWatch(stage.db, { name: '公交', rule: anyOf('公交') });
    await stage.db.updateTable('watch').set({ active: 0 }).where('id', '=', stage.watch.id).execute();
    const ids = async (watchId: number | null) =>
      (await overviewOf(stage, { watchId })).alerts.map((alert) => alert.watchId);
    expect(await ids(null)).toEqual([stage.watch.id]);
    expect(await ids(stage.watch.id)).toEqual([stage.watch.id]);
    expect(await ids(other.id)).toEqual([]);
    const all = await overviewOf(stage, { watchId: null });
    expect(all.origin).toMatchObject({ platform: 'news' });
    expect(all.watches.map(({ name }) => name)).toEqual(['公交']);
  });

  test('draws every hour with what is usual for it, and the crisis far above', async () => {
    const { volume, unit } = await overviewOf(await crisis());
    expect(unit).toBe('hour');
    expect(volume).toHaveLength(25);
    expect(volume[0]?.at).toBe(startOfHour(NOW - DAY));
    const last = volume.at(-1)!;
    expect(last.negative).toBeGreaterThan(10);
    expect(last.expected).not.toBeNull();
    expect(last.negative).toBeGreaterThan(last.high! * 3);
    const usual = volume.slice(0, -2).every((point) => point.positive <= point.high! + 1);
    expect(usual).toBe(true);
  });

  test('counts the share with its interval beside the day before', async () => {
    const { share } = await overviewOf(await crisis());
    expect(share).toMatchObject({ negative: 30, originals: share.total, before: { p: 0, n: 12 } });
    expect(share.p).toBeCloseTo(30 / share.total);
    expect(share.lo).toBeLessThan(share.p!);
    expect(share.hi).toBeGreaterThan(share.p!);
    expect(share.points.reduce((sum, point) => sum + point.n, 0)).toBe(share.total);
    expect(share.points.find((point) => point.n === 0)?.p).toBeNull();
  });

  test('names facets with their growth, platforms, and the newest mentions', async () => {
    const { facets, platforms, stream } = await overviewOf(await crisis());
    expect(facets).toContainEqual({ facet: 'sev.outage', count: 30, negative: 30, before: 0 });
    expect(platforms).toMatchObject([{ platform: 'news', negative: 30 }]);
    expect(stream).toHaveLength(20);
    expect(stream[0]?.at).toBeGreaterThanOrEqual(stream[19]!.at);
    expect(stream[0]?.facts).toContain('sev.outage');
  });

  test('what repeats a post and is in no statistic lifts no topic', async () => {
    const stage = await makeStage();
    const copied = '停暖的消息不知道是哪天的';
    const posts = [
      makePost({ text: copied, publishedAt: NOW - 3 * HOUR, metrics: { likes: 1 } }),
      makePost({ text: '停暖第三天,老人都冻病了', publishedAt: NOW - HOUR, metrics: { likes: 30 } }),
    ];
    await stage.store(posts);
    const repeat = (precision: 'second' | 'unknown') => () =>
      makePost({ text: copied, publishedAt: NOW - 2 * HOUR, precision });
    await stage.store(Array.from({ length: 5 }, repeat('unknown')));
    const texts = async () => (await overviewOf(stage)).topics.map(({ text }) => text);
    expect(await texts()).toEqual(['停暖第三天,老人都冻病了', copied]);
    await stage.store(Array.from({ length: 5 }, repeat('second')));
    expect(await texts()).toEqual([copied, '停暖第三天,老人都冻病了']);
  });

  test('topics are what was repeated and reacted to most, each once', async () => {
    const stage = await crisis();
    const repeated = '停暖通知:今晚八点恢复供暖请大家相互转告';
    await stage.store([
      makePost({ text: repeated, publishedAt: NOW - 20 * MINUTE }),
      ...[1, 2, 3].map((i) => makePost({ text: repeated, publishedAt: NOW - i * MINUTE, author: `转${i}` })),
      makePost({
        text: '停暖第三天,老人都冻病了',
        metrics: { likes: 900, comments: 80 },
        publishedAt: NOW - HOUR,
      }),
    ]);
    const { topics } = await overviewOf(stage);
    expect(topics.slice(0, 2).map((topic) => topic.text)).toEqual(['停暖第三天,老人都冻病了', repeated]);
    expect(topics[1]).toMatchObject({ copies: 3, copyOf: null });
  });
});

describe('ranges and watches', () => {
  test('more than a week is drawn by days in China', async () => {
    const { volume, unit } = await overviewOf(await crisis(), { from: NOW - 10 * DAY });
    expect(unit).toBe('day');
    expect(volume).toHaveLength(11);
    expect(new Set(volume.map(({ at }) => new Date(at).toISOString().slice(11)))).toEqual(
      new Set(['16:00:00.000Z']),
    );
  });

  test('where nothing is known yet there is no band', async () => {
    const stage = await makeStage();
    const young = await makeWatch(stage.db, { name: '新方案' }, NOW - HOUR);
    const { volume, share } = await overviewOf(stage, { watchId: young.id });
    expect(volume.every((point) => point.expected === null && point.high === null)).toBe(true);
    expect(share).toMatchObject({ total: 0, p: null, lo: 0, hi: 1 });
  });

  test('all watches together add up', async () => {
    const stage = await crisis();
    await makeWatch(stage.db, { name: '小区', rule: anyOf('小区') }, NOW - 30 * DAY);
    await stage.store(voices(4, '小区物业停暖不理人', NOW));
    const one = await overviewOf(stage);
    const all = await overviewOf(stage, { watchId: null });
    expect(all.share.total).toBe(one.share.total + 4);
    expect(all.stream.map((row) => row.postId).length).toBe(
      new Set(all.stream.map((row) => row.postId)).size,
    );
  });

  test('a watch that does not exist is a caller’s mistake', async () => {
    const stage = await makeStage();
    await expect(overviewOf(stage, { watchId: 99 })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('whether the figures can be trusted', () => {
  test('shows how old posts were when they came, and which feeds are troubled', async () => {
    const stage = await makeStage();
    const feed = (name: string, active = true) => makeFeed(stage.db, { name, every: 300, active }, NOW - DAY);
    const record = async (name: string, parts: Partial<NewRun>) => {
      const timed = { startedAt: NOW - 2 * MINUTE, endedAt: NOW - MINUTE };
      await makeRun(stage.db, (await feed(name)).id, { ...timed, ...parts }, NOW);
    };
    await record('好', { outcome: 'posts', stored: 9, lagP50: 60_000, lagP95: 90_000 });
    await record('慢', { outcome: 'posts', stored: 1, lagP50: 600_000, lagP95: 900_000 });
    await record('墙', { outcome: 'wall', wall: 'login-wall', detail: '请登录' });
    await feed('停', false);
    await feed('新');
    const { trust } = await overviewOf(stage);
    expect(trust).toMatchObject({
      lagP50: 60_000,
      lagP95: 900_000,
      alive: 2,
      total: 4,
      lastCheckAt: NOW - MINUTE,
    });
    // The last one was made a day ago and has never run.
    expect(trust.troubled.map(({ name, health, detail }) => [name, health, detail])).toEqual([
      ['墙', 'walled', '请登录'],
      ['新', 'failing', ''],
    ]);
  });
});

describe('whether anything can be seen', () => {
  test('a watch without a source is blind until something is pushed, and anew when pushes stop', async () => {
    const stage = await makeStage();
    const blindAt = async (now: number) =>
      (await readOverview(stage.db, { watchId: null, from: now - DAY, to: now, now, playbooks: [] })).trust
        .blind;
    expect(await blindAt(NOW)).toEqual({ kind: 'no-feed' });
    await stage.store([makePost({ text: '停暖', publishedAt: NOW - MINUTE })]);
    expect(await blindAt(NOW)).toBeNull();
    expect(await blindAt(NOW + 2 * DAY)).toEqual({ kind: 'no-feed' });
  });

  test('what is set up is told apart from what is not', async () => {
    const stage = await makeStage();
    expect((await overviewOf(stage)).setup).toEqual({
      watches: true,
      feeds: false,
      channels: false,
      duty: false,
      tested: false,
    });
    await stage.channel();
    const setup = async () => (await overviewOf(stage)).setup;
    expect(await setup()).toMatchObject({ feeds: false, channels: true, duty: false, tested: false });
    // A test message that arrived through a channel in use, and a chain with somebody in it.
    const [channel] = await listChannels(stage.db);
    if (channel === undefined) throw new Error('no channel');
    await noteTest(stage.db, channel.id, null, NOW);
    expect(await setup()).toMatchObject({ duty: false, tested: true });
    const person = { name: '李', title: '', zone: 'Asia/Shanghai', hours: null, channelIds: [] };
    await keepPerson({ db: stage.db, now: () => NOW }, null, person);
    const [somebody] = await listPeople(stage.db);
    const step = { id: null, name: '一线', zone: 'Asia/Shanghai', startsAt: NOW, turn: 'week' } as const;
    await keepChain({ db: stage.db, now: () => NOW }, [{ ...step, people: [somebody?.id ?? 0] }]);
    expect(await setup()).toMatchObject({ duty: true, tested: true });
    await updateChannel(stage.db, channel.id, { ...channel, active: false });
    expect(await setup()).toMatchObject({ channels: false, tested: false });
  });
});

describe('lists of settings', () => {
  test('a watch shows its day and how it stands', async () => {
    const stage = await crisis();
    const [row] = await readWatchRows(stage.db, NOW);
    expect(row).toMatchObject({ name: '供热', active: true, mentions24h: 42 });
    expect(row?.level).not.toBeNull();
    expect(row?.riskIndex).toBeGreaterThan(30);
  });

  test('a channel hides its secret and shows its last delivery, not one that was held', async () => {
    const stage = await makeStage();
    await stage.channel({ settings: { url: 'https://hook.example/x', secret: 'very secret' } });
    await stage.channel({ name: '只要红色', minLevel: 'I' });
    await stage.store(voices(8, '小区停暖了', NOW));
    await stage.look();
    const rows = await readChannelRows(stage.db, new Map([['webhook', webhook]]));
    expect(rows.map((row) => row.lastDelivery)).toEqual([{ at: NOW, status: 'waiting', reason: null }, null]);
    expect(rows[0]?.settings).toEqual({ url: 'https://hook.example/•••', secret: '•••' });
    const unknown = await readChannelRows(stage.db, new Map());
    expect(JSON.stringify(unknown)).not.toContain('hook.example');
  });
});
