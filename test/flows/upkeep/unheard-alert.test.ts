import { expect, test } from 'vitest';
import type { TroubleKind } from '../../../server/core/operation/operational-trouble.ts';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { updateChannel } from '../../../server/db/channel/channels.ts';
import { readOverview } from '../../../server/db/views/overview.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { type DeliverDeps, deliver } from '../../../server/flows/deliver/deliver.ts';
import { checkHealth } from '../../../server/flows/upkeep/check-health.ts';
import { openNotifierIO } from '../../../server/net/notifier-io.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import { json, openLoopback } from '../../notifiers/loopback.ts';
import { NOW, PASS_KEY } from '../../support/make.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { makeStage, voices } from '../alert/alert-stage.ts';

const heard = await openLoopback(json({ ok: true }));

/** An orange alert and the channels that it is told through, some of which lead nowhere. */
async function orange(...addresses: readonly string[]) {
  const stage = await makeStage({ cooldown: 0 });
  const channels = [];
  for (const [n, url] of addresses.entries())
    channels.push(await stage.channel({ name: `群 ${n}`, settings: { url } }));
  await stage.store(voices(12, '小区停暖了', NOW));
  await stage.look();
  await stage.db.updateTable('alert').set({ level: 'II' }).execute();
  await stage.db.updateTable('alert_change').set({ to_level: 'II' }).execute();
  const now = () => stage.at;
  const deps: DeliverDeps = {
    db: stage.db,
    now,
    passKey: PASS_KEY,
    playbooks: stage.deps.playbooks,
    random: () => 0.5,
    baseUrl: 'http://desk.example',
    io: openNotifierIO({ timeoutMs: PATIENCE_MS, now }),
    notifiers: new Map([[webhook.name, webhook]]),
  };
  const look = async (kind: TroubleKind = 'alert-unheard') => {
    await checkHealth({
      db: stage.db,
      now,
      disk: async () => null,
      aheadOfWeb: () => null,
      done: () => null,
    });
    const { trust } = await readOverview(stage.db, {
      watchId: null,
      from: stage.at - HOUR,
      to: stage.at,
      now: stage.at,
      playbooks: [],
    });
    return trust.troubles.filter((each) => each.kind === kind);
  };
  /** How the messages of the alert ended, oldest first. */
  const send = async () => {
    await deliver(deps);
    const rows = await stage.db.selectFrom('delivery').select('status').orderBy('id').execute();
    return rows.map(({ status }) => status);
  };
  return { stage, channels, deps, look, send };
}

test('an orange alert whose only message failed is told with the next look, until somebody confirms it', async () => {
  const { stage, deps, look, send } = await orange('随便写的');
  expect(await look()).toEqual([]);
  expect(await send()).toEqual(['failed']);
  expect(await look()).toMatchObject([
    {
      subject: '1',
      detail: { alertId: 1, watchName: '供热', level: 'II', channels: 1, reason: 'not an http(s) URL' },
    },
  ]);
  stage.at += MINUTE;
  expect(await look()).toHaveLength(1);
  await acknowledge(deps, { alertId: 1, by: '王' });
  expect(await look()).toEqual([]);
});

test('one that arrived somewhere, or may still arrive, reached somebody', async () => {
  const { look, send } = await orange('随便写的', heard.url);
  expect(await send()).toEqual(['failed', 'sent']);
  expect(await look()).toEqual([]);
});

test('a yellow one that failed is no such trouble', async () => {
  const { stage, look, send } = await orange('随便写的');
  await stage.db.updateTable('alert').set({ level: 'III' }).execute();
  expect(await send()).toEqual(['failed']);
  expect(await look()).toEqual([]);
});

test('what arrived while it was yellow says nothing of its being orange', async () => {
  const { stage, channels, look, send } = await orange(heard.url);
  await stage.db.updateTable('alert_change').set({ to_level: 'III' }).execute();
  expect(await send()).toEqual(['sent']);
  await updateChannel(stage.db, channels[0]!.id, { ...channels[0]!, settings: { url: '随便写的' } });
  const [told] = await stage.db.selectFrom('delivery').selectAll().execute();
  const [opened] = await stage.db.selectFrom('alert_change').selectAll().execute();
  const { id: _, ...change } = opened!;
  const raised = await stage.db
    .insertInto('alert_change')
    .values({ ...change, kind: 'raised', from_level: 'III', to_level: 'II', at: stage.at })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: __, ...row } = told!;
  await stage.db
    .insertInto('delivery')
    .values({ ...row, change_id: raised.id, status: 'waiting', attempts: 0, sent_at: null, answer: null })
    .execute();
  expect(await look()).toEqual([]);
  expect(await send()).toEqual(['sent', 'failed']);
  expect(await look()).toHaveLength(1);
});
