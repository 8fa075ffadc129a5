import { describe, expect, test } from 'vitest';
import { AppError } from '../../server/core/errors.ts';
import type { JobHandlers } from '../../server/core/job/job.ts';
import { DAY, SECOND } from '../../server/core/time.ts';
import { PATIENCE_MS, until } from '../support/patience.ts';
import { handlersOf, queueBenches } from '../support/queues.ts';

const makeQueues = queueBenches();

describe('working', () => {
  test('what rings goes before what fetches', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    const order: string[] = [];
    for (const feedId of [1, 2]) await queue.add('crawl', { feedId });
    await queue.add('detect', { watchIds: null });
    await queue.add('deliver', {});
    const note = async (job: { kind: string }) => order.push(job.kind);
    queue.work(handlersOf({ crawl: note, detect: note, deliver: note }), {});
    await until(() => expect(order).toEqual(['deliver', 'detect', 'crawl', 'crawl']));
  });

  test('kinds run side by side, each up to its own bound', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    let crawling = 0;
    let most = 0;
    const open: (() => void)[] = [];
    const crawl = async () => {
      crawling += 1;
      most = Math.max(most, crawling);
      await new Promise<void>((resolve) => open.push(resolve));
      crawling -= 1;
    };
    queue.work(handlersOf({ crawl, detect: async () => 'seen' }), { crawl: 2 });
    for (const feedId of [1, 2, 3]) await queue.add('crawl', { feedId });
    await until(() => expect(open).toHaveLength(2));
    await queue.ask('detect', { watchIds: null }, PATIENCE_MS);
    expect(open).toHaveLength(2);
    open.shift()?.();
    await until(() => expect(open).toHaveLength(2));
    for (const end of open) end();
    expect(most).toBe(2);
  });

  test('what somebody else has in hand is tried again later, and a mistake is not', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    const fail = (code: 'busy' | 'bad_file') => async () => {
      throw new AppError(code, 'not now');
    };
    queue.work(handlersOf({ crawl: fail('busy'), prune: fail('bad_file') }), {});
    await queue.add('crawl', { feedId: 1 }, { key: 'crawl:1' });
    await queue.add('prune', {}, { key: 'prune' });
    await until(async () => expect(await queue.stateOf('prune', 'prune')).toBe('dead'));
    await until(async () => expect((await bench.jobs()).map(({ attempts }) => attempts)).toContain(1));
    expect(await queue.stateOf('crawl', 'crawl:1')).toBe('open');
  });

  test.each(['transaction_hung', 'internal', 'no_database', 'disk_full', 'bad_config'] as const)(
    'what ails the installation itself (%s) is no mistake in what was asked, and is tried again',
    async (code) => {
      const bench = await makeQueues();
      const queue = await bench.side();
      queue.work(handlersOf({ crawl: () => Promise.reject(new AppError(code, 'not now')) }), {});
      await queue.add('crawl', { feedId: 1 });
      await until(async () => expect(await bench.jobs()).toMatchObject([{ status: 'waiting', attempts: 1 }]));
    },
  );

  test('a kind bounded by nothing at all is left to others', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    const taken: string[] = [];
    const note = async (job: { kind: string }) => taken.push(job.kind);
    await queue.add('crawl', { feedId: 1 });
    await queue.add('prune', {});
    queue.work(handlersOf({ crawl: note, prune: note }), { crawl: 0 });
    await until(() => expect(taken).toEqual(['prune']));
    await queue.drain(1_000);
    expect(taken).toEqual(['prune']);
    expect((await bench.jobs()).find(({ kind }) => kind === 'crawl')?.status).toBe('waiting');
  });

  test('two workers never take the same job', async () => {
    const bench = await makeQueues();
    const [one, other] = [await bench.side(), await bench.side()];
    const taken: number[] = [];
    for (let feedId = 0; feedId < 40; feedId++) await one.add('crawl', { feedId });
    const crawl: JobHandlers['crawl'] = async (job) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      taken.push(job.payload.feedId);
    };
    one.work(handlersOf({ crawl }), { crawl: 3 });
    other.work(handlersOf({ crawl }), { crawl: 3 });
    await until(() => expect(taken).toHaveLength(40));
    expect(new Set(taken).size).toBe(40);
  });

  test('a failed job waits longer each time and is dead after five tries', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    const pauses: number[] = [];
    const tries: number[] = [];
    await queue.add('crawl', { feedId: 1 });
    const crawl: JobHandlers['crawl'] = ({ attempts }) => {
      tries.push(attempts);
      return Promise.reject(new Error('the disk is full'));
    };
    queue.work(handlersOf({ crawl }), {});
    for (let done = 1; done < 5; done++) {
      await until(async () =>
        expect(await bench.jobs()).toMatchObject([{ attempts: done, status: 'waiting' }]),
      );
      const waitMs = (await bench.jobs())[0]?.waitMs ?? 0;
      pauses.push(Math.round(waitMs / SECOND));
      await bench.pass(waitMs);
    }
    await until(async () => expect(await bench.jobs()).toMatchObject([{ status: 'dead', attempts: 5 }]));
    expect(tries).toEqual([1, 2, 3, 4, 5]);
    expect(pauses).toEqual([2, 8, 32, 128]);
  });

  test('ended jobs are forgotten after a day', async () => {
    const bench = await makeQueues();
    const queue = await bench.side();
    await queue.add('crawl', { feedId: 1 });
    queue.work(handlersOf({ crawl: async () => 1 }), {});
    await until(async () => expect((await bench.jobs())[0]?.status).toBe('done'));
    await queue.drain(100);
    await bench.pass(DAY + 1);
    (await bench.side()).work(handlersOf({}), {});
    await until(async () => expect(await bench.jobs()).toEqual([]));
  });
});
