import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../server/core/time.ts';
import { addChange } from '../../../server/db/alert/alert-changes.ts';
import { setLevel } from '../../../server/db/alert/alerts.ts';
import { updateChannel } from '../../../server/db/channel/channels.ts';
import { enqueueDeliveries } from '../../../server/db/channel/deliveries.ts';
import { readMessage } from '../../../server/db/views/alert/message.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { reopenAlert } from '../../../server/flows/alert/reopen-alert.ts';
import { deliver } from '../../../server/flows/deliver/deliver.ts';
import { followUp } from '../../../server/flows/deliver/follow-up.ts';
import alertmanager from '../../../server/notifiers/alertmanager.ts';
import pagerduty from '../../../server/notifiers/pagerduty.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import { openPublicIO } from '../../notifiers/public-io.ts';
import { NOW, PASS_KEY } from '../../support/make.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { startReceiver } from '../../support/receiver.ts';
import { makeStage, voices } from '../alert/alert-stage.ts';

/** A program that keeps alerts open until it hears of their end; it refuses with these answers, then takes all. */
async function program(kind: 'pagerduty' | 'webhook', ...answers: number[]) {
  const received: { readonly event: string; readonly status: number }[] = [];
  const { url } = await startReceiver(({ body }) => {
    const { event_action, event } = JSON.parse(body);
    const status = answers.shift() ?? 202;
    received.push({ event: event_action ?? event, status });
    return { status, body: '{"status":"success"}' };
  });
  const stage = await makeStage({ cooldown: 0 });
  const channel = await stage.channel({ kind, settings: { url, key: 'k', secret: '' } });
  const now = () => stage.at;
  const deps = {
    db: stage.db,
    now,
    passKey: PASS_KEY,
    playbooks: stage.deps.playbooks,
    baseUrl: 'http://desk.example/',
    random: () => 0.5,
    notifiers: new Map([
      [webhook.name, webhook],
      [pagerduty.name, pagerduty],
    ]),
    io: openPublicIO({ timeoutMs: PATIENCE_MS, now }),
  };
  await followUp(deps);
  await stage.store(voices(12, '小区停暖了', NOW));
  await stage.look();
  const taken = () => received.filter(({ status }) => status < 300).map(({ event }) => event);
  /** One turn of the clock: what people did is followed up, and what is due is sent. */
  const turn = async (later = 0) => {
    stage.at += later;
    await followUp(deps);
    return deliver(deps);
  };
  const rows = async () => {
    const all = await stage.db.selectFrom('delivery').selectAll().orderBy('id').execute();
    return all.map(({ status, reason }) => (status === 'held' ? reason : status));
  };
  const by = '王敏';
  const act = {
    acknowledge: () => acknowledge(deps, { alertId: 1, by }),
    close: () => closeAlert(deps, { alertId: 1, by, verdict: 'closed', note: '' }),
    reopen: () => reopenAlert(deps, { alertId: 1, by, note: '又停了' }),
    async rise() {
      await stage.store(voices(25, '停暖还中毒', stage.at));
      await stage.look();
    },
    async lower() {
      await setLevel(stage.db, 1, 'IV', stage.at);
      const line = { alertId: 1, at: stage.at, actor: by, note: null, inputs: {} };
      return addChange(stage.db, { ...line, kind: 'lowered', from: 'III', to: 'IV' });
    },
  };
  return { stage, channel, deps, taken, turn, rows, act };
}

