import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getAlert, listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { type DeliverDeps, deliver } from '../../../server/flows/deliver/deliver.ts';
import webhook from '../../../server/notifiers/webhook.ts';
import { openPublicIO } from '../../notifiers/public-io.ts';
import { NOW, PASS_KEY } from '../../support/make.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { startReceiver } from '../../support/receiver.ts';
import { makeStage, quietWeeks, type Stage, voices } from './alert-stage.ts';

const LOOK = 10 * MINUTE;

/** A robot on loopback. @returns what it was told, in order */
async function robot(stage: Stage) {
  const { received, url } = await startReceiver();
  await stage.channel({ settings: { url, secret: 'a shared secret' } });
  const now = () => stage.at;
  const deps: DeliverDeps = {
    db: stage.db,
    now,
    passKey: PASS_KEY,
    playbooks: stage.deps.playbooks,
    baseUrl: 'http://desk.example/',
    random: () => 0.5,
    notifiers: new Map([[webhook.name, webhook]]),
    io: openPublicIO({ timeoutMs: PATIENCE_MS, now }),
  };
  return { told: received, send: () => deliver(deps) };
}

/** Looks every ten minutes and delivers what waits. */
async function pass(stage: Stage, hours: number, send: () => Promise<unknown>) {
  for (const end = stage.at + hours * HOUR; stage.at < end; ) {
    stage.at += LOOK;
    await stage.look();
    await send();
  }
}

/** So many people complain within the last hour, and are heard. */
async function wave(stage: Stage, people: number, send: () => Promise<unknown>) {
  await stage.store(voices(people, '暖气不热', stage.at));
  await stage.look();
  await send();
}

test('a second, much larger wave of posts is told once more, and a third of its size is not', async () => {
  const stage = await makeStage();
  const { told, send } = await robot(stage);
  stage.at = NOW - 2 * HOUR;
  await stage.store(quietWeeks(stage.at));
  await stage.look();
  await send();
  expect(told).toHaveLength(0);

  await wave(stage, 25, send);
  const [alert] = await listOpenAlerts(stage.db);
  if (alert === undefined) throw new Error('no alert');
  const kinds = async () => (await listChanges(stage.db, alert.id)).map(({ kind }) => kind);
  await acknowledge({ db: stage.db, now: () => stage.at }, { alertId: alert.id, by: '王敏' });
  expect(told).toHaveLength(1);
  // What is left of the wave is told no more; calm that returns rings nowhere.
  await pass(stage, 9, send);
  expect(await kinds()).toContain('lower-proposed');
  expect(told).toHaveLength(1);

  await wave(stage, 120, send);
  await pass(stage, 9, send);
  expect((await kinds()).filter((kind) => kind === 'surged')).toHaveLength(1);
  expect(told).toHaveLength(2);
  expect(JSON.parse(told[1]?.body ?? '')).toMatchObject({ event: 'alert.surged', alertId: alert.id });
  const peak = (await getAlert(stage.db, alert.id))?.risk.wave?.peak ?? 0;
  expect(peak).toBeGreaterThan(alert.risk.index);
  expect((await getAlert(stage.db, alert.id))?.level).toBe(alert.level);

  await wave(stage, 120, send);
  await pass(stage, 2, send);
  expect((await kinds()).filter((kind) => kind === 'surged')).toHaveLength(1);
  expect(told).toHaveLength(2);
});
