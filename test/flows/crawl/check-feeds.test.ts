import { expect, test } from 'vitest';
import type { RunFailure, RunOutcome } from '../../../server/core/feed/feed.ts';
import type { Wall } from '../../../server/core/feed/source.ts';
import { HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import { updateChannel } from '../../../server/db/channel/channels.ts';
import { listOpenIncidents } from '../../../server/db/feed/feed-incidents.ts';
import { getFeed, setFeedActive } from '../../../server/db/feed/feeds.ts';
import { checkFeeds } from '../../../server/flows/crawl/check-feeds.ts';
import { forgetFeed } from '../../../server/flows/crawl/delete-feed.ts';
import { deliver } from '../../../server/flows/deliver/deliver.ts';
import { openNotifierIO } from '../../../server/net/notifier-io.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import { makeDatabase } from '../../support/database.ts';
import { NOW, PASS_KEY } from '../../support/make.ts';
import { makeChannel } from '../../support/make-channel.ts';
import { makeFeed, makeRun } from '../../support/make-feed.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { startReceiver } from '../../support/receiver.ts';

interface Told {
  readonly event: string;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly feeds: readonly { readonly incidentId: number; readonly state: string }[];
}

/** A receiver that may refuse its first calls. */
async function startPatientReceiver() {
  const told: Told[] = [];
  const keys: string[] = [];
  const refuse = { next: 0 };
  const { url } = await startReceiver(({ headers, body }) => {
    keys.push(String(headers['idempotency-key']));
    if (refuse.next > 0) {
      refuse.next -= 1;
      return { status: 503 };
    }
    told.push(JSON.parse(body));
    return { status: 200 };
  });
  return { told, keys, refuse, url };
}

async function makeDesk() {
  const db = await makeDatabase();
  const receiver = await startPatientReceiver();
  const clock = { at: NOW };
  const now = () => clock.at;
  const settings = { url: receiver.url };
  await makeChannel(db, { name: '值班群', settings });
  await makeChannel(db, { name: '总经理', settings, minLevel: 'I' });
  const io = openNotifierIO({ timeoutMs: PATIENCE_MS, now });
  const notifiers = new Map([[webhook.name, webhook]]);
  const feed = (name: string) => makeFeed(db, { name });
  const run = async (feedId: number, outcome: RunOutcome, why: Wall | RunFailure | null = null) => {
    clock.at += MINUTE;
    const reason =
      outcome === 'failed' ? { wall: null, failure: why as RunFailure } : { wall: why as Wall | null };
    const ended = { startedAt: clock.at, outcome, detail: why ?? '', fetched: 1, stored: 1 };
    await makeRun(db, feedId, { ...ended, ...reason }, clock.at + 10 * MINUTE);
  };
  /** What a minute of the worker does. */
  const look = async (awakeSince?: Instant) => {
    const report = await checkFeeds({ db, notifiers, now, ...(awakeSince !== undefined && { awakeSince }) });
    const ends = { db, now, notifiers, io, playbooks: [], baseUrl: 'http://desk.example' };
    await deliver({ ...ends, passKey: PASS_KEY, random: () => 0 });
    return report;
  };
  /** A turn that finds twenty posts on the page, so many of them new. */
  const visit = (feedId: number, stored: number) => {
    const found = { outcome: 'posts', fetched: 20, stored, known: 20 - stored } as const;
    return makeRun(db, feedId, { startedAt: clock.at, ...found }, clock.at + 10 * MINUTE);
  };
  return { ...receiver, db, clock, feed, run, visit, look };
}

test('a feed that meets a wall is told once when that is certain and once when it is readable again', async () => {
  const { db, told, feed, run, look } = await makeDesk();
  const { id } = await feed('供热论坛');
  await run(id, 'posts');
  await run(id, 'wall', 'login-wall');
  expect(await look()).toEqual({ opened: 0, closed: 0, told: 0 });
  await run(id, 'wall', 'login-wall');
  await run(id, 'wall', 'login-wall');
  expect(await look()).toEqual({ opened: 1, closed: 0, told: 1 });
  expect(await listOpenIncidents(db)).toMatchObject([{ feedId: id, health: 'walled', reason: 'login-wall' }]);
  for (let more = 0; more < 4; more++) {
    await run(id, 'wall', 'login-wall');
    await look();
  }
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ event: 'feeds.down', subject: '来源失效：供热论坛' });
  expect(told[0]!.lines[0]).toBe(
    '供热论坛：对方要求登录，最后一次读到是 15:31。听潮不绕过登录：换成公开页面，或改用导入、推送。',
  );
  await run(id, 'quiet');
  expect(await look()).toEqual({ opened: 0, closed: 1, told: 1 });
  await look();
  expect(told).toHaveLength(2);
  expect(told[1]).toMatchObject({ event: 'feeds.recovered', subject: '来源恢复：供热论坛' });
  expect(told[1]!.lines[0]).toContain('又能读到了');
  expect(await listOpenIncidents(db)).toEqual([]);
});

