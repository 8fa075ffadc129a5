import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import { AppError } from '../../server/core/errors.ts';
import type { JobHandlers, Queue } from '../../server/core/job.ts';
import { DAY, MINUTE, SECOND } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { openDatabase } from '../../server/db/open.ts';
import { createEmbeddedQueue } from '../../server/queue/embedded.ts';

let folder: string;
let opened: Db[];
let queues: Queue[];
let now: number;
const log = { warn() {}, error() {} };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'queue-'));
  opened = [];
  queues = [];
  now = Date.parse('2026-11-22T08:00:00+08:00');
  await migrateToLatest(connect());
});
afterEach(async () => {
  for (const queue of queues) await queue.drain(100);
  for (const db of opened) await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

function connect(): Db {
  const db = openDatabase(join(folder, 'test.db'));
  opened.push(db);
  return db;
}

/** A side of its own: its own connection and, unless given, its own bus. */
function side(bus = createThreadBus(), pollMs = 20): Queue {
  const queue = createEmbeddedQueue({ db: connect(), bus, now: () => now, log }, pollMs);
  queues.push(queue);
  return queue;
}

const refuse = () => Promise.reject(new Error('not expected here'));
function handlers(some: Partial<JobHandlers>): JobHandlers {
  const none = { crawl: refuse, detect: refuse, deliver: refuse, preview: refuse, prune: refuse };
  const taught = { 'train-overlay': refuse, 'configure-readers': refuse, 'check-feeds': refuse };
  const kept = { 'group-stories': refuse, replay: refuse, 'suggest-setting': refuse };
  const door = { ingest: refuse, 'inspect-import': refuse, 'import-file': refuse };
  return {
    ...none,
    ...taught,
    ...door,
    ...kept,
    'test-channel': refuse,
    'preview-watch': refuse,
    rematch: refuse,
    ...some,
  };
}

const rows = () => opened[0]!.selectFrom('job').selectAll().orderBy('id').execute();
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 5_000, interval: 10 });

describe('adding', () => {
  test('one waiting or running job per key', async () => {
    const queue = side();
    const first = await queue.add('crawl', { feedId: 1 }, { key: 'crawl:1' });
    expect(await queue.add('crawl', { feedId: 1 }, { key: 'crawl:1' })).toBe(first);
    expect(await queue.add('crawl', { feedId: 2 }, { key: 'crawl:2' })).not.toBe(first);
    expect(await rows()).toHaveLength(2);
  });

  test('the key is free again when the job has ended', async () => {
    const queue = side();
    const first = await queue.add('crawl', { feedId: 1 }, { key: 'crawl:1' });
    queue.work(handlers({ crawl: async () => 'read' }), {});
    await until(async () => expect((await rows())[0]?.status).toBe('done'));
    expect(await queue.add('crawl', { feedId: 1 }, { key: 'crawl:1' })).not.toBe(first);
  });

  test('a job for later waits for its time', async () => {
    const queue = side();
    const taken: number[] = [];
    queue.work(handlers({ crawl: async (job) => taken.push(job.payload.feedId) }), {});
    await queue.add('crawl', { feedId: 1 }, { runAt: now + MINUTE });
    await queue.add('crawl', { feedId: 2 });
    await until(() => expect(taken).toEqual([2]));
    now += MINUTE;
    await until(() => expect(taken).toEqual([2, 1]));
  });
});

describe('asking', () => {
  test('the answer comes back from another side without a common bus', async () => {
    side().work(handlers({ preview: async (job) => ({ saw: job.payload.source }) }), {});
    expect(await side().ask('preview', { source: 'rss', params: {} }, 5_000)).toEqual({ saw: 'rss' });
  });

  test('a common bus answers long before the next look', async () => {
    const bus = createThreadBus();
    side(bus, 60_000).work(handlers({ preview: async () => 'quick' }), {});
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await side(bus, 60_000).ask('preview', { source: 'rss', params: {} }, 5_000)).toBe('quick');
  });

  test("the handler's own fault arrives with its code, after one try", async () => {
    let tries = 0;
    const fail = () => {
      tries += 1;
      return Promise.reject(new AppError('unknown_source', 'no such source', { source: 'x' }));
    };
    side().work(handlers({ preview: fail }), {});
    await expect(side().ask('preview', { source: 'x', params: {} }, 5_000)).rejects.toMatchObject({
      code: 'unknown_source',
      message: 'no such source',
      details: { source: 'x' },
    });
    expect(tries).toBe(1);
  });

  test('nobody answers: busy, and the job is taken back', async () => {
    await expect(side().ask('preview', { source: 'rss', params: {} }, 60)).rejects.toMatchObject({
      code: 'busy',
    });
    expect(await rows()).toEqual([]);
  });
});

