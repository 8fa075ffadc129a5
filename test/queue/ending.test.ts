import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { JobHandlers } from '../../server/core/job/job.ts';
import { createBossQueue } from '../../server/queue/boss.ts';
import { engine, makeDatabase, makePlace } from '../support/database.ts';
import { until } from '../support/patience.ts';
import { handlersOf, queueBenches } from '../support/queues.ts';
import { QUIET_LOG } from '../support/quiet-log.ts';
import { startSilentPeer } from '../support/silent-peer.ts';

const makeQueues = queueBenches();

describe('a job that was given back and does not stop', () => {
  /** Two workers: the first one was stopped and goes on all the same; the next has the job. */
  async function twoHolders() {
    const bench = await makeQueues();
    const [first, next] = [await bench.side(), await bench.side()];
    const [slow, taken, over] = [1, 2, 3].map(() => Promise.withResolvers<unknown>());
    const ran: string[] = [];
    await first.add('crawl', { feedId: 1 }, { key: 'crawl:1' });
    first.work(handlersOf({ crawl: () => slow!.promise }), { crawl: 1 });
    await until(async () => expect((await bench.jobs())[0]?.status).toBe('running'));
    await first.drain(0);
    const crawl: JobHandlers['crawl'] = async () => {
      ran.push('next');
      taken!.resolve(null);
      await over!.promise;
    };
    next.work(handlersOf({ crawl, prune: async () => ran.push('prune') }), { crawl: 2 });
    await taken!.promise;
    return { bench, next, slow: slow!, over: over!, ran };
  }

  for (const [how, end] of [
    ['fails', (slow: PromiseWithResolvers<unknown>) => slow.reject(new Error('broken off'))],
    ['is done', (slow: PromiseWithResolvers<unknown>) => slow.resolve('late')],
  ] as const) {
    test(`stays with its next holder when it ${how} after all`, async () => {
      const { bench, next, slow, over, ran } = await twoHolders();
      end(slow);
      // Given back once more it would be taken before this one: it is more pressing.
      await next.add('prune', {});
      await until(() => expect(ran).toContain('prune'));
      expect(await bench.jobs()).toContainEqual(
        expect.objectContaining({ kind: 'crawl', status: 'running', attempts: 1 }),
      );
      over.resolve(null);
      await until(async () =>
        expect(await bench.jobs()).toContainEqual(
          expect.objectContaining({ kind: 'crawl', status: 'done', attempts: 1 }),
        ),
      );
      expect(ran).toEqual(['next', 'prune']);
    });
  }
});

describe.runIf(engine() === 'postgres')('a job that ends while the database is away', () => {
  async function open() {
    const place = await makePlace();
    const db = await makeDatabase(place);
    const way = await startSilentPeer(place);
    const queue = await createBossQueue(
      { url: way.url, bus: createThreadBus(), now: Date.now, log: QUIET_LOG },
      { pollMs: 20, answerMs: 1_000 },
    );
    onTestFinished(() => queue.close());
    const states = async () => {
      const { rows } = await sql<{ state: string; retry_count: number }>`
        select state, retry_count from tingchao_jobs.job where name = 'deliver' order by created_on`.execute(
        db,
      );
      return rows;
    };
    return { way, queue, states };
  }

  for (const [how, handle, state] of [
    ['is done', async () => 'sent', 'completed'],
    ['waits for its next try', () => Promise.reject(new Error('no answer')), 'retry'],
  ] as const) {
    test(`${how} when it is back, and is not begun again for that`, async () => {
      const { way, queue, states } = await open();
      let runs = 0;
      queue.work(
        handlersOf({
          async deliver() {
            runs += 1;
            way.goAway();
            return handle();
          },
        }),
        { deliver: 1 },
      );
      await queue.add('deliver', {}, { key: 'deliver' });
      await until(() => expect(runs).toBe(1));
      expect(await states()).toEqual([{ state: 'active', retry_count: 0 }]);
      way.comeBack();
      await until(async () => expect(await states()).toEqual([{ state, retry_count: 0 }]));
      expect(runs).toBe(1);
    });
  }

  test('ends also when the connection falls silent over it, and others are taken', async () => {
    const { way, queue, states } = await open();
    const ran: number[] = [];
    queue.work(
      handlersOf({
        async deliver() {
          ran.push(ran.length);
          if (ran.length === 1) way.fallSilent();
        },
      }),
      { deliver: 1 },
    );
    await queue.add('deliver', {}, { key: 'deliver' });
    await until(async () => expect(await states()).toEqual([{ state: 'completed', retry_count: 0 }]));
    await until(() => queue.add('deliver', {}, { key: 'deliver' }));
    await until(() => expect(ran).toEqual([0, 1]));
  });

  test('keeps nobody who stops waiting for longer than the grace, though the database is silent', async () => {
    const place = await makePlace();
    const way = await startSilentPeer(place);
    const queue = await createBossQueue(
      { url: way.url, bus: createThreadBus(), now: Date.now, log: QUIET_LOG },
      // Nothing is given up meanwhile.
      { pollMs: 20, answerMs: 60_000 },
    );
    let begun = false;
    const crawl = () => {
      begun = true;
      return new Promise<void>(() => {});
    };
    queue.work(handlersOf({ crawl }), { crawl: 2 });
    await queue.add('crawl', { feedId: 1 });
    await until(() => expect(begun).toBe(true));
    way.stayAndFallSilent();
    await until(() => expect(queue.stalledMs()).toBeGreaterThan(500));
    const since = performance.now();
    await queue.drain(1_000);
    expect(performance.now() - since).toBeLessThan(20_000);
    way.goAway();
  });

  test('is known: the queue says for how long nothing was to be had', async () => {
    const { way, queue } = await open();
    expect(queue.stalledMs()).toBe(0);
    queue.work(handlersOf({}), {});
    way.goAway();
    await until(() => expect(queue.stalledMs()).toBeGreaterThan(1_000));
    way.comeBack();
    await until(() => expect(queue.stalledMs()).toBeLessThan(1_000));
  });
});
