import { expect, test } from 'vitest';
import { AppError } from '../../server/core/errors.ts';
import { DAY } from '../../server/core/time.ts';
import { readDeadJobs } from '../../server/db/views/operation/dead-jobs.ts';
import { PATIENCE_MS, until } from '../support/patience.ts';
import { handlersOf, type QueueBench, queueBenches } from '../support/queues.ts';

const makeQueues = queueBenches();

const gone = new AppError('not_found', 'the feed is gone');

/** One dead job: a mistake of the caller, never tried again. */
async function makeDead(bench: QueueBench) {
  const queue = await bench.side();
  await queue.add('crawl', { feedId: 1 }, { key: 'crawl:1' });
  let mended = false;
  let runs = 0;
  const crawl = async () => {
    runs += 1;
    if (!mended) throw gone;
  };
  queue.work(handlersOf({ crawl }), {});
  await until(async () => expect((await readDeadJobs(bench.db)).total).toBe(1));
  const [dead] = (await readDeadJobs(bench.db)).jobs;
  const mend = () => {
    mended = true;
  };
  return { queue, dead: dead!, mend, runs: () => runs };
}

test('a dead job waits for a person and says why', async () => {
  const bench = await makeQueues();
  const { dead } = await makeDead(bench);
  expect(dead).toMatchObject({ kind: 'crawl', tries: 1, why: 'not_found', message: 'the feed is gone' });
  expect(Math.abs(dead.diedAt - bench.now())).toBeLessThan(60_000);
});

test('replayed it runs as if it had never been tried', async () => {
  const bench = await makeQueues();
  const { queue, dead, mend, runs } = await makeDead(bench);
  mend();
  expect(await queue.replay([dead.id])).toBe(1);
  await until(() => expect(runs()).toBe(2));
  await until(async () => expect((await bench.jobs()).at(-1)).toMatchObject({ status: 'done', attempts: 1 }));
  expect(await readDeadJobs(bench.db)).toEqual({ jobs: [], total: 0 });
});

test('one whose work waits already is forgotten, not done twice', async () => {
  const bench = await makeQueues();
  const { queue, dead } = await makeDead(bench);
  await queue.drain(1_000);
  await queue.add('crawl', { feedId: 1 }, { key: 'crawl:1' });
  expect(await queue.replay([dead.id])).toBe(0);
  expect((await readDeadJobs(bench.db)).total).toBe(0);
  expect((await bench.jobs()).filter(({ status }) => status === 'waiting')).toHaveLength(1);
});

test('by its key anybody learns how work stands: open, dead, or nothing to be said', async () => {
  const bench = await makeQueues();
  const [one, other] = [await bench.side(), await bench.side()];
  const stand = () => other.stateOf('import-file', 'import:1');
  const add = () => one.add('import-file', { importId: 1 }, { key: 'import:1' });
  expect(await stand()).toBe(null);
  await add();
  expect(await stand()).toBe('open');
  let end = async () => {};
  one.work(handlersOf({ 'import-file': () => end() }), {});
  await until(async () => expect(await stand()).toBe(null));
  end = () => Promise.reject(gone);
  await add();
  await until(async () => expect(await stand()).toBe('dead'));
  const [dead] = (await readDeadJobs(bench.db)).jobs;
  end = () => new Promise(() => {});
  await one.replay([dead!.id]);
  expect(await stand()).toBe('open');
});

test('dropped it is gone; what is no dead job is left alone', async () => {
  const bench = await makeQueues();
  const { queue, dead } = await makeDead(bench);
  await queue.drain(1_000);
  const waiting = await queue.add('crawl', { feedId: 2 });
  expect(await queue.discard([dead.id, waiting, 'nonsense'])).toBe(1);
  expect((await readDeadJobs(bench.db)).total).toBe(0);
  expect(await queue.replay([dead.id, waiting, 'nonsense'])).toBe(0);
  expect((await bench.jobs()).some(({ id, status }) => id === waiting && status === 'waiting')).toBe(true);
});

test('a question that failed is no dead letter: whoever asked has heard', async () => {
  const bench = await makeQueues();
  const queue = await bench.side();
  queue.work(handlersOf({ preview: () => Promise.reject(gone) }), {});
  await expect(queue.ask('preview', { source: 'x', params: {} }, PATIENCE_MS)).rejects.toThrow('gone');
  expect((await readDeadJobs(bench.db)).total).toBe(0);
});

test('whose worker ended every time says so', async () => {
  const bench = await makeQueues();
  const queue = await bench.side();
  await queue.add('deliver', {});
  await bench.crash(5);
  (await bench.side()).work(handlersOf({}), {});
  await until(async () => expect((await readDeadJobs(bench.db)).jobs[0]?.why).toBe('worker_ended'));
});

test('they are kept for a month', async () => {
  const bench = await makeQueues();
  const { queue } = await makeDead(bench);
  await queue.drain(1_000);
  await bench.pass(29 * DAY);
  const next = await bench.side();
  next.work(handlersOf({}), {});
  await next.drain(1_000);
  expect((await readDeadJobs(bench.db)).total).toBe(1);
  await bench.pass(2 * DAY);
  (await bench.side()).work(handlersOf({}), {});
  await until(async () => expect((await readDeadJobs(bench.db)).total).toBe(0));
});
