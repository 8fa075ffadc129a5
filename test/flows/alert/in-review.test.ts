import { expect, test } from 'vitest';
import { readAlertRows } from '../../../server/db/views/alert/alerts.ts';
import { decideStatement, submitStatement } from '../../../server/flows/alert/approve-statement.ts';
import { NOW } from '../../support/make.ts';
import { makeStage, voices } from './alert-stage.ts';

test('an alert says how many of its statements wait for approval, and no more once somebody decided', async () => {
  const stage = await makeStage();
  await stage.store(voices(12, '小区停暖了', NOW));
  const [opened] = (await stage.look()).changes;
  const { db } = stage;
  const alertId = opened!.alertId;
  const { playbooks } = stage.deps;
  const deps = { db, playbooks, now: () => stage.at };
  const text = { title: '通报', body: '停暖情况正在核查，18时再通报。咨询96778。' };
  const waiting = async () =>
    (await readAlertRows(db, { status: 'open', playbooks, now: stage.at })).map((row) => row.inReview);
  expect(await waiting()).toEqual([0]);
  const submit = (no: number) => {
    const template = playbooks[0]!.templates[no]!.id;
    return submitStatement(deps, { alertId, template, by: '王敏', waiver: null, text });
  };
  const { id: first } = await submit(0);
  await submit(1);
  expect(await waiting()).toEqual([2]);
  // Handed in anew it takes the place of the one before.
  const { id: again } = await submit(0);
  expect(again).not.toBe(first);
  expect(await waiting()).toEqual([2]);
  await decideStatement(deps, { alertId, id: again, by: '李强', approves: false, note: '再核对' });
  expect(await waiting()).toEqual([1]);
});
