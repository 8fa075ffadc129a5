import { expect, test } from 'vitest';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getAlert, listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { recordFacts } from '../../../server/flows/alert/record-facts.ts';
import { NOW } from '../../support/make.ts';
import { makeStage, voices } from './alert-stage.ts';

async function raised() {
  const stage = await makeStage();
  await stage.store(voices(12, '小区停暖了', NOW));
  const [opened] = (await stage.look()).changes;
  return { db: stage.db, deps: { db: stage.db, now: () => stage.at }, alertId: opened!.alertId };
}

test('closing ends an alert with a verdict and a note', async () => {
  const { db, deps, alertId } = await raised();
  await acknowledge(deps, { alertId, by: '王敏' });
  const closed = await closeAlert(deps, { alertId, by: '李强', verdict: 'closed', note: ' 已恢复供暖 ' });
  expect(closed).toMatchObject({ status: 'closed', closedAt: NOW, acknowledgedBy: '王敏' });
  expect((await listChanges(db, alertId)).at(-1)).toMatchObject({
    kind: 'closed',
    actor: '李强',
    note: '已恢复供暖',
  });
  expect(await listOpenAlerts(db)).toEqual([]);
});

test('what is closed cannot be acknowledged, closed or given facts', async () => {
  const { db, deps, alertId } = await raised();
  await closeAlert(deps, { alertId, by: '王', verdict: 'false_alarm', note: '' });
  const late = [
    () => closeAlert(deps, { alertId, by: '王', verdict: 'closed', note: '' }),
    () => acknowledge(deps, { alertId, by: '王' }),
    () => recordFacts(deps, { alertId, by: '王', records: { dead: 1 } }),
  ];
  for (const each of late) await expect(each()).rejects.toMatchObject({ code: 'conflict' });
  expect(await getAlert(db, alertId)).toMatchObject({ status: 'false_alarm', records: {} });
});

test('closing sent again by who got no answer is done already; of another person, or with other words, it is a conflict', async () => {
  const { db, deps, alertId } = await raised();
  const close = (by: string, note: string) => closeAlert(deps, { alertId, by, verdict: 'closed', note });
  const seen = (await getAlert(db, alertId))?.changedAt;
  await closeAlert(deps, { alertId, by: '李强', verdict: 'closed', note: '已恢复供暖', seen });
  const lines = await listChanges(db, alertId);
  expect(await close('李强', ' 已恢复供暖')).toMatchObject({ status: 'closed', closedAt: NOW });
  await expect(close('周雪', '已恢复供暖')).rejects.toMatchObject({ code: 'conflict' });
  await expect(close('李强', '没有恢复')).rejects.toMatchObject({ code: 'conflict' });
  expect(await listChanges(db, alertId)).toEqual(lines);
});
