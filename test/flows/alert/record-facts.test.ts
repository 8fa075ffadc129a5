import { expect, test } from 'vitest';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getAlert } from '../../../server/db/alert/alerts.ts';
import { recordFacts } from '../../../server/flows/alert/record-facts.ts';
import { NOW } from '../../support/make.ts';
import { makeStage, voices } from './alert-stage.ts';

async function raised() {
  const stage = await makeStage();
  await stage.store(voices(12, '小区停暖了', NOW));
  const [opened] = (await stage.look()).changes;
  return { db: stage.db, deps: { db: stage.db, now: () => stage.at }, alertId: opened!.alertId };
}

test('verified facts take the place of earlier ones and leave a line of history', async () => {
  const { db, deps, alertId } = await raised();
  await recordFacts(deps, { alertId, by: '王敏', records: { injured: 2, outage_minutes: 90 } });
  await recordFacts(deps, { alertId, by: '王敏', records: { 'record.injured': 3 } });
  expect((await getAlert(db, alertId))?.records).toEqual({ injured: 3 });
  const lines = (await listChanges(db, alertId)).filter(({ kind }) => kind === 'recorded');
  expect(lines.map(({ actor, note }) => [actor, note])).toEqual([
    ['王敏', 'injured=2, outage_minutes=90'],
    ['王敏', 'injured=3'],
  ]);
});

test('the same facts again change nothing', async () => {
  const { db, deps, alertId } = await raised();
  for (let i = 0; i < 2; i++) await recordFacts(deps, { alertId, by: '王', records: { dead: 0 } });
  expect((await listChanges(db, alertId)).filter(({ kind }) => kind === 'recorded')).toHaveLength(1);
});

test('numbers that are no counts and names that no playbook asks for are refused by name', async () => {
  const { db, deps, alertId } = await raised();
  const records = { dead: -1, injured: Number.NaN, nonsense: 1, affected_users: 5 };
  await expect(recordFacts(deps, { alertId, by: '王', records })).rejects.toMatchObject({
    code: 'bad_request',
    details: { names: ['dead', 'injured', 'nonsense'] },
  });
  expect((await getAlert(db, alertId))?.records).toEqual({});
});

test('two people who enter different facts from the same sight of the alert take nothing from each other', async () => {
  const { db, deps, alertId } = await raised();
  const stored = async () => (await getAlert(db, alertId))?.records;
  await recordFacts(deps, { alertId, by: '王', records: { injured: 2, complaints_24h: 9 } });
  const was = { 'record.injured': 2, complaints_24h: 9 };
  await recordFacts(deps, { alertId, by: '王', records: { ...was, dead: 1 }, was });
  // Nobody was hurt after all, says who did not see the death.
  await recordFacts(deps, { alertId, by: '李', records: { complaints_24h: 12 }, was });
  expect(await stored()).toEqual({ dead: 1, complaints_24h: 12 });
  const { note } = (await listChanges(db, alertId)).at(-1) ?? {};
  expect(note?.split(', ').toSorted()).toEqual(['complaints_24h=12', 'dead=1']);
});

test('of two people who enter the same fact the second is told, and nothing is lost', async () => {
  const { db, deps, alertId } = await raised();
  await recordFacts(deps, { alertId, by: '王', records: { injured: 2 }, was: {} });
  const late = { alertId, by: '李', records: { injured: 3 } };
  await expect(recordFacts(deps, { ...late, was: {} })).rejects.toMatchObject({
    code: 'overtaken',
    details: { names: ['injured'] },
  });
  expect((await getAlert(db, alertId))?.records).toEqual({ injured: 2 });
  // The same number is no quarrel, and whoever was told may write over it.
  await recordFacts(deps, { alertId, by: '李', records: { injured: 2 }, was: {} });
  await recordFacts(deps, { ...late, was: { injured: 2 } });
  expect((await getAlert(db, alertId))?.records).toEqual({ injured: 3 });
});
