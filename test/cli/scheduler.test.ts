import { expect, onTestFinished, test } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { Queue } from '../../server/core/job/job.ts';
import { createWebClock } from '../../server/core/time/web-clock.ts';
import { DAY } from '../../server/core/time.ts';
import { createRingMemory } from '../../server/db/channel/rings.ts';
import type { Db } from '../../server/db/database.ts';
import { openInbox } from '../../server/inbox.ts';
import { createLog } from '../../server/log.ts';
import { createHealthMonitor } from '../../server/worker/health-monitor.ts';
import { createScheduler } from '../../server/worker/scheduler.ts';
import { makeDatabase, tempFolder } from '../support/database.ts';
import { NOW } from '../support/make.ts';
import { makeFeed } from '../support/make-feed.ts';
import { until } from '../support/patience.ts';

function makeShared(db: Db) {
  const bus = createThreadBus();
  const inbox = openInbox({ dataFolder: tempFolder() }, db);
  const log = createLog('silent', 'test');
  const config = { dataFolder: tempFolder(), heartbeatUrl: null, proxy: null };
  const queue = { add: async () => '1' } as unknown as Queue;
  const monitor = createHealthMonitor({
    db,
    bus,
    queue,
    log,
    now: () => NOW,
    config,
    webClock: createWebClock(),
  });
  return { bus, shared: { db, bus, inbox, log, now: () => NOW, beat: {}, monitor } };
}

test('of one host a single feed is asked for at a time, the next as soon as it reports', async () => {
  const db = await makeDatabase();
  const feed = async (url: string) => (await makeFeed(db, { params: { url } })).id;
  const big = [await feed('https://big.example/1'), await feed('https://big.example/2')] as const;
  const small = await feed('https://small.example/1');
  const asked: number[] = [];
  const add = (kind: string, payload: { feedId?: number }) => {
    if (kind === 'crawl') asked.push(payload.feedId ?? 0);
    return Promise.resolve(asked.length);
  };
  const queue = { add } as unknown as Queue;
  const { bus, shared } = makeShared(db);
  const rounds = createScheduler({ ...shared, queue, leads: () => true });
  const heard: string[] = [];
  const idle = createScheduler({
    ...shared,
    leads: () => false,
    queue: { add: (kind: string) => Promise.resolve(String(heard.push(kind))) } as unknown as Queue,
  });
  for (const each of [idle, rounds]) {
    onTestFinished(() => each.stop());
    each.start();
  }
  await until(() => expect(asked).toEqual([big[0], small]));
  await db
    .updateTable('feed')
    .set({ next_at: NOW + 600_000 })
    .where('id', '=', big[0])
    .execute();
  bus.publish({ kind: 'feed', at: NOW, feedId: big[0], outcome: 'posts' });
  await until(() => expect(asked).toEqual([big[0], small, big[1]]));
  // Of several workers only the clock of one counts.
  expect(heard).toEqual([]);
});

test('old posts are forgotten though nobody worked at the hour of the night that is meant for it', async () => {
  const db = await makeDatabase();
  await createRingMemory(db).keep('prune', NOW - 2 * DAY);
  const asked: string[] = [];
  const queue = { add: async (kind: string) => asked.push(kind) } as unknown as Queue;
  const { shared } = makeShared(db);
  const rounds = createScheduler({ ...shared, queue, beat: { daily: 1, deliver: 1 }, leads: () => true });
  onTestFinished(() => rounds.stop());
  rounds.start();
  const times = (kind: string) => asked.filter((each) => each === kind).length;
  await until(() => expect(times('prune')).toBe(1));
  // Looks later it is still one.
  const before = times('deliver');
  await until(() => expect(times('deliver')).toBeGreaterThan(before + 1));
  expect(times('prune')).toBe(1);
});

test('a feed whose job could not be added is asked for again with the next round', async () => {
  const db = await makeDatabase();
  await makeFeed(db);
  let tries = 0;
  const add = async (kind: string) => {
    if (kind === 'crawl') tries += 1;
    if (kind === 'crawl' && tries === 1) throw new Error('the queue is away');
    return '1';
  };
  const { shared } = makeShared(db);
  const rounds = createScheduler({ ...shared, queue: { add } as unknown as Queue, leads: () => true });
  onTestFinished(() => rounds.stop());
  rounds.start();
  await until(() => expect(tries).toBe(2));
});
