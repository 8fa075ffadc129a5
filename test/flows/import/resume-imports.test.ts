import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createThreadBus } from '../../../server/bus/threads.ts';
import type { ImportRow } from '../../../server/core/import/import-row.ts';
import type { Inbox } from '../../../server/core/import/inbox.ts';
import type { Queue } from '../../../server/core/job/job.ts';
import type { ImportProgress } from '../../../server/core/screens/import.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { addImportFile, changeImportFile, getImportFile } from '../../../server/db/import/import-files.ts';
import { receiveFile } from '../../../server/flows/import/receive-file.ts';
import { queueImport, resumeImports } from '../../../server/flows/import/resume-imports.ts';
import { openInbox } from '../../../server/inbox.ts';
import { createLog } from '../../../server/log.ts';
import { createImportHandlers } from '../../../server/worker/import-handlers.ts';
import { engine, tempFolder } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { until } from '../../support/patience.ts';
import { handlersOf, queueBenches } from '../../support/queues.ts';

const makeQueues = queueBenches();

test('an import left under way without a job is asked for again; one begun too often is over', async () => {
  const bench = await makeQueues();
  const { db } = bench;
  const queue = await bench.side();
  const deps = { db, queue, inbox: openInbox({ dataFolder: tempFolder() }, db), now: () => NOW };
  const id = await addImportFile(db, { name: 'a.csv', via: 'page' }, NOW);
  const file = () => getImportFile(db, id);
  await changeImportFile(db, id, { state: 'running' });
  await resumeImports(deps);
  await resumeImports(deps);
  expect(await bench.jobs()).toMatchObject([{ kind: 'import-file', status: 'waiting' }]);
  expect(await file()).toMatchObject({ state: 'running' });
  await bench.crash(5);
  queue.work(handlersOf({}), {});
  await until(async () => expect(await queue.stateOf('import-file', `import:${id}`)).toBe('dead'));
  await resumeImports(deps);
  expect(await file()).toMatchObject({ state: 'failed' });
});

const progressOf = (rows: number): ImportProgress => ({
  rows,
  stored: rows,
  known: 0,
  copies: 0,
  mentions: 0,
  undated: 0,
  future: 0,
  cut: 0,
  refusedCount: 0,
  changedCount: 0,
  bytesRead: 1,
});

test('whose workers were lost time and again goes on where rows came in meanwhile', async () => {
  const bench = await makeQueues();
  const { db } = bench;
  const id = await addImportFile(db, { name: 'a.csv', via: 'page' }, NOW);
  await changeImportFile(db, id, { state: 'running', progress: progressOf(700) });
  const inbox = openInbox({ dataFolder: tempFolder() }, db);
  const look = (queue: Queue) => resumeImports({ db, queue, inbox, now: () => NOW });
  /** Its job has been begun five times, and no worker has come to its end. */
  const die = async () => {
    // The queue looks after its jobs now and then.
    await bench.pass(10 * MINUTE);
    await bench.crash(5);
    const queue = await bench.side();
    queue.work(handlersOf({}), {});
    await until(async () => expect(await queue.stateOf('import-file', `import:${id}`)).toBe('dead'));
    await queue.drain(0);
    await look(queue);
    const dead = sql`delete from ${sql.table('tingchao_jobs.job')} where state = 'failed' or name = 'dead'`;
    await (engine() === 'sqlite' ? sql`delete from job where status = 'dead'` : dead).execute(db);
  };
  await queueImport(await bench.side(), id);
  await die();
  expect(await getImportFile(db, id)).toMatchObject({ state: 'running' });
  expect(await bench.jobs()).toMatchObject([{ kind: 'import-file', status: 'waiting', attempts: 0 }]);
  // It ended them at the same place.
  await die();
  expect(await getImportFile(db, id)).toMatchObject({ state: 'failed', progress: { rows: 700 } });
});

test('taken over from a worker that goes on all the same, it is no failed try to stop', async () => {
  const bench = await makeQueues();
  const { db } = bench;
  const queue = await bench.side();
  const real = openInbox({ dataFolder: tempFolder() }, db);
  const lines = Array.from({ length: 1_200 }, (_, n) => `${n},第${n}户的房间里很冷`);
  const bytes = Readable.from([Buffer.from(`id,text\n${lines.join('\n')}\n`)]);
  const shared = { ...ingestDeps(db), queue, bus: createThreadBus(), log: createLog('silent', 'worker') };
  const id = await receiveFile({ ...shared, inbox: real }, { name: 'a.csv', bytes });
  await changeImportFile(db, id, {
    state: 'running',
    mapping: { fields: { id: 'id', text: 'text' }, platform: 'x' },
    progress: progressOf(0),
  });
  /** Rows that the other one stores while this one begins. */
  const elsewhere = [400, 800];
  async function* whileElsewhere(rows: AsyncIterable<ImportRow>): AsyncGenerator<ImportRow> {
    const further = elsewhere.shift();
    if (further !== undefined) await changeImportFile(db, id, { progress: progressOf(further) });
    yield* rows;
  }
  const inbox: Inbox = {
    ...real,
    read(...file) {
      const { rows, bytesRead } = real.read(...file);
      return { rows: whileElsewhere(rows), bytesRead };
    },
  };
  queue.work(handlersOf(createImportHandlers({ ...shared, inbox })), {});
  const ended = () =>
    until(async () => expect(await queue.stateOf('import-file', `import:${id}`)).toBeNull());
  for (const rows of [400, 800]) {
    await resumeImports({ ...shared, inbox });
    await ended();
    expect(await getImportFile(db, id)).toMatchObject({ state: 'running', progress: { rows } });
  }
  // The other one is gone.
  await resumeImports({ ...shared, inbox });
  await ended();
  expect(await getImportFile(db, id)).toMatchObject({ state: 'done', progress: { rows: 1_200 } });
  const mine = (await bench.jobs()).filter(({ payload }) => JSON.parse(payload).importId === id);
  expect(mine.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
});

test('once a file is in, the watches it brought a past to are read anew', async () => {
  const bench = await makeQueues();
  const { db } = bench;
  const { id: watchId } = await makeWatch(db);
  const queue = await bench.side();
  const bus = createThreadBus();
  const heard: string[] = [];
  bus.subscribe((event) => {
    heard.push(event.kind === 'rematched' ? `rematched ${event.watchId}` : event.kind);
  });
  const inbox = openInbox({ dataFolder: tempFolder() }, db);
  const shared = { ...ingestDeps(db), queue, bus, log: createLog('silent', 'worker'), inbox };
  const bytes = Readable.from([Buffer.from('id,text\n1,暖气不热\n2,暖气修好了\n')]);
  const importId = await receiveFile(shared, { name: 'a.csv', bytes });
  const mapping = { fields: { id: 'id', text: 'text' }, platform: 'x' };
  await changeImportFile(db, importId, { state: 'running', mapping, progress: progressOf(0) });
  queue.work(handlersOf(createImportHandlers(shared)), {});
  await queueImport(queue, importId);
  await until(async () => expect(await getImportFile(db, importId)).toMatchObject({ state: 'done' }));
  await until(async () => expect(heard).toContain(`rematched ${watchId}`));
  expect(heard.indexOf('mentions')).toBeLessThan(heard.indexOf(`rematched ${watchId}`));
});
