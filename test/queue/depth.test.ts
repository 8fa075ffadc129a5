import { expect, test } from 'vitest';
import { MINUTE } from '../../server/core/time.ts';
import { readJobStates } from '../../server/db/job/job-states.ts';
import { readQueueDepth } from '../../server/db/job/queue-depth.ts';
import { countDead } from '../../server/db/views/operation/dead-jobs.ts';
import { makeDatabase } from '../support/database.ts';
import { until } from '../support/patience.ts';
import { handlersOf, queueBenches } from '../support/queues.ts';

const makeQueues = queueBenches();

test('what is due and not begun is counted by its kind, with how long the oldest waits', async () => {
  const bench = await makeQueues();
  const queue = await bench.side();
  await queue.add('crawl', { feedId: 1 });
  await bench.pass(3 * MINUTE);
  await queue.add('crawl', { feedId: 2 });
  await queue.add('detect', { watchIds: null });
  await queue.add('prune', {}, { runAt: bench.now() + 60 * MINUTE });
  const depth = await readQueueDepth(bench.db, bench.now());
  expect(depth.map(({ kind, waiting }) => [kind, waiting]).toSorted()).toEqual([
    ['crawl', 2],
    ['detect', 1],
  ]);
  const oldest = depth.find(({ kind }) => kind === 'crawl')?.oldestMs ?? 0;
  expect(Math.round(oldest / MINUTE)).toBe(3);
});

test('what runs, is done or died does not wait', async () => {
  const bench = await makeQueues();
  const queue = await bench.side();
  await queue.add('deliver', {});
  await queue.add('preview', { source: 'x', params: {} });
  let running = false;
  const deliver = () => {
    running = true;
    return new Promise<void>((resolve) => setTimeout(resolve, 300));
  };
  const preview = () => Promise.reject(new Error('no'));
  queue.work(handlersOf({ deliver, preview }), {});
  await until(() => expect(running).toBe(true));
  await until(async () => expect(await readQueueDepth(bench.db, bench.now())).toEqual([]));
  // Whoever asked for a preview has heard of its fault.
  expect(await countDead(bench.db)).toBe(0);
});

test('jobs are counted by kind and state: due, later, running, dead; what is done is in none', async () => {
  const bench = await makeQueues();
  const queue = await bench.side();
  await queue.add('crawl', { feedId: 1 });
  await queue.add('crawl', { feedId: 2 });
  await queue.add('crawl', { feedId: 3 }, { runAt: bench.now() + 60 * MINUTE });
  await queue.add('detect', { watchIds: null });
  await queue.add('check-feeds', {});
  const states = async () =>
    (await readJobStates(bench.db, bench.now()))
      .map(({ kind, state, count }) => `${kind} ${state} ${count}`)
      .sort();
  expect(await states()).toEqual([
    'check-feeds waiting 1',
    'crawl later 1',
    'crawl waiting 2',
    'detect waiting 1',
  ]);
  const worker = await bench.side();
  let isHeld = true;
  const held = async () => {
    while (isHeld) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  worker.work(handlersOf({ detect: held, 'check-feeds': async () => null }), {});
  await until(async () => expect(await states()).toEqual(expect.arrayContaining(['detect running 1'])));
  await until(async () =>
    expect((await states()).some((each) => each.startsWith('check-feeds'))).toBe(false),
  );
  isHeld = false;
  await until(async () => expect((await states()).some((each) => each.startsWith('detect'))).toBe(false));
});

test('before any queue was opened nothing waits', async () => {
  const db = await makeDatabase();
  expect(await readJobStates(db, Date.now())).toEqual([]);
  expect(await readQueueDepth(db, Date.now())).toEqual([]);
  expect(await countDead(db)).toBe(0);
});
