import { expect, test } from 'vitest';
import { sentence } from '../../../server/core/message/alert-words.ts';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getAlert, setLevel } from '../../../server/db/alert/alerts.ts';
import { listDeliveries } from '../../../server/db/channel/deliveries.ts';
import { getEscalation } from '../../../server/db/channel/escalations.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { recordFacts } from '../../../server/flows/alert/record-facts.ts';
import type { DetectDeps } from '../../../server/flows/detect/detect.ts';
import safetyAccident from '../../../server/playbooks/safety-accident.ts';
import serviceOutage from '../../../server/playbooks/service-outage.ts';
import { NOW } from '../../support/make.ts';
import { makeStage, type Stage, voices } from './alert-stage.ts';

/** An open alert that somebody confirmed: people were hurt, and many complain. */
async function makeOpen(parts: Partial<DetectDeps> = {}): Promise<{ stage: Stage; alertId: number }> {
  const stage = await makeStage(parts);
  await stage.channel();
  await stage.store([...voices(12, '小区停暖了', NOW), ...voices(3, '停暖后有人受伤', NOW)]);
  const alertId = (await stage.look()).changes[0]?.alertId ?? 0;
  await acknowledge({ db: stage.db, now: () => stage.at }, { alertId, by: '王敏' });
  return { stage, alertId };
}

async function claim(stage: Stage, text: string, minutes: number, people = 1) {
  stage.at += minutes * MINUTE;
  await stage.store(voices(people, text, stage.at));
  return stage.look();
}

test('who works on a complaint hears at once, and once, that somebody is said to have died', async () => {
  const { stage, alertId } = await makeOpen();
  const before = await getAlert(stage.db, alertId);
  // Within the pause between two messages.
  const { changes } = await claim(stage, '停暖后老人去世', 10);
  expect(changes).toMatchObject([{ alertId, change: 'graver', level: before?.level }]);
  const rang = await listDeliveries(stage.db, alertId);
  expect(rang.map(({ status }) => status)).toEqual(['waiting', 'waiting']);
  expect((await listChanges(stage.db, alertId)).at(-1)).toMatchObject({ kind: 'graver', actor: 'tingchao' });
  const after = await getAlert(stage.db, alertId);
  expect(after && sentence(after, '供热')).toContain('1 个账号提到人员死亡（未核实）');
  // Nor is it told again while it is said, or when it comes again after nobody has said so for a day.
  expect((await claim(stage, '还没有来暖气', 40)).changes).toEqual([]);
  await claim(stage, '还在停暖', (2 * DAY) / MINUTE);
  expect(
    (await claim(stage, '停暖去世的老人', HOUR / MINUTE)).changes.map(({ change }) => change),
  ).not.toContain('graver');
});

test('what is as grave as what was told, or less so, rings nowhere', async () => {
  const { stage, alertId } = await makeOpen();
  expect((await claim(stage, '停暖后又一人受伤', 45)).changes).toEqual([]);
  expect((await listDeliveries(stage.db, alertId)).length).toBe(1);
});

test('a death is to be confirmed again, also where it calls for a playbook that leads from then on', async () => {
  const { stage, alertId } = await makeOpen({ playbooks: [serviceOutage, safetyAccident] });
  // Two deaths would make it orange: it was so before.
  await setLevel(stage.db, alertId, 'II', stage.at);
  const before = await getAlert(stage.db, alertId);
  const { changes } = await claim(stage, '停暖后老人去世', 10, 2);
  const after = await getAlert(stage.db, alertId);
  expect(after?.playbooks[0]).not.toBe(before?.playbooks[0]);
  expect(changes).toMatchObject([{ alertId, change: 'graver', level: before?.level }]);
  expect(after).toMatchObject({ status: 'open', acknowledgedBy: '王敏' });
  expect((await getEscalation(stage.db, alertId))?.dueAt).toBeGreaterThan(stage.at);
  // Whoever looks again loses nothing of it.
  await claim(stage, '还没有来暖气', 1);
  expect(await getAlert(stage.db, alertId)).toMatchObject({ status: 'open' });
  expect((await getEscalation(stage.db, alertId))?.dueAt).not.toBeNull();
});

test('one who says so is not a class that is ill: a crowd behind the same claim rings, once', async () => {
  const stage = await makeStage();
  await stage.channel();
  // Red by what was recorded, so that no number of claims lifts the level.
  await stage.store([...voices(12, '小区停暖了', NOW), ...voices(1, '停暖后有人受伤', NOW)]);
  const alertId = (await stage.look()).changes[0]?.alertId ?? 0;
  const deps = { db: stage.db, now: () => stage.at };
  await recordFacts(deps, { alertId, by: '王敏', records: { dead: 1 } });
  await stage.look();
  await acknowledge(deps, { alertId, by: '王敏' });
  const crowd = async (people: number, minutes: number) => {
    stage.at += minutes * MINUTE;
    await stage.store(voices(people, `停暖后受伤${stage.at}`, stage.at));
    return (await stage.look()).changes.map(({ change }) => change);
  };
  expect(await crowd(3, 30)).toEqual([]);
  expect(await crowd(6, 30)).toEqual(['graver']);
  expect(await crowd(2, 30)).toEqual([]);
  const after = await getAlert(stage.db, alertId);
  expect(after).toMatchObject({ level: 'I', status: 'open', risk: { claimed: { 'sev.injury': 10 } } });
});
