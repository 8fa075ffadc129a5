import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { createThreadBus } from '../../../server/bus/threads.ts';
import type { Inbox } from '../../../server/core/import/inbox.ts';
import { getImportFile } from '../../../server/db/import/import-files.ts';
import { receiveFile, startImport } from '../../../server/flows/import/receive-file.ts';
import { resumeImports } from '../../../server/flows/import/resume-imports.ts';
import { openInbox } from '../../../server/inbox.ts';
import { createLog } from '../../../server/log.ts';
import { openReadingPool } from '../../../server/text/pool/pool.ts';
import { createImportHandlers } from '../../../server/worker/import-handlers.ts';
import { tempFolder } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { until } from '../../support/patience.ts';
import { handlersOf, type QueueBench, queueBenches } from '../../support/queues.ts';

const makeQueues = queueBenches();
const entry = new URL('../../support/poisoned-thread.ts', import.meta.url);
const ROWS = 1_000;
const ROW = /第\d+户/;

function openPool() {
  const pool = openReadingPool({ threads: 1, entry });
  onTestFinished(() => pool.close());
  /** Texts of somebody else's, of which each ends a thread: too many of them end the pool. */
  const ruin = async () => {
    const reading = pool.readAll(Array.from({ length: 20 }, (_, n) => ({ text: `die ${n}` })));
    await expect(reading).rejects.toMatchObject({ code: 'internal' });
  };
  return { pool, ruin };
}

/** Texts of different words, or they would be copies of each other. */
const textOf = (n: number, town: string) =>
  `第${n}户说${town}暖气不热,${String.fromCodePoint(0x4e00 + n * 7)}小区已经${n}天了`;

/** Tests share a database: each has a town of its own. */
async function beginImport(bench: QueueBench, town: string) {
  const { db } = bench;
  const watch = await makeWatch(db, { name: town, rule: anyOf(town) });
  const queue = await bench.side();
  const bus = createThreadBus();
  const inbox: Inbox = openInbox({ dataFolder: tempFolder() }, db);
  const shared = { ...ingestDeps(db), queue, bus, inbox, log: createLog('silent', 'worker'), now: bench.now };
  const lines = Array.from({ length: ROWS }, (_, n) => `${n},"${textOf(n, town)}"`);
  const bytes = Readable.from([Buffer.from(`id,text\n${lines.join('\n')}\n`)]);
  const id = await receiveFile(shared, { name: 'a.csv', bytes });
  const mapping = { fields: { id: 'id', text: 'text' }, platform: town };
  await startImport(shared, { id, mapping, remember: null });
  const shown = () => getImportFile(db, id);
  const jobs = async () => (await bench.jobs()).map(({ status, attempts }) => `${status} ${attempts}`);
  return { db, watch, queue, bus, inbox, shared, id, shown, jobs };
}

test('an import goes on when the readers were lost over the texts of others, and counts every row once', async () => {
  const bench = await makeQueues();
  const { db, watch, queue, bus, shared, shown, jobs } = await beginImport(bench, '东城');
  const first = openPool();
  let ruined: Promise<void> | undefined;
  bus.subscribe((event) => {
    if (event.kind === 'mentions') ruined ??= first.ruin();
  });
  queue.work(handlersOf(createImportHandlers({ ...shared, reading: first.pool })), {});
  await until(async () => expect(await jobs()).toEqual(['waiting 1']));
  await ruined;
  await queue.drain(1_000);
  const half = await shown();
  expect(half).toMatchObject({ state: 'running', error: null });
  expect(half?.progress?.rows).toBeGreaterThan(0);
  expect(half?.progress?.rows).toBeLessThan(ROWS);

  await bench.pass(2_000);
  const again = await bench.side();
  again.work(handlersOf(createImportHandlers({ ...shared, reading: openPool().pool })), {});
  await until(async () => expect(await jobs()).toEqual(['done 2']));
  expect(await shown()).toMatchObject({
    state: 'done',
    progress: { rows: ROWS, stored: ROWS, known: 0, mentions: ROWS, refusedCount: 0 },
  });
  const posts = await db.selectFrom('post').select('text').where('platform', '=', '东城').execute();
  expect(new Set(posts.map(({ text }) => ROW.exec(text)?.[0])).size).toBe(ROWS);
  expect(posts).toHaveLength(ROWS);
  const counts = await db
    .selectFrom('mention')
    .select((each) => each.fn.countAll().as('mentions'))
    .where('watch_id', '=', watch.id)
    .execute();
  expect(counts.map(({ mentions }) => Number(mentions))).toEqual([ROWS]);
});

test('it is over after the last try where no row came in, and says why', async () => {
  const bench = await makeQueues();
  const { queue, shared, shown, jobs } = await beginImport(bench, '西城');
  const { pool, ruin } = openPool();
  await ruin();
  queue.work(handlersOf(createImportHandlers({ ...shared, reading: pool })), {});
  for (let tries = 1; tries < 5; tries++) {
    await until(async () => expect(await jobs()).toEqual([`waiting ${tries}`]));
    expect(await shown()).toMatchObject({ state: 'running' });
    await bench.pass(10 * 60_000);
  }
  await until(async () => expect(await jobs()).toEqual(['dead 5']));
  expect(await shown()).toMatchObject({ state: 'failed', error: expect.stringContaining('were lost') });
});

test('after the last try it is asked for again where rows came in meanwhile', async () => {
  const bench = await makeQueues();
  const { queue, bus, shared, shown, jobs } = await beginImport(bench, '南城');
  const { pool, ruin } = openPool();
  bus.subscribe((event) => {
    if (event.kind === 'mentions') void ruin();
  });
  queue.work(handlersOf(createImportHandlers({ ...shared, reading: pool })), {});
  for (let tries = 1; tries < 5; tries++) {
    await until(async () => expect(await jobs()).toEqual([`waiting ${tries}`]));
    await bench.pass(10 * 60_000);
  }
  await until(async () => expect(await jobs()).toEqual(['dead 5']));
  await queue.drain(1_000);
  expect(await shown()).toMatchObject({ state: 'running' });
  await resumeImports(shared);
  expect(await jobs()).toContain('waiting 0');
});
