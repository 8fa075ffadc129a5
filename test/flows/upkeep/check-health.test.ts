import { expect, test } from 'vitest';
import { ALL_JOBS } from '../../../server/core/job/job-groups.ts';
import type { Vitals } from '../../../server/core/operation/operational-trouble.ts';
import { MINUTE, SECOND } from '../../../server/core/time.ts';
import { enqueueNotice } from '../../../server/db/channel/notices.ts';
import { deliver } from '../../../server/flows/deliver/deliver.ts';
import { testChannel } from '../../../server/flows/deliver/test-channel.ts';
import { checkHealth } from '../../../server/flows/upkeep/check-health.ts';
import { openNotifierIO } from '../../../server/net/notifier-io.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import { engine, makeDatabase } from '../../support/database.ts';
import { NOW, PASS_KEY } from '../../support/make.ts';
import { makeChannel } from '../../support/make-channel.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { startReceiver } from '../../support/receiver.ts';

interface Told {
  readonly at: string;
  readonly event: string;
  readonly subject: string;
  readonly lines: readonly string[];
}
const GIB = 1024 ** 3;
const ROOMY = { freeBytes: 50 * GIB, totalBytes: 100 * GIB };

/** A real receiver on loopback with an address for each channel; those that are broken refuse for good. */
async function startReceivers() {
  const told: Told[] = [];
  const broken = new Set<string>();
  const { url } = await startReceiver(({ path, body }) => {
    if (broken.has(path)) return { status: 403, body: 'sign not match' };
    const { alert: _, ...message } = JSON.parse(body);
    if (message.event !== undefined) told.push({ ...message, at: path });
    return { status: 200 };
  });
  return { told, broken, url: new URL(url).origin };
}

async function makeMonitor() {
  const db = await makeDatabase();
  const { told, broken, url } = await startReceivers();
  // The clock of the database counts too: it must be right unless a test says otherwise.
  const clock = { at: engine() === 'postgres' ? Date.now() : NOW };
  const now = () => clock.at;
  const facts: { disk: Vitals['disk']; ahead: number | null } = { disk: ROOMY, ahead: null };
  const io = openNotifierIO({ timeoutMs: PATIENCE_MS, now });
  const sending = {
    db,
    now,
    io,
    notifiers: new Map([[webhook.name, webhook]]),
    baseUrl: 'http://desk.example',
    passKey: PASS_KEY,
  };
  const channel = (name: string, minLevel: 'I' | 'IV') =>
    makeChannel(db, { name, minLevel, settings: { url: `${url}/${name}` } }, now());
  const look = async () => {
    const report = await checkHealth({
      db,
      now,
      disk: async () => facts.disk,
      aheadOfWeb: () => facts.ahead,
      done: () => ALL_JOBS,
    });
    await deliver({ ...sending, playbooks: [], random: () => 0 });
    return { began: report.began.length, over: report.over.length, told: report.told };
  };
  const say = async (channelId: number) => {
    await enqueueNotice(db, { down: [], up: [], at: now() }, [channelId]);
    await deliver({ ...sending, playbooks: [], random: () => 0 });
    clock.at += SECOND;
  };
  const prove = (channelId: number) => testChannel(sending, { channelId });
  return { db, clock, facts, told, broken, channel, look, say, prove };
}

const NONE = { began: 0, over: 0, told: 0 };

test('what is wrong is opened once and told once, closed once and told once', async () => {
  const { db, clock, facts, told, channel, look } = await makeMonitor();
  await channel('duty', 'IV');
  await channel('boss', 'I');
  expect(await look()).toEqual(NONE);
  facts.disk = { freeBytes: 0.8 * GIB, totalBytes: 100 * GIB };
  expect(await look()).toEqual({ began: 1, over: 0, told: 1 });
  expect(await look()).toEqual(NONE);
  expect(told).toMatchObject([{ at: '/duty', event: 'feeds.down', subject: '运行告警：磁盘快满了' }]);
  expect(told[0]!.lines[0]).toContain('数据盘只剩 0.8 GB');
  // Out of sight is not over.
  facts.disk = null;
  expect(await look()).toEqual(NONE);
  facts.disk = ROOMY;
  clock.at += 10 * SECOND;
  expect(await look()).toEqual({ began: 0, over: 1, told: 1 });
  expect(await look()).toEqual(NONE);
  expect(told.map(({ event }) => event)).toEqual(['feeds.down', 'feeds.recovered']);
  const kept = await db.selectFrom('trouble').select(['kind', 'subject', 'closed_at']).execute();
  expect(kept).toEqual([{ kind: 'disk-low', subject: 'data', closed_at: clock.at }]);
});

test('two that look at once open one', async () => {
  const { db, facts, told, channel, look } = await makeMonitor();
  await channel('duty', 'IV');
  facts.disk = { freeBytes: 0, totalBytes: 100 * GIB };
  await Promise.all([look(), look()]);
  expect(await db.selectFrom('trouble').selectAll().execute()).toHaveLength(1);
  expect(told).toHaveLength(1);
});

test('a channel that fails is told of through the others, and is well when a test arrives', async () => {
  const { clock, told, broken, channel, look, say, prove } = await makeMonitor();
  const duty = await channel('duty', 'IV');
  await channel('boss', 'I');
  broken.add('/duty');
  for (let n = 0; n < 2; n++) await say(duty.id);
  expect(await look()).toEqual(NONE);
  await say(duty.id);
  expect(await look()).toEqual({ began: 1, over: 0, told: 1 });
  expect(told).toMatchObject([{ at: '/boss', subject: '运行告警：渠道“duty”发不出去' }]);
  expect(told[0]!.lines[0]).toContain('403');
  expect(await prove(duty.id)).toMatchObject({ ok: false });
  expect(await look()).toEqual(NONE);
  broken.clear();
  expect(await prove(duty.id)).toMatchObject({ ok: true });
  clock.at += SECOND;
  expect(await look()).toEqual({ began: 0, over: 1, told: 1 });
  expect(told.at(-1)).toMatchObject({ at: '/duty', event: 'feeds.recovered' });
});

test('work that waits is told of by its kind', async () => {
  if (engine() === 'postgres') return;
  const { db, clock, told, channel, look } = await makeMonitor();
  await channel('duty', 'IV');
  const job = {
    kind: 'crawl',
    payload_json: '{}',
    status: 'waiting',
    run_at: clock.at,
    created_at: clock.at,
  } as const;
  await db.insertInto('job').values(job).execute();
  expect(await look()).toEqual(NONE);
  clock.at += 25 * MINUTE;
  expect(await look()).toMatchObject({ began: 1 });
  expect(told[0]!.lines[0]).toContain('1 项“读取来源”在排队，最早的一项已等 25 分钟');
  await db.updateTable('job').set({ status: 'running' }).execute();
  expect(await look()).toMatchObject({ over: 1 });
});

test('a clock that differs from others is told of', async () => {
  const { clock, facts, told, channel, look } = await makeMonitor();
  await channel('duty', 'IV');
  if (engine() === 'postgres') clock.at += 5 * MINUTE;
  else facts.ahead = 5 * MINUTE;
  expect(await look()).toMatchObject({ began: 1, told: 1 });
  expect(told[0]!.lines[0]).toMatch(/本机时钟比(数据库服务器|网上的时间)快 [45] 分钟/);
  if (engine() === 'postgres') clock.at -= 5 * MINUTE;
  else facts.ahead = 0;
  expect(await look()).toMatchObject({ over: 1 });
});
