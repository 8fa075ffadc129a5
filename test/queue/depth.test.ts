import { expect, test } from 'vitest';
import { MINUTE } from '../../server/core/time.ts';
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

test('before any queue was opened nothing waits', async () => {
  const db = await makeDatabase();
  expect(await readQueueDepth(db, Date.now())).toEqual([]);
  expect(await countDead(db)).toBe(0);
});
