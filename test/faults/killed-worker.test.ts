import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { createThreadBus } from '../../server/bus/threads.ts';
import type { Queue } from '../../server/core/job/job.ts';
import { MINUTE } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { engineOf } from '../../server/db/engine/engine.ts';
import { isPostgres } from '../../server/db/engine/open.ts';
import { addRequest, getRequest } from '../../server/db/import/ingest-requests.ts';
import { addToken } from '../../server/db/import/ingest-tokens.ts';
import { createBossQueue } from '../../server/queue/boss.ts';
import { createEmbeddedQueue } from '../../server/queue/embedded.ts';
import { makeStage, voices } from '../flows/alert/alert-stage.ts';
import { makeDatabase, makePlace } from '../support/database.ts';
import { NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';
import { until } from '../support/patience.ts';
import { QUIET_LOG } from '../support/quiet-log.ts';
import { expectWhole } from '../support/whole.ts';

const CHILD = join(import.meta.dirname, 'dying-worker.ts');

/** Processes are begun anew many times. */
const PATIENT = { timeout: 300_000 };
/** What the workers' connections are called on PostgreSQL. */
const MORTAL = 'mortal';

function startWorker(place: string, stage = '', from = NOW) {
  const at = isPostgres(place) ? `${place}?application_name=${MORTAL}` : place;
  const child = spawn(process.execPath, [CHILD, at, stage, String(from)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended: once(child, 'exit') };
}

/** Works until the system kills it at the stage. */
async function dieAt(place: string, stage: string, from = NOW): Promise<void> {
  expect([stage, ...(await startWorker(place, stage, from).ended)]).toEqual([stage, null, 'SIGKILL']);
}

/** The side that adds jobs, as the pages do. */
async function openQueue(db: Db, place: string): Promise<Queue> {
  const rest = { bus: createThreadBus(), now: () => NOW, log: QUIET_LOG };
  if (engineOf(db) === 'sqlite') return createEmbeddedQueue({ db, ...rest });
  const queue = await createBossQueue({ url: place, ...rest });
  onTestFinished(() => queue.close());
  return queue;
}

/**
 * On PostgreSQL a dead worker is missed after its lease: time goes by, once the server has ended what the worker
 * began and nobody renews any more. On SQLite the next one knows at once.
 */
async function passLease(db: Db): Promise<void> {
  if (engineOf(db) === 'sqlite') return;
  const left = sql`select pid from pg_stat_activity where datname = current_database() and application_name = ${MORTAL}`;
  await until(async () => expect((await left.execute(db)).rows).toEqual([]));
  await sql`update tingchao_jobs.job set heartbeat_on = heartbeat_on - interval '5 minutes'`.execute(db);
  await sql`update tingchao_jobs.queue set monitor_claim_on = null, monitor_on = null`.execute(db);
}

async function openDoor() {
  const place = await makePlace();
  const db = await makeDatabase(place);
  await makeWatch(db);
  const token = await addToken(db, { name: '供应商', hash: 'x', hint: 'x' }, NOW);
  const tokenId = token?.id ?? 0;
  const queue = await openQueue(db, place);
  const push = async (name: string, count: number) => {
    const posts = Array.from({ length: count }, (_, n) => ({
      platform: 'weibo',
      externalId: `${name}-${n}`,
      text: `${name}号楼${n}单元的暖气不热`,
      publishedAt: NOW - n * 600_000,
    }));
    const body = Buffer.from(JSON.stringify({ posts }));
    const wanted = { tokenId, key: name, kind: 'items', bodyHash: name, mapping: null, body } as const;
    const { request } = await addRequest(db, wanted, NOW);
    await queue.add('ingest', { requestId: request.id });
    return request.id;
  };
  const answered = async (id: number) => (await getRequest(db, id))?.answer ?? null;
  return { place, db, push, answered };
}

test('killed at any stage of a push, it is stored once, and answered once', PATIENT, async () => {
  const { place, db, push, answered } = await openDoor();
  const id = await push('a', 20);
  for (const stage of ['the job is taken', 'the post is stored', 'all is written']) {
    await dieAt(place, stage);
    expect(await expectWhole(db, new Set())).toBe(0);
    expect(await answered(id)).toBeNull();
    await passLease(db);
  }
  await dieAt(place, 'all is committed');
  const before = await answered(id);
  expect(before).toMatchObject({ status: 200, body: { stored: 20 } });
  await passLease(db);
  const { child } = startWorker(place);
  const other = await push('b', 5);
  await expect.poll(() => answered(other), { timeout: 120_000 }).toMatchObject({ body: { stored: 5 } });
  child.kill('SIGKILL');
  expect(await expectWhole(db, new Set())).toBe(25);
  expect(await answered(id)).toEqual(before);
});

test('killed at any moment, again and again: each push is stored once', PATIENT, async () => {
  const { place, db, push, answered } = await openDoor();
  const ids: number[] = [];
  const more = async (count: number) => {
    for (let n = 0; n < count; n++) ids.push(await push(`push${ids.length}`, 10));
  };
  await more(40);
  const open = async () => {
    const rows = await db.selectFrom('ingest_request').select('id').where('status', 'is', null).execute();
    return rows.length;
  };
  for (let killed = 0; killed < 3; killed++) {
    // The one before may have done all there was before it was killed.
    await more(Math.max(0, 10 - (await open())));
    const left = await open();
    const { child, ended } = startWorker(place);
    await expect.poll(open, { timeout: 120_000, interval: 10 }).toBeLessThan(left);
    await sleep(Math.random() * 100);
    child.kill('SIGKILL');
    await ended;
    await passLease(db);
  }
  const { child } = startWorker(place);
  await expect.poll(open, { timeout: 300_000 }).toBe(0);
  child.kill('SIGKILL');
  expect(await expectWhole(db, new Set())).toBe(10 * ids.length);
  for (const id of ids) expect(await answered(id)).toMatchObject({ body: { stored: 10, known: 0 } });
});

/** A receiver that may kill who sends before it answers. */
async function startReceiver() {
  const keys: (string | string[] | undefined)[] = [];
  const kill = { next: () => {} };
  const server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key']);
    kill.next();
    request.resume().on('end', () => response.end('ok'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { keys, kill, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

test(
  'killed at any stage of a message, it arrives at least once, and not again once that is recorded',
  PATIENT,
  async () => {
    const receiver = await startReceiver();
    const place = await makePlace();
    const stage = await makeStage({ cooldown: 0 }, place);
    const { db } = stage;
    await stage.channel({ settings: { url: receiver.url, secret: 'a shared secret' } });
    await stage.store(voices(12, '小区停暖了', NOW));
    await stage.look();
    const queue = await openQueue(db, place);
    /** The job is the one of before, given back; its message is taken again when its own lease is over. */
    const again = async (turn: number) => {
      await passLease(db);
      await queue.add('deliver', {}, { key: 'deliver' });
      return NOW + turn * 3 * MINUTE;
    };
    const row = () => db.selectFrom('delivery').select(['status', 'attempts']).executeTakeFirstOrThrow();

    await dieAt(place, 'the message is taken', await again(0));
    expect(receiver.keys).toHaveLength(0);
    const second = startWorker(place, '', await again(1));
    receiver.kill.next = () => void second.child.kill('SIGKILL');
    await second.ended;
    receiver.kill.next = () => {};
    expect(receiver.keys).toHaveLength(1);
    await dieAt(place, 'the message was sent', await again(2));
    expect(receiver.keys).toHaveLength(2);
    expect(await row()).toEqual({ status: 'waiting', attempts: 3 });
    await dieAt(place, 'it is recorded', await again(3));
    expect(receiver.keys).toHaveLength(3);
    expect(await row()).toEqual({ status: 'sent', attempts: 4 });
    expect(new Set(receiver.keys).size).toBe(1);

    const { child } = startWorker(place, '', await again(4));
    await stage.channel({ name: '另一个', settings: { url: receiver.url, secret: 'a shared secret' } });
    stage.at += 20 * MINUTE;
    await stage.store(voices(25, '停暖还中毒', stage.at));
    await stage.look();
    await queue.add('deliver', {}, { key: 'deliver' });
    const waiting = async () =>
      (await db.selectFrom('delivery').selectAll().where('status', '=', 'waiting').execute()).length;
    await expect
      .poll(
        async () => {
          await queue.add('deliver', {}, { key: 'deliver' });
          return waiting();
        },
        { timeout: 120_000 },
      )
      .toBe(0);
    child.kill('SIGKILL');
    const sent = await db.selectFrom('delivery').select('status').execute();
    expect(sent.every(({ status }) => status === 'sent')).toBe(true);
    expect(receiver.keys).toHaveLength(sent.length + 2);
    expect(new Set(receiver.keys).size).toBe(sent.length);
  },
);
