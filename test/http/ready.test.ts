import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { JobKind } from '../../server/core/job/job.ts';
import { ALL_JOBS, readJobs } from '../../server/core/job/job-groups.ts';
import { MINUTE, SECOND } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import type { HttpDeps } from '../../server/http/deps.ts';
import { healthRoutes } from '../../server/http/routes/health.ts';
import { createWorkerRegistry } from '../../server/worker/worker-registry.ts';
import { makeDatabase } from '../support/database.ts';
import { serveHttp } from './serve.ts';

const TOKEN = 'a-long-enough-token-for-tests';

/** The routes over a database, a bus and a clock; workers are who speak on the bus. */
function watched(read: () => Db) {
  const bus = createThreadBus();
  let at = 1_000 * MINUTE;
  const now = () => at;
  const access = { token: TOKEN, hosts: null, secure: false };
  const routes = healthRoutes({
    get read() {
      return read();
    },
    now,
    access,
    version: '1',
    workers: createWorkerRegistry(bus, now),
  } as HttpDeps);
  const look = async (path: string) => {
    const answer = await routes.request(path);
    return { status: answer.status, body: await answer.json() };
  };
  const speak = (jobs: readonly JobKind[] = ALL_JOBS, { id = 'one', isFull = false } = {}) => {
    const worker = { id, host: 'a', pid: 1, since: 0, jobs };
    bus.publish({ kind: 'alive', at, role: 'worker', worker, isFull });
  };
  return { look, speak, pass: (ms: number) => (at += ms) };
}

const READY = { status: 200, body: { ok: true } };

test('ready is who has a database and a worker that spoke lately', async () => {
  const db = await makeDatabase();
  const { look, speak, pass } = watched(() => db);
  expect(await look('/ready/pages')).toEqual(READY);
  expect(await look('/ready')).toEqual({ status: 503, body: { ok: false, code: 'no_worker' } });
  speak();
  expect(await look('/ready')).toEqual(READY);
  pass(MINUTE);
  expect(await look('/ready')).toEqual({ status: 503, body: { ok: false, code: 'no_worker' } });
});

test('ready is nobody while some work is done by no one', async () => {
  const db = await makeDatabase();
  const { look, speak, pass } = watched(() => db);
  const lacking = { status: 503, body: { ok: false, code: 'no_worker' } };
  speak(readJobs('care'), { id: 'care' });
  expect(await look('/ready')).toEqual(lacking);
  speak(readJobs('crawl,ingest,analysis'), { id: 'reads' });
  expect(await look('/ready')).toEqual(lacking);
  speak(readJobs('alerts'), { id: 'alerts' });
  expect(await look('/ready')).toEqual(READY);
  // One of them falls silent; the others speak on.
  pass(30 * SECOND);
  speak(readJobs('care'), { id: 'care' });
  speak(readJobs('alerts'), { id: 'alerts' });
  expect(await look('/ready')).toEqual(READY);
  pass(30 * SECOND);
  expect(await look('/ready')).toEqual(lacking);
  expect(await look('/ready/pages')).toEqual(READY);
});

test('nor where nothing can be written any more, until it can be', async () => {
  const db = await makeDatabase();
  const { look, speak } = watched(() => db);
  speak(ALL_JOBS, { isFull: true });
  speak(ALL_JOBS, { id: 'two' });
  expect(await look('/ready')).toEqual({ status: 503, body: { ok: false, code: 'disk_full' } });
  expect(await look('/ready/pages')).toEqual(READY);
  speak();
  expect(await look('/ready')).toEqual(READY);
});

test('the pages say that the disk is full, whatever the database says of the time before', async () => {
  const { bus, get } = await serveHttp();
  const speak = (isFull: boolean) => {
    const worker = { id: 'one', host: 'a', pid: 1, since: 0, jobs: ALL_JOBS };
    bus.publish({ kind: 'alive', at: Date.now(), role: 'worker', worker, isFull });
  };
  const sights = async () => [(await get('/api/overview')).trust.blind, (await get('/api/system')).blind];
  speak(true);
  expect(await sights()).toEqual([{ kind: 'disk-full' }, { kind: 'disk-full' }]);
  speak(false);
  expect(await sights()).toEqual([{ kind: 'no-watch' }, { kind: 'no-watch' }]);
});

test('a database that is gone is told, first of all, and noticed when it is back', async () => {
  const nobody = openDatabase('postgres://nobody:secret-word@127.0.0.1:1/none', { connections: 1 });
  onTestFinished(() => nobody.destroy());
  let read: Db = nobody;
  const { look, speak, pass } = watched(() => read);
  speak();
  const gone = { status: 503, body: { ok: false, code: 'no_database' } };
  expect([await look('/ready'), await look('/ready/pages')]).toEqual([gone, gone]);
  expect((await look('/health')).status).toBe(200);
  read = await makeDatabase();
  pass(2 * SECOND);
  expect(await look('/ready')).toEqual(READY);
});

test('a database that takes the call and says nothing is not waited for', async () => {
  const mute = createServer(() => {});
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void mute.close());
  const { port } = mute.address() as AddressInfo;
  const db = openDatabase(`postgres://nobody@127.0.0.1:${port}/none`, { connections: 1 });
  expect((await watched(() => db).look('/ready/pages')).body).toEqual({ ok: false, code: 'no_database' });
});

test('nobody has to log in to hear it, and nothing else is told', async () => {
  const { ask, bus } = await serveHttp({ token: TOKEN });
  expect((await ask('GET', '/api/ready')).status).toBe(503);
  const worker = { id: 'one', host: 'a', pid: 1, since: 0, jobs: ALL_JOBS };
  bus.publish({ kind: 'alive', at: Date.now(), role: 'worker', worker });
  for (const at of ['/api/ready', '/api/ready/pages']) {
    const answer = await ask('GET', at);
    expect([answer.status, answer.body]).toEqual([200, '{"ok":true}']);
    expect(answer.headers['cache-control']).toBe('no-store');
  }
});