test('after a night in which the machine slept nobody is told that every source is down', async () => {
  const { told, feed, run, look, clock } = await makeDesk();
  const { id } = await feed('供热论坛');
  await run(id, 'posts');
  clock.at += 8 * HOUR;
  expect(await look(clock.at - MINUTE)).toEqual({ opened: 0, closed: 0, told: 0 });
  clock.at += 12 * HOUR;
  expect(await look(clock.at - 12 * HOUR)).toEqual({ opened: 1, closed: 0, told: 1 });
  // Another process that was started only now does not take that back.
  expect(await look(clock.at)).toEqual({ opened: 0, closed: 0, told: 0 });
  await run(id, 'posts');
  expect(await look(clock.at)).toEqual({ opened: 0, closed: 1, told: 1 });
  expect(told).toHaveLength(2);
});

test('a feed that was busy every day and shows nothing but old posts is told once, and once when new ones come', async () => {
  const { db, told, feed, visit, look, clock } = await makeDesk();
  const { id } = await feed('供热论坛');
  const { id: rests } = await feed('周报');
  const day = async (stored: number, weekly: number) => {
    clock.at += 24 * HOUR;
    await visit(id, stored);
    await visit(rests, weekly);
    return look();
  };
  for (let at = 0; at < 10; at++) expect(await day(20, at % 5 === 0 ? 20 : 0)).toMatchObject({ opened: 0 });
  const reports = [];
  for (let at = 0; at < 6; at++) reports.push((await day(0, 0)).opened);
  expect(reports).toEqual([0, 0, 1, 0, 0, 0]);
  expect(await listOpenIncidents(db)).toMatchObject([{ feedId: id, health: 'silent' }]);
  expect(told).toMatchObject([{ event: 'feeds.down', subject: '来源沉寂：供热论坛' }]);
  expect(told[0]!.lines[0]).toContain('一条新的也没有');
  expect(await day(18, 0)).toMatchObject({ closed: 1, told: 1 });
  expect(told[1]).toMatchObject({ subject: '来源恢复：供热论坛' });
  expect(told[1]!.lines[0]).toContain('又有新内容了');
});

test('a feed that fell silent and is then walled is told of again, under the same number, and recovers from the wall', async () => {
  const { db, told, feed, run, visit, look, clock } = await makeDesk();
  const { id } = await feed('供热论坛');
  for (let day = 0; day < 14; day++) {
    clock.at += 24 * HOUR;
    await visit(id, day < 10 ? 20 : 0);
    await look();
  }
  expect(told.map(({ subject }) => subject)).toEqual(['来源沉寂：供热论坛']);
  for (let turn = 0; turn < 4; turn++) {
    await run(id, 'wall', 'captcha');
    await look();
  }
  expect(told.map(({ subject }) => subject)).toEqual(['来源沉寂：供热论坛', '来源失效：供热论坛']);
  expect(told[1]!.feeds[0]).toMatchObject({ incidentId: told[0]!.feeds[0]!.incidentId, state: 'down' });
  expect(await listOpenIncidents(db)).toMatchObject([{ feedId: id, health: 'walled', reason: 'captcha' }]);
  await visit(id, 3);
  await look();
  expect(told.at(-1)).toMatchObject({ subject: '来源恢复：供热论坛' });
  expect(await listOpenIncidents(db)).toEqual([]);
});

test('when everything goes at once there is one message, not one for each', async () => {
  const { told, feed, run, look } = await makeDesk();
  const feeds = [await feed('甲'), await feed('乙'), await feed('丙'), await feed('丁')];
  for (let turn = 0; turn < 3; turn++) for (const { id } of feeds) await run(id, 'failed', 'dns');
  expect(await look()).toMatchObject({ opened: 4, told: 1 });
  expect(told).toHaveLength(1);
  expect(told[0]!.subject).toBe('来源失效：甲、乙、丙 等 4 个');
  expect(told[0]!.lines).toHaveLength(4);
  expect(told[0]!.lines[3]).toContain('域名无法解析，从未读到过');
});

