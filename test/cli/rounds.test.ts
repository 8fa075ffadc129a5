import { expect, onTestFinished, test, vi } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { Queue } from '../../server/core/job/job.ts';
import { createWebClock } from '../../server/core/time/web-clock.ts';
import { createFeed } from '../../server/db/feed/feeds.ts';
import { openInbox } from '../../server/inbox.ts';
import { createLog } from '../../server/log.ts';
import { createRounds } from '../../server/rounds.ts';
import { createTower } from '../../server/tower.ts';
import { makeDatabase, tempFolder } from '../support/database.ts';
import { NOW } from '../support/make.ts';

test('of one host a single feed is asked for at a time, the next as soon as it reports', async () => {
  const db = await makeDatabase();
  const feed = async (url: string) => {
    const { id } = await createFeed(
      db,
      { name: url, source: 'rss', params: { url }, every: 600, active: true },
      NOW,
    );
    return id;
  };
  const big = [await feed('https://big.example/1'), await feed('https://big.example/2')] as const;
  const small = await feed('https://small.example/1');
  const asked: number[] = [];
  const add = (kind: string, payload: { feedId?: number }) => {
    if (kind === 'crawl') asked.push(payload.feedId ?? 0);
    return Promise.resolve(asked.length);
  };
  const bus = createThreadBus();
  const queue = { add } as unknown as Queue;
  const inbox = openInbox({ dataFolder: tempFolder() }, db);
  const log = createLog('silent', 'test');
  const config = { dataFolder: tempFolder(), heartbeatUrl: null, proxy: null };
  const tower = createTower({ db, bus, queue, log, now: () => NOW, config, webClock: createWebClock() });
  const shared = { db, bus, inbox, log, now: () => NOW, beat: {}, tower };
  const rounds = createRounds({ ...shared, queue, leads: () => true });
  const heard: string[] = [];
  const idle = createRounds({
    ...{ ...shared, leads: () => false },
    queue: { add: (kind: string) => Promise.resolve(String(heard.push(kind))) } as unknown as Queue,
  });
  for (const each of [idle, rounds]) {
    onTestFinished(() => each.stop());
    each.start();
  }
  const until = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 20 });
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
