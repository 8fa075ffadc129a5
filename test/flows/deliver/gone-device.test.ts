import { beforeEach, expect, test } from 'vitest';
import webPush from 'web-push';
import type { LiveEvent } from '../../../server/core/job/live.ts';
import { stopsAlerts } from '../../../server/core/notices/notice-hold.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { getChannel } from '../../../server/db/channel/channels.ts';
import { enqueueNotice } from '../../../server/db/channel/notices.ts';
import { listOpenTroubles } from '../../../server/db/installation/troubles.ts';
import { readChannelRows } from '../../../server/db/views/channel/channels.ts';
import { keepChain, keepPerson } from '../../../server/flows/deliver/edit-duty.ts';
import { checkHealth } from '../../../server/flows/upkeep/check-health.ts';
import webPushNotifier from '../../../server/notifiers/web-push.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import {
  createDeliveryHandlers,
  type DeliveryHandlerDeps,
} from '../../../server/worker/delivery-handlers.ts';
import { json, openLoopback } from '../../notifiers/loopback.ts';
import { openPublicIO } from '../../notifiers/public-io.ts';
import { makeDevice } from '../../notifiers/push-device.ts';
import { PASS_KEY } from '../../support/make.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { makeHeldStage } from './held-stage.ts';

let pushAnswer = json('gone', 410);
const pushService = await openLoopback((response) => pushAnswer(response));
const hook = await openLoopback(json('ok'));
beforeEach(() => {
  pushAnswer = json('gone', 410);
});

/** A person with a device, first, and perhaps another channel; and the job that delivers. */
async function makeDesk({ withHook }: { readonly withHook: boolean }) {
  const stage = await makeHeldStage();
  const settings = {
    endpoint: `${pushService.url}/1`,
    ...makeDevice().keys,
    ...webPush.generateVAPIDKeys(),
    contact: 'https://desk.example',
  };
  const device = await stage.channel({ kind: 'web-push', name: '王敏的手机', settings });
  const channelIds = [device.id];
  if (withHook) channelIds.push((await stage.channel({ name: '群', settings: { url: hook.url } })).id);
  await keepPerson(stage, null, { name: '王敏', title: '', zone: 'Asia/Shanghai', hours: null, channelIds });
  const turns = { turn: 'everyone' as const, startsAt: 0, zone: 'Asia/Shanghai' };
  await keepChain(stage, [{ id: null, name: '一线', people: [1], ...turns }]);
  const [logged, told]: [object[], LiveEvent[]] = [[], []];
  const notifiers = new Map([webhook, webPushNotifier].map((each) => [each.name, each]));
  const deps = {
    db: stage.db,
    now: stage.now,
    notifiers,
    playbooks: [],
    hashKey: PASS_KEY,
    baseUrl: 'http://desk.example',
    queue: { add: async () => null },
    io: openPublicIO({ timeoutMs: PATIENCE_MS, now: stage.now }),
    bus: { publish: (event: LiveEvent) => void told.push(event) },
    log: { info: (fields: object, words: string) => void logged.push({ ...fields, words }), error: () => {} },
  };
  const { deliver } = createDeliveryHandlers(deps as unknown as DeliveryHandlerDeps);
  const job = { payload: {} } as Parameters<typeof deliver>[0];
  const turn = () => deliver(job, new AbortController().signal);
  const ended = async () =>
    (await readChannelRows(stage.db, notifiers)).find(({ id }) => id === device.id)?.ended;
  const look = async () => {
    await checkHealth({
      db: stage.db,
      now: stage.now,
      disk: async () => null,
      aheadOfWeb: () => null,
      done: () => null,
    });
    const ofAlerts = ['channel-failing', 'alert-unheard'];
    return (await listOpenTroubles(stage.db)).filter(({ kind }) => ofAlerts.includes(kind));
  };
  const lost = () => logged.filter((line) => 'name' in line);
  return { stage, device, turn, ended, look, lost, told };
}

