import { expect, test } from 'vitest';
import { DEFAULT_GROUPING } from '../../../server/core/alert/grouping.ts';
import type { LiveEvent } from '../../../server/core/job/live.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { readDuty } from '../../../server/db/channel/duty.ts';
import { getEscalation } from '../../../server/db/channel/escalations.ts';
import { saveGrouping } from '../../../server/db/channel/grouping.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { keepChain, keepPerson } from '../../../server/flows/deliver/edit-duty.ts';
import { escalate } from '../../../server/flows/deliver/escalate.ts';
import { openNotifierIO } from '../../../server/net/notifier-io.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import {
  createDeliveryHandlers,
  type DeliveryHandlerDeps,
} from '../../../server/worker/delivery-handlers.ts';
import { PASS_KEY } from '../../support/make.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { startReceiver } from '../../support/receiver.ts';
import { makeHeldStage } from './held-stage.ts';

/** A channel that is heard, and the job that delivers, with what it logs and tells the page. */
async function makeTurns() {
  const heard: string[] = [];
  const { url } = await startReceiver(({ body }) => {
    const { event, alertId } = JSON.parse(body);
    heard.push(`${event} ${alertId}`);
    return { status: 200 };
  });
  const stage = await makeHeldStage();
  await stage.channel({ settings: { url } });
  const [logged, told]: [object[], LiveEvent[]] = [[], []];
  const deps = {
    db: stage.db,
    now: stage.now,
    notifiers: new Map([[webhook.name, webhook]]),
    playbooks: [],
    io: openNotifierIO({ timeoutMs: PATIENCE_MS, now: stage.now }),
    baseUrl: 'http://desk.example',
    hashKey: PASS_KEY,
    bus: { publish: (event: LiveEvent) => void told.push(event) },
    queue: { add: async () => null },
    log: { info: () => {}, error: (fields: object, words: string) => void logged.push({ ...fields, words }) },
  };
  const { deliver } = createDeliveryHandlers(deps as unknown as DeliveryHandlerDeps);
  const job = { payload: {} } as Parameters<typeof deliver>[0];
  const turn = async () => {
    heard.length = 0;
    logged.length = 0;
    await deliver(job, new AbortController().signal);
    return heard.toSorted();
  };
  return { stage, turn, logged, told };
}

/** A chain whose turns no calendar can tell, as it could once be entered. */
async function withBrokenChain(stage: Awaited<ReturnType<typeof makeHeldStage>>, watchId: number) {
  for (const name of ['甲', '乙'])
    await keepPerson(stage, null, { name, title: '', zone: 'Asia/Shanghai', hours: null, channelIds: [] });
  const people = (await readDuty(stage.db, stage.at)).people.map(({ id }) => id);
  const turns = { turn: 'day' as const, startsAt: 8_640_000_000_000_000, zone: 'Asia/Shanghai' };
  await keepChain(stage, [{ id: null, name: '一线', people, ...turns }], {
    name: '一班',
    watchIds: [watchId],
  });
}

test('an alert that cannot be passed on keeps no other from it, nor what waits from being sent', async () => {
  const { stage, turn, logged, told } = await makeTurns();
  const [broken, other, new_] = [await stage.watch('甲'), await stage.watch('乙'), await stage.watch('丙')];
  await stage.open(broken, 'II');
  await stage.open(other, 'II');
  expect(await turn()).toEqual(['alert.opened 1', 'alert.opened 2']);
  await withBrokenChain(stage, broken);
  stage.at += 11 * MINUTE;
  await stage.open(new_, 'III');
  expect(await turn()).toEqual(['alert.escalated 2', 'alert.opened 3']);
  expect(logged).toMatchObject([{ alertId: 1, err: {}, words: 'an alert could not be passed on' }]);
  expect(told.filter(({ kind }) => kind === 'alert')).toMatchObject([{ alertId: 2, change: 'escalated' }]);
  expect(await turn()).toEqual([]);
  expect(logged).toEqual([]);
  // It is tried again after a minute, until somebody sees to it.
  expect(await getEscalation(stage.db, 1)).toMatchObject({ count: 0, dueAt: stage.at + MINUTE });
  stage.at += MINUTE;
  expect((await escalate(stage)).faults).toMatchObject([{ alertId: 1 }]);
  await acknowledge(stage, { alertId: 1, by: '王' });
  stage.at += 2 * MINUTE;
  expect(await escalate(stage)).toEqual({ told: [], faults: [] });
});

test('what was held and cannot be told keeps nothing else from being told, sent or passed on', async () => {
  const { stage, turn, logged } = await makeTurns();
  await saveGrouping(stage.db, { ...DEFAULT_GROUPING, waitSeconds: 60 });
  await stage.open(await stage.watch('甲'), 'III');
  // Quiet hours by a clock that nobody has: whoever asks what this channel is owed cannot be answered.
  const quiet = { from: '22:00', to: '07:30', workdaysOnly: false, zone: 'Mars/Olympus' };
  const { id: channelId } = await stage.channel({ name: '坏的', quiet });
  const [held] = await stage.rows();
  await stage.db
    .insertInto('delivery')
    .values({
      alert_id: 1,
      change_id: held?.change_id ?? 0,
      channel_id: channelId,
      status: 'held',
      owed: 1,
      reason: 'quiet-hours',
      created_at: stage.at,
      next_at: stage.at,
      sent_at: null,
      answer: null,
    })
    .execute();
  stage.at += MINUTE;
  await stage.open(await stage.watch('乙'), 'II');
  expect(await turn()).toEqual(['alert.opened 1', 'alert.opened 2']);
  expect(logged).toMatchObject([{ err: {}, channelId, words: 'something that was held could not be told' }]);
  stage.at += 11 * MINUTE;
  await stage.open(await stage.watch('丙'), 'I');
  expect(await turn()).toEqual(['alert.escalated 2', 'alert.opened 3']);
});