describe('what a program hears of an alert it could not be told of at once', () => {
  test('that it is over never overtakes that it is open again', async () => {
    const { turn, taken, rows, act } = await program('pagerduty', 202, 503);
    await turn();
    await act.close();
    expect(await turn(SECOND)).toMatchObject({ retried: 1 });
    await act.reopen();
    await turn(SECOND);
    await turn(HOUR);
    expect(taken()).toEqual(['trigger', 'trigger']);
    expect(await rows()).toEqual(['sent', 'no-longer-so', 'sent']);
  });

  test('nor that somebody has it in hand that it asks anew', async () => {
    const { turn, taken, rows, act } = await program('pagerduty', 202, 503);
    await turn();
    await act.acknowledge();
    expect(await turn(SECOND)).toMatchObject({ retried: 1 });
    await act.rise();
    // The graver alarm waits for nothing.
    await turn(SECOND);
    expect(taken()).toEqual(['trigger', 'trigger']);
    await turn(HOUR);
    expect(taken()).toEqual(['trigger', 'trigger']);
    expect(await rows()).toEqual(['sent', 'no-longer-so', 'sent']);
  });

  test('that it was confirmed meanwhile, when it hears of it at last', async () => {
    const { turn, taken, act } = await program('pagerduty', 503);
    expect(await turn()).toMatchObject({ retried: 1 });
    await act.acknowledge();
    // Not before it: of an alert that it does not know it keeps nothing.
    await turn(SECOND);
    expect(taken()).toEqual([]);
    await turn(HOUR);
    expect(taken()).toEqual(['trigger', 'acknowledge']);
    await act.close();
    await turn(SECOND);
    expect(taken()).toEqual(['trigger', 'acknowledge', 'resolve']);
  });

  test('nothing of one that was over before it heard of it', async () => {
    const { turn, taken, rows, act } = await program('pagerduty', 503);
    await turn();
    await act.acknowledge();
    await act.close();
    await turn(SECOND);
    await turn(HOUR);
    await turn(HOUR);
    expect(taken()).toEqual([]);
    expect(await rows()).toEqual(['alert-closed', 'alert-closed', 'never-told']);
  });

  test('everything that still holds, in the order in which it came about', async () => {
    const { turn, taken, act } = await program('webhook', 503);
    await turn();
    await act.acknowledge();
    await act.lower();
    await turn(SECOND);
    await turn(HOUR);
    expect(taken()).toEqual(['alert.opened', 'alert.acknowledged', 'alert.lowered']);
  });

  test('a graver alarm at once, and then no more of what it was before', async () => {
    const { turn, taken, rows, act } = await program('webhook', 503);
    await turn();
    await act.rise();
    await turn(SECOND);
    expect(taken()).toEqual(['alert.raised']);
    await turn(HOUR);
    expect(taken()).toEqual(['alert.raised']);
    expect(await rows()).toEqual(['told-since', 'sent']);
  });

  test('that it is open again soon, though the far side asked for patience before', async () => {
    const { stage, turn, taken, act } = await program('pagerduty', 202, 503);
    await turn();
    await act.close();
    await turn(SECOND);
    // As a far side may ask for: the next try is far off.
    await stage.db
      .updateTable('delivery')
      .set({ next_at: stage.at + HOUR })
      .where('id', '=', 2)
      .execute();
    await act.reopen();
    await turn(SECOND);
    expect(taken()).toEqual(['trigger', 'trigger']);
  });
});

test('every change says when the alert began', async () => {
  const { stage, deps, act } = await program('webhook');
  stage.at += HOUR;
  await act.rise();
  const [opened, raised] = await Promise.all(
    [1, 2].map((changeId) => readMessage(stage.db, changeId, deps.playbooks, deps.baseUrl)),
  );
  if (!opened || !raised) throw new Error('nothing was told');
  expect([raised.change, raised.at]).toEqual(['raised', NOW + HOUR]);
  const began = new Date(NOW).toISOString();
  for (const view of [opened, raised]) {
    expect(alertmanager.render(view, {}).json).toMatchObject({ alerts: [{ startsAt: began }] });
    expect(webhook.render(view, {}).json).toMatchObject({ openedAt: began });
  }
});

test('a program that is told instead of another hears also what people did before', async () => {
  const { stage, channel, deps, turn, taken, act } = await program('pagerduty', 503);
  await updateChannel(stage.db, channel.id, { ...channel, active: false });
  await turn();
  await act.acknowledge();
  await turn(MINUTE);
  await updateChannel(stage.db, channel.id, channel);
  const other = await stage.channel({ kind: 'pagerduty', name: '替补', settings: channel.settings });
  const instead = {
    alertId: 1,
    changeId: 1,
    channelId: other.id,
    held: null,
    standsIn: 'same-person',
  } as const;
  await enqueueDeliveries(stage.db, [instead], stage.at);
  await deliver(deps);
  await turn(HOUR);
  expect(taken()).toEqual(['trigger', 'acknowledge']);
});
