import { describe, expect, test } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import { AppError } from '../../server/core/errors.ts';
import { MINUTE } from '../../server/core/time.ts';
import { PATIENCE_MS, until } from '../support/patience.ts';
import { handlersOf, queueBenches } from '../support/queues.ts';

const makeQueues = queueBenches();

describe('adding', () => {
  test('one waiting or running job per key', async () => {
    const bench = await makeQueues();
    const [one, other] = [await bench.side(), await bench.side()];
    const first = await one.add('crawl', { feedId: 1 }, { key: 'crawl:1' });
    expect(await one.add('crawl', { feedId: 1 }, { key: 'crawl:1' })).toBe(first);
    expect(await other.add('crawl', { feedId: 1 }, { key: 'crawl:1' })).toBe(first);
    expect(await one.add('crawl', { feedId: 2 }, { key: 'crawl:2' })).not.toBe(first);
    expect(await bench.jobs()).toHaveLength(2);
    let end = () => {};
    const crawl = () => new Promise<void>((resolve) => (end = resolve));
    one.work(handlersOf({ crawl }), {});
    await until(async () =>
      expect((await bench.jobs()).some(({ status }) => status === 'running')).toBe(true),
    );
    expect(await other.add('crawl', { feedId: 1 }, { key: 'crawl:1' })).toBe(first);
    end();
  });

  test('jobs without a key do not know each other', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    const ids = [await queue.add('rematch', { watchId: 1 }), await queue.add('rematch', { watchId: 1 })];
    expect(new Set(ids).size).toBe(2);
    expect(await bench.jobs()).toHaveLength(2);
  });

  test('the key is free again when the job has ended', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    const first = await queue.add('crawl', { feedId: 1 }, { key: 'crawl:1' });
    queue.work(handlersOf({ crawl: async () => 'read' }), {});
    await until(async () => expect((await bench.jobs())[0]?.status).toBe('done'));
    expect(await queue.add('crawl', { feedId: 1 }, { key: 'crawl:1' })).not.toBe(first);
  });

  test('a job for later waits for its time', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    const taken: number[] = [];
    queue.work(handlersOf({ crawl: async (job) => taken.push(job.payload.feedId) }), {});
    await queue.add('crawl', { feedId: 1 }, { runAt: bench.now() + MINUTE });
    await queue.add('crawl', { feedId: 2 });
    await until(() => expect(taken).toEqual([2]));
    await bench.pass(MINUTE);
    await until(() => expect(taken).toEqual([2, 1]));
  });
});

describe('asking', () => {
  test('the answer comes back from another side without a common bus', async () => {
    const bench = await makeQueues();
    const work = await bench.side();
    work.work(handlersOf({ preview: async (job) => ({ saw: job.payload.source }) }), {});
    const asking = await bench.side();
    expect(await asking.ask('preview', { source: 'rss', params: {} }, PATIENCE_MS)).toEqual({ saw: 'rss' });
  });

  test('a common bus answers long before the next look', async () => {
    const bench = await makeQueues();
    const bus = createThreadBus();
    const work = await bench.side(bus, 10 * PATIENCE_MS);
    work.work(handlersOf({ preview: async () => 'quick' }), {});
    const asking = await bench.side(bus, 10 * PATIENCE_MS);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await asking.ask('preview', { source: 'rss', params: {} }, PATIENCE_MS)).toBe('quick');
  });

  test('any answer comes back as it is, also one with letters no database likes', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    queue.work(handlersOf({ preview: async (job) => job.payload.params.answer }), {});
    for (const answer of ['nul \u0000, half \ud83d', '', 0, false]) {
      expect(await queue.ask('preview', { source: 'rss', params: { answer } }, PATIENCE_MS)).toBe(answer);
    }
  });

  test("the handler's own fault arrives with its code, after one try", async () => {
    const bench = await makeQueues();
    let tries = 0;
    const fail = () => {
      tries += 1;
      return Promise.reject(new AppError('unknown_source', 'no such source', { source: 'x' }));
    };
    const work = await bench.side();
    work.work(handlersOf({ preview: fail }), {});
    const asking = await bench.side();
    await expect(asking.ask('preview', { source: 'x', params: {} }, PATIENCE_MS)).rejects.toMatchObject({
      code: 'unknown_source',
      message: 'no such source',
      details: { source: 'x' },
    });
    expect(tries).toBe(1);
  });

  test('settings that somebody tried are not kept once it is over', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    queue.work(handlersOf({ preview: async () => 'seen' }), {});
    await queue.ask('preview', { source: 'rss', params: { key: 'secret' } }, PATIENCE_MS);
    expect(await bench.jobs()).toMatchObject([{ status: 'done', payload: '{}' }]);
  });

  test('nobody answers: busy, and the job is taken back', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    await expect(queue.ask('preview', { source: 'rss', params: {} }, 60)).rejects.toMatchObject({
      code: 'busy',
    });
    expect(await bench.jobs()).toEqual([]);
  });
});
