import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { Alert, AlertChange } from '../../server/core/alert/alert.ts';
import type { Level } from '../../server/core/risk/grade.ts';
import { HOUR, MINUTE } from '../../server/core/time.ts';
import { createChannel } from '../../server/db/channel/channels.ts';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { deliver } from '../../server/flows/deliver/deliver.ts';
import { releaseHeld } from '../../server/flows/deliver/release-held.ts';
import { storeChange } from '../../server/flows/deliver/store-change.ts';
import { openNotifierIO } from '../../server/net/notifier-io.ts';
import webhook from '../../server/notifiers/webhook.ts';
import { makeAlert, makeDraft } from '../core/alert/make-alert.ts';
import { makeWatch } from '../support/make-watch.ts';

/** A thread in which the alerts of many watches change as fast as they can be kept, and are sent. */
const { file, watches, rounds } = workerData as { file: string; watches: number; rounds: number };
const LIMITS = [5, 20, 60];
const LEVELS: readonly Level[] = ['IV', 'III', 'III', 'II'];
/** One watch in so many turns red. */
const RED = 50;

const db = openDatabase(file);
const clock = { at: Date.now() };
const receiver = createServer((request, response) => request.on('end', () => response.end('ok')).resume());
receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
const sending = {
  db,
  now: () => clock.at,
  notifiers: new Map([[webhook.name, webhook]]),
  playbooks: [],
  io: openNotifierIO({ timeoutMs: 5_000, now: () => clock.at }),
  random: () => 0.5,
  baseUrl: 'http://desk.example',
  passKey: Buffer.alloc(32),
};
for (const perHour of LIMITS) {
  const channel = { kind: 'webhook', name: `${perHour}`, settings: { url }, minLevel: 'IV', active: true };
  await createChannel(db, { ...channel, minLevel: 'IV', quiet: null, perHour }, clock.at);
}
const ids: number[] = [];
for (let each = 0; each < watches; each++) {
  ids.push((await makeWatch(db, { name: `方案${each}` }, clock.at)).id);
}

async function rage(alerts: Map<number, Alert>, round: number): Promise<number> {
  let reds = 0;
  for (const [each, watchId] of ids.entries()) {
    const known = alerts.get(watchId);
    const isRed = each % RED === 0 && round === Math.floor(rounds / 2);
    const level = known?.level === 'I' || isRed ? 'I' : (LEVELS[(round + each) % LEVELS.length] as Level);
    const draft = makeDraft({ watchId, level, examples: [], playbooks: [] });
    const change: AlertChange = known
      ? { kind: isRed ? 'raised' : 'playbook', alertId: known.id, from: known.level, draft }
      : { kind: 'opened', draft };
    const facts = { now: clock.at, alerts: known ? [known] : [], cooldown: 0 };
    const { changes } = await db.transaction().execute((tx) => storeChange(tx, change, facts));
    alerts.set(watchId, makeAlert({ ...draft, id: changes[0]?.alertId ?? 0 }));
    reds += level === 'I' ? 1 : 0;
    // Lets whoever waits for the database have it, as every pass does.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return reds;
}

async function countRung(store: Db, perHour: number) {
  const rows = await store
    .selectFrom('delivery')
    .innerJoin('alert_change', 'alert_change.id', 'delivery.change_id')
    .innerJoin('channel', 'channel.id', 'delivery.channel_id')
    .select(['alert_change.to_level as level', 'delivery.status as status'])
    .where('channel.name', '=', String(perHour))
    .execute();
  const sent = rows.filter(({ status }) => status === 'sent');
  const red = sent.filter(({ level }) => level === 'I').length;
  return {
    perHour,
    red,
    other: sent.length - red,
    held: rows.filter(({ status }) => status === 'held').length,
  };
}

const start = performance.now();
const alerts = new Map<number, Alert>();
let reds = 0;
for (let round = 0; round < rounds; round++) {
  clock.at += Math.floor(MINUTE / rounds);
  reds += await rage(alerts, round);
  await deliver(sending);
  // From here on there is an alert to look at.
  if (round === 0) parentPort?.postMessage('running');
}
const seconds = (performance.now() - start) / 1_000;
const rung = [];
for (const perHour of LIMITS) rung.push(await countRung(db, perHour));
clock.at += 2 * HOUR;
const { told } = await releaseHeld({
  db,
  now: () => clock.at,
  onFault: (fault) => {
    throw fault;
  },
});
await db.destroy();
receiver.closeAllConnections();
receiver.close();
parentPort?.postMessage({ seconds, reds, rung, told });