test('a silent gate and a feed that nobody reads any more are told as what they are', async () => {
  const { told, clock, feed, run, look } = await makeDesk();
  const gate = await feed('板块');
  const stale = await feed('新闻');
  await run(gate.id, 'posts');
  await run(stale.id, 'posts');
  await run(gate.id, 'quiet', 'empty-suspect');
  await look();
  expect(told.map(({ subject }) => subject)).toEqual(['来源失效：板块']);
  expect(told[0]!.lines[0]).toContain('可能被悄悄拦截');
  clock.at += HOUR;
  await run(gate.id, 'posts');
  await look();
  expect(told.at(-1)).toMatchObject({ event: 'feeds.down', subject: '来源失效：新闻；来源恢复：板块' });
});

test('what people pause is closed, and told to programs alone', async () => {
  const { db, clock, told, feed, run, look, url } = await makeDesk();
  const people = await makeChannel(db, { kind: 'dingtalk', settings: { url }, active: false });
  const { id } = await feed('板块');
  for (let turn = 0; turn < 3; turn++) await run(id, 'failed', 'timeout');
  await look();
  await setFeedActive(db, id, false, clock.at);
  await updateChannel(db, people.id, { ...people, active: true });
  expect(await look()).toEqual({ opened: 0, closed: 1, told: 1 });
  expect(told).toHaveLength(2);
  expect(told[1]).toMatchObject({
    event: 'feeds.recovered',
    subject: '来源停用：板块',
    feeds: [{ name: '板块', state: 'recovered', paused: true }],
  });
  expect(told[1]?.lines[0]).toContain('已停用，不再读取');
  const notices = await db.selectFrom('notice').select('channel_id').execute();
  expect(notices.map(({ channel_id }) => channel_id)).not.toContain(people.id);
  const [kept] = await db.selectFrom('feed_incident').selectAll().execute();
  expect(kept).toMatchObject({ ending: 'paused', health: 'failing', reason: 'timeout' });
});

test('of what people delete while it is out of order programs hear that it is over', async () => {
  const { db, clock, told, feed, run, look } = await makeDesk();
  const { id } = await feed('板块');
  for (let turn = 0; turn < 3; turn++) await run(id, 'failed', 'timeout');
  await look();
  const notifiers = new Map([[webhook.name, webhook]]);
  expect(await forgetFeed({ db, notifiers, now: () => clock.at }, id)).toEqual({ told: 1 });
  await look();
  const incident = (told[0]?.feeds ?? [])[0]?.incidentId;
  expect(told[1]).toMatchObject({
    event: 'feeds.recovered',
    feeds: [{ incidentId: incident, state: 'recovered' }],
  });
  expect(await getFeed(db, id)).toBeNull();
});

test('a notice that could not be sent is sent later under the same key, and never twice', async () => {
  const { told, keys, refuse, clock, feed, run, look } = await makeDesk();
  const { id } = await feed('板块');
  for (let turn = 0; turn < 3; turn++) await run(id, 'failed', 'reset');
  refuse.next = 2;
  await look();
  expect(told).toEqual([]);
  for (let wait = 0; wait < 4; wait++) {
    clock.at += 2 * MINUTE;
    await look();
  }
  expect(told).toHaveLength(1);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
});

test('a channel made during an outage hears of the next one, not that this one is over', async () => {
  const { db, told, url, feed, run, look, clock } = await makeDesk();
  const { id } = await feed('供热论坛');
  const breakDown = async () => {
    for (let more = 0; more < 3; more++) await run(id, 'wall', 'login-wall');
  };
  await run(id, 'posts');
  await breakDown();
  expect(await look()).toMatchObject({ opened: 1, told: 1 });
  clock.at += MINUTE;
  await makeChannel(db, { name: '新来的', settings: { url } }, clock.at);
  await run(id, 'posts');
  expect(await look()).toMatchObject({ closed: 1, told: 1 });
  expect(told.map(({ event }) => event)).toEqual(['feeds.down', 'feeds.recovered']);
  await breakDown();
  expect(await look()).toMatchObject({ opened: 1, told: 2 });
  await run(id, 'posts');
  expect(await look()).toMatchObject({ closed: 1, told: 2 });
});