describe('working', () => {
  test('what rings goes before what fetches', async () => {
    const queue = side();
    const order: string[] = [];
    for (const feedId of [1, 2]) await queue.add('crawl', { feedId });
    await queue.add('detect', { watchIds: null });
    await queue.add('deliver', {});
    const note = async (job: { kind: string }) => order.push(job.kind);
    queue.work(handlers({ crawl: note, detect: note, deliver: note }), {});
    await until(() => expect(order).toEqual(['deliver', 'detect', 'crawl', 'crawl']));
  });

  test('kinds run side by side, each up to its own bound', async () => {
    const queue = side();
    let crawling = 0;
    let most = 0;
    const open: (() => void)[] = [];
    const crawl = async () => {
      crawling += 1;
      most = Math.max(most, crawling);
      await new Promise<void>((resolve) => open.push(resolve));
      crawling -= 1;
    };
    queue.work(handlers({ crawl, detect: async () => 'seen' }), { crawl: 2 });
    for (const feedId of [1, 2, 3]) await queue.add('crawl', { feedId });
    await until(() => expect(open).toHaveLength(2));
    await queue.ask('detect', { watchIds: null }, 5_000);
    expect(open).toHaveLength(2);
    open.shift()?.();
    await until(() => expect(open).toHaveLength(2));
    for (const end of open) end();
    expect(most).toBe(2);
  });

  test('two workers never take the same job', async () => {
    const one = side();
    const taken: number[] = [];
    for (let feedId = 0; feedId < 40; feedId++) await one.add('crawl', { feedId });
    const crawl: JobHandlers['crawl'] = async (job) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      taken.push(job.payload.feedId);
    };
    one.work(handlers({ crawl }), { crawl: 3 });
    side().work(handlers({ crawl }), { crawl: 3 });
    await until(() => expect(taken).toHaveLength(40));
    expect(new Set(taken).size).toBe(40);
  });

  test('a failed job waits longer each time and is dead after five tries', async () => {
    const queue = side();
    const pauses: number[] = [];
    let tries = 0;
    const crawl = () => {
      tries += 1;
      return Promise.reject(new Error('the disk is full'));
    };
    await queue.add('crawl', { feedId: 1 });
    queue.work(handlers({ crawl }), {});
    for (let done = 1; done < 5; done++) {
      await until(async () => {
        const row = (await rows())[0];
        expect([row?.attempts, row?.status]).toEqual([done, 'waiting']);
      });
      pauses.push((await rows())[0]!.run_at - now);
      now = (await rows())[0]!.run_at;
    }
    await until(async () =>
      expect((await rows())[0]).toMatchObject({ status: 'dead', error: 'the disk is full' }),
    );
    expect(tries).toBe(5);
    expect(pauses).toEqual([2, 8, 32, 128].map((seconds) => seconds * SECOND));
  });

  test('ended jobs are forgotten after a day', async () => {
    const queue = side();
    await queue.add('crawl', { feedId: 1 });
    queue.work(handlers({ crawl: async () => 1 }), {});
    await until(async () => expect((await rows())[0]?.status).toBe('done'));
    await queue.drain(100);
    now += DAY + 1;
    side().work(handlers({}), {});
    await until(async () => expect(await rows()).toEqual([]));
  });
});

describe('stopping', () => {
  test('drain waits for what runs', async () => {
    const queue = side();
    await queue.add('crawl', { feedId: 1 });
    let begun = false;
    const crawl = async () => {
      begun = true;
      await new Promise((resolve) => setTimeout(resolve, 80));
    };
    queue.work(handlers({ crawl }), {});
    await until(() => expect(begun).toBe(true));
    await queue.drain(5_000);
    expect((await rows())[0]?.status).toBe('done');
  });

  test('what does not end in time is told to stop, given back and done by the next worker', async () => {
    const queue = side();
    await queue.add('crawl', { feedId: 1 });
    let told = false;
    const crawl: JobHandlers['crawl'] = (_, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          told = true;
          reject(signal.reason);
        });
      });
    queue.work(handlers({ crawl }), {});
    await until(async () => expect((await rows())[0]?.status).toBe('running'));
    await queue.drain(20);
    expect(told).toBe(true);
    expect((await rows())[0]).toMatchObject({ status: 'waiting', attempts: 0 });
    side().work(handlers({ crawl: async () => 'done' }), {});
    await until(async () => expect((await rows())[0]).toMatchObject({ status: 'done', attempts: 1 }));
  });

  test('a job left running by a crash is taken up when the next worker starts', async () => {
    await side().add('crawl', { feedId: 1 }, { key: 'crawl:1' });
    await opened[0]!
      .updateTable('job')
      .set({ status: 'running', attempts: 1, lease_until: now + MINUTE })
      .execute();
    side().work(handlers({ crawl: async () => 'again' }), {});
    await until(async () => expect((await rows())[0]).toMatchObject({ status: 'done', attempts: 2 }));
  });

  test('a job that ends its worker every time is dead, not taken for ever', async () => {
    await side().add('crawl', { feedId: 1 });
    await opened[0]!.updateTable('job').set({ status: 'running', attempts: 5, lease_until: now }).execute();
    side().work(handlers({ crawl: async () => 'again' }), {});
    await until(async () => expect((await rows())[0]?.status).toBe('dead'));
  });
});
