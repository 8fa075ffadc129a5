import { describe, expect, test } from 'vitest';
import type { JobHandlers } from '../../server/core/job/job.ts';
import { PATIENCE_MS, until } from '../support/patience.ts';
import { handlersOf, queueBenches } from '../support/queues.ts';

const makeQueues = queueBenches();

describe('stopping', () => {
  test('drain waits for what runs', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    await queue.add('crawl', { feedId: 1 });
    let begun = false;
    const crawl = async () => {
      begun = true;
      await new Promise((resolve) => setTimeout(resolve, 80));
    };
    queue.work(handlersOf({ crawl }), {});
    await until(() => expect(begun).toBe(true));
    await queue.drain(PATIENCE_MS);
    expect((await bench.jobs())[0]?.status).toBe('done');
  });

  test('what does not end in time is told to stop, given back and done by the next worker', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    await queue.add('crawl', { feedId: 1 });
    let told = false;
    const crawl: JobHandlers['crawl'] = (_, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          told = true;
          reject(signal.reason);
        });
      });
    queue.work(handlersOf({ crawl }), {});
    await until(async () => expect((await bench.jobs())[0]?.status).toBe('running'));
    await queue.drain(20);
    expect(told).toBe(true);
    expect(await bench.jobs()).toMatchObject([{ status: 'waiting', attempts: 0 }]);
    (await bench.side()).work(handlersOf({ crawl: async () => 'done' }), {});
    await until(async () => expect(await bench.jobs()).toMatchObject([{ status: 'done', attempts: 1 }]));
  });

  test('what was stopped after it had failed has lost no try either', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    await queue.add('crawl', { feedId: 1 });
    const tries: number[] = [];
    const crawl: JobHandlers['crawl'] = ({ attempts }, signal) => {
      tries.push(attempts);
      if (attempts === 1) return Promise.reject(new Error('once'));
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    queue.work(handlersOf({ crawl }), {});
    await until(async () => expect(await bench.jobs()).toMatchObject([{ status: 'waiting', attempts: 1 }]));
    await bench.pass(10_000);
    await until(() => expect(tries).toEqual([1, 2]));
    await queue.drain(20);
    (await bench.side()).work(handlersOf({ crawl: async ({ attempts }) => tries.push(attempts) }), {});
    await until(() => expect(tries).toEqual([1, 2, 2]));
  });

  test('a job left running by a crash is taken up by the next worker', async () => {
    const bench = await makeQueues();
    await (await bench.side()).add('crawl', { feedId: 1 }, { key: 'crawl:1' });
    await bench.crash(1);
    (await bench.side()).work(handlersOf({ crawl: async () => 'again' }), {});
    await until(async () => expect(await bench.jobs()).toMatchObject([{ status: 'done', attempts: 2 }]));
  });

  test('a job that ends its worker every time is dead, not taken for ever', async () => {
    const bench = await makeQueues();
    await (await bench.side()).add('crawl', { feedId: 1 });
    await bench.crash(5);
    (await bench.side()).work(handlersOf({ crawl: async () => 'again' }), {});
    await until(async () => expect((await bench.jobs())[0]?.status).toBe('dead'));
  });
});
