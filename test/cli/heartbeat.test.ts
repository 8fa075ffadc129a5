import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { MINUTE } from '../../server/core/time.ts';
import { enqueueNotice } from '../../server/db/channel/notices.ts';
import { getBeat, noteDetected } from '../../server/db/installation/health-look.ts';
import { createLog } from '../../server/log.ts';
import { openPing, wayOut } from '../../server/net/notifier-io.ts';
import { createHeartbeat } from '../../server/worker/heartbeat.ts';
import { makeDatabase } from '../support/database.ts';
import { NOW } from '../support/make.ts';
import { makeChannel } from '../support/make-channel.ts';
import { PATIENCE_MS } from '../support/patience.ts';

/** Whoever is to miss us, on loopback; or a proxy, which is asked for whole addresses. */
async function startFarSide(gone = false) {
  const asked: string[] = [];
  const answer = { status: 200, hangs: false };
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (!answer.hangs) response.writeHead(answer.status).end('OK');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  if (gone) close();
  else onTestFinished(close);
  return { asked, answer, url: `http://127.0.0.1:${port}` };
}

async function makeBeating() {
  const db = await makeDatabase();
  const far = await startFarSide();
  const clock = { at: NOW };
  const deps = { db, now: () => clock.at, log: createLog('silent', 'test') };
  const heartbeat = createHeartbeat({
    ...deps,
    url: `${far.url}/ping/abc`,
    ping: openPing({ timeoutMs: PATIENCE_MS }),
  });
  const beat = async () => {
    const before = far.asked.length;
    await heartbeat.beat();
    return far.asked.slice(before);
  };
  return { ...far, db, deps, clock, heartbeat, beat };
}

test('what its address opens is not in the fault that everybody sees', async () => {
  const { db, deps } = await makeBeating();
  const url = 'https://watch.example/ping/2f6a9c1e-secret-of-it';
  const ping = async () => {
    throw new Error(`cannot reach ${url}: getaddrinfo ENOTFOUND`);
  };
  await noteDetected(db, NOW);
  await createHeartbeat({ ...deps, url, ping }).beat();
  const fault = 'cannot reach https://watch.example/•••: getaddrinfo ENOTFOUND';
  expect(await getBeat(db)).toMatchObject({ fault });
});

test('the far side is asked while passes end, and not when they do not', async () => {
  const { db, clock, beat } = await makeBeating();
  expect(await beat()).toEqual([]);
  expect(await getBeat(db)).toEqual({ at: NOW, takenAt: null, fault: 'no-detection' });
  await noteDetected(db, NOW);
  expect(await beat()).toEqual(['GET /ping/abc']);
  expect(await getBeat(db)).toEqual({ at: NOW, takenAt: NOW, fault: null });
  clock.at += 4 * MINUTE;
  expect(await beat()).toEqual([]);
  expect(await getBeat(db)).toEqual({ at: clock.at, takenAt: NOW, fault: 'no-detection' });
  await noteDetected(db, clock.at);
  expect(await beat()).toHaveLength(1);
});

test('it is not asked while messages are due that nobody takes', async () => {
  const { db, clock, beat } = await makeBeating();
  const { id } = await makeChannel(db);
  await enqueueNotice(db, { down: [], up: [], at: NOW }, [id]);
  clock.at += 2 * MINUTE;
  await noteDetected(db, clock.at);
  expect(await beat()).toHaveLength(1);
  clock.at += 2 * MINUTE;
  await noteDetected(db, clock.at);
  expect(await beat()).toEqual([]);
  expect(await getBeat(db)).toMatchObject({ fault: 'outbox-stuck' });
});

test('nor while the database is away, and that is no error of ours', async () => {
  const { db, asked, heartbeat } = await makeBeating();
  await noteDetected(db, NOW);
  await db.destroy();
  await heartbeat.beat();
  expect(asked).toEqual([]);
});

test('a far side that refuses, hangs or is gone is kept as the reason, and thrown at nobody', async () => {
  const { db, deps, url: slow, answer, heartbeat } = await makeBeating();
  await noteDetected(db, NOW);
  answer.status = 404;
  await heartbeat.beat();
  expect(await getBeat(db)).toMatchObject({ fault: 'status 404', takenAt: null });
  answer.hangs = true;
  await createHeartbeat({ ...deps, url: slow, ping: openPing({ timeoutMs: 150 }) }).beat();
  expect((await getBeat(db))?.fault).toMatch(/timeout/i);
  const { url } = await startFarSide(true);
  const gone = createHeartbeat({ ...deps, url, ping: openPing({ timeoutMs: PATIENCE_MS }) });
  await gone.beat();
  expect((await getBeat(db))?.fault).toContain('ECONNREFUSED');
});

test('a ping under way does not keep the worker from stopping', async () => {
  const { db, asked, answer, heartbeat } = await makeBeating();
  await noteDetected(db, NOW);
  answer.hangs = true;
  const beating = heartbeat.beat();
  await expect.poll(() => asked).toHaveLength(1);
  heartbeat.stop();
  await beating;
});

test('it leaves by the proxy that is set', async () => {
  const { db, deps, asked, url } = await makeBeating();
  await noteDetected(db, NOW);
  const dispatcher = wayOut({ http: url, https: null, none: '' });
  if (dispatcher === undefined) throw new Error('there is no way out');
  onTestFinished(() => dispatcher.destroy());
  const ping = openPing({ timeoutMs: PATIENCE_MS, dispatcher });
  await createHeartbeat({ ...deps, url: 'http://far.example/ping', ping }).beat();
  expect(asked.join()).toContain('far.example');
});

test('where nobody is to miss us any more, nothing is kept', async () => {
  const { db, deps, heartbeat } = await makeBeating();
  await noteDetected(db, NOW);
  await heartbeat.beat();
  await createHeartbeat({ ...deps, url: null, ping: openPing({ timeoutMs: 100 }) }).beat();
  expect(await getBeat(db)).toBeNull();
});