/** What was said of devices. */
const said = () =>
  hook.seen.map(({ body }) => JSON.parse(body)).filter(({ event }) => event === 'device.gone');

test.each([404, 410])(
  'a device that is gone (%i) is switched off once, and what waits for it goes on',
  async (status) => {
    pushAnswer = json('gone', status);
    const { stage, device, turn, ended, look, lost, told } = await makeDesk({ withHook: true });
    for (const name of ['甲', '乙', '丙', '丁', '戊']) await stage.open(await stage.watch(name), 'II');
    await turn();
    await turn();
    expect(await getChannel(stage.db, device.id)).toMatchObject({ active: false });
    expect(await ended()).toBe('gone');
    const rows = (await stage.rows()).filter(({ channel_id: id }) => id === device.id);
    expect(rows.map((row) => row.status)).toEqual(Array.from({ length: 5 }, () => 'failed'));
    expect(rows.every(({ reason }) => reason?.startsWith(`HTTP ${status}`))).toBe(true);
    const heard = hook.seen.map(({ body }) => JSON.parse(body)).filter(({ alertId }) => alertId > 0);
    expect(heard.map(({ alertId }) => alertId).toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(said()).toMatchObject([{ event: 'device.gone' }]);
    expect(lost()).toEqual([
      {
        channelId: device.id,
        name: '王敏的手机',
        words: 'a device gave up its subscription and is switched off',
      },
    ]);
    expect(told.filter(({ kind }) => kind === 'settings')).toHaveLength(1);
    stage.at += MINUTE;
    expect(await look()).toEqual([]);
  },
);

test('the last channel of a person: an alert that nobody heard is an urgent trouble, as ever', async () => {
  const { stage, turn, ended, look } = await makeDesk({ withHook: false });
  await stage.open(await stage.watch(), 'II');
  await turn();
  expect(await ended()).toBe('gone');
  const open = await look();
  expect(open.map(({ kind }) => kind)).toEqual(['alert-unheard']);
  expect(open.every(stopsAlerts)).toBe(true);
});

test('it is told as an ordinary notice, which waits for the end of quiet hours', async () => {
  const { stage, turn } = await makeDesk({ withHook: true });
  const quiet = { from: '00:00', to: '23:59', workdaysOnly: false, zone: 'Asia/Shanghai' };
  await stage.db
    .updateTable('channel')
    .set({ quiet_json: JSON.stringify(quiet) })
    .where('id', '=', 2)
    .execute();
  await stage.open(await stage.watch(), 'II');
  await turn();
  await turn();
  expect(hook.seen.map(({ body }) => JSON.parse(body).event)).toEqual(['alert.opened']);
  const notices = await stage.db.selectFrom('notice').select(['status', 'channel_id']).execute();
  expect(notices).toEqual([{ status: 'held', channel_id: 2 }]);
});

test('a notice that finds the device gone switches it off as well, and who has no other channel is named', async () => {
  const { stage, device, turn, ended } = await makeDesk({ withHook: false });
  await stage.channel({ name: '大家的群', settings: { url: hook.url } });
  const notice = { down: [], up: [], at: stage.at };
  await stage.db.transaction().execute((tx) => enqueueNotice(tx, notice, [device.id]));
  await turn();
  expect(await ended()).toBe('gone');
  await turn();
  expect(JSON.stringify(said())).toContain('王敏没有别的渠道在用');
});

test('a device whose push service is out of order, or takes no such message, stays', async () => {
  const { stage, device, turn, ended, lost } = await makeDesk({ withHook: true });
  for (const status of [503, 413]) {
    pushAnswer = json('no', status);
    await stage.open(await stage.watch(`甲 ${status}`), 'II');
    await turn();
  }
  expect(await getChannel(stage.db, device.id)).toMatchObject({ active: true });
  expect([await ended(), lost(), said()]).toEqual([null, [], []]);
});
