import { describe, expect, test } from 'vitest';
import { DEFAULT_GROUPING } from '../../../server/core/alert/grouping.ts';
import type { Level } from '../../../server/core/risk/grade.ts';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getAlert } from '../../../server/db/alert/alerts.ts';
import { getEscalation } from '../../../server/db/channel/escalations.ts';
import { saveGrouping } from '../../../server/db/channel/grouping.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { moveAlert } from '../../../server/flows/alert/steer-alert.ts';
import { escalate } from '../../../server/flows/deliver/escalate.ts';
import { makeFinding } from '../../core/alert/make-alert.ts';
import { makeHeldStage } from './held-stage.ts';

/** An alert of this level that somebody confirmed a minute after it rang. */
async function makeConfirmed(level: Level) {
  const stage = await makeHeldStage();
  await stage.channel();
  const watchId = await stage.watch();
  const alertId = await stage.open(watchId, level);
  await stage.send();
  stage.at += MINUTE;
  await acknowledge(stage, { alertId, by: '王敏' });
  const told = async () =>
    (
      await stage.db
        .selectFrom('delivery')
        .innerJoin('alert_change', 'alert_change.id', 'delivery.change_id')
        .select(['alert_change.kind', 'delivery.status', 'delivery.reason'])
        .orderBy('delivery.id')
        .execute()
    ).map(({ kind, status, reason }) => `${kind} ${status} ${reason ?? ''}`.trim());
  return Object.assign(stage, { watchId, alertId, told });
}
type Stage = Awaited<ReturnType<typeof makeConfirmed>>;

const severe = { findings: [makeFinding({ detector: 'severity', facts: { weight: 0.9 } })] };
const alertOf = (stage: Stage) => getAlert(stage.db, stage.alertId);

describe('what becomes graver after somebody confirmed it', () => {
  test.each([
    ['raised', 'II'],
    ['surged', 'III'],
    ['graver', 'III'],
  ] as const)('asks anew: it was %s', async (kind, level) => {
    const stage = await makeConfirmed('III');
    stage.at += HOUR;
    await stage.tell(stage.watchId, kind, level);
    expect(await alertOf(stage)).toMatchObject({ status: 'open', acknowledgedBy: '王敏' });
    const minutes = level === 'II' ? 10 : 30;
    expect(await getEscalation(stage.db, stage.alertId)).toMatchObject({
      count: 0,
      dueAt: stage.at + minutes * MINUTE,
    });
    expect((await stage.told()).at(-1)).toBe(`${kind} waiting`);
  });

  test('is passed on until somebody confirms it as it is now', async () => {
    const stage = await makeConfirmed('III');
    stage.at += HOUR;
    await stage.raise(stage.watchId, 'II');
    stage.at += 10 * MINUTE;
    expect((await escalate(stage)).told).toMatchObject([{ change: 'escalated', level: 'II' }]);
    // Not since it opened: then it was confirmed in time.
    const passed = (await listChanges(stage.db, stage.alertId)).at(-1)?.inputs.escalation;
    expect(passed?.waited).toBe(10 * MINUTE);
    const { changed, alert } = await acknowledge(stage, { alertId: stage.alertId, by: '李强' });
    expect([changed, alert.acknowledgedBy, alert.acknowledgedAt]).toEqual([true, '李强', stage.at]);
    expect((await acknowledge(stage, { alertId: stage.alertId, by: '赵磊' })).changed).toBe(false);
    const lines = (await listChanges(stage.db, stage.alertId)).filter(({ kind }) => kind === 'acknowledged');
    expect(lines.map(({ actor, to }) => [actor, to])).toEqual([
      ['王敏', 'III'],
      ['李强', 'II'],
    ]);
    stage.at += 10 * HOUR;
    expect(await escalate(stage)).toEqual({ told: [], faults: [] });
  });

  test('is confirmed by whoever moves it on', async () => {
    const stage = await makeConfirmed('III');
    await moveAlert(stage, { alertId: stage.alertId, phase: 'investigating', by: '王敏', note: '' });
    await stage.raise(stage.watchId, 'II');
    expect(await alertOf(stage)).toMatchObject({ status: 'open', phase: 'investigating' });
    await moveAlert(stage, { alertId: stage.alertId, phase: 'incident', by: '李强', note: '停暖' });
    expect(await alertOf(stage)).toMatchObject({ status: 'acknowledged', acknowledgedBy: '李强' });
  });

  test('of what is not graver nobody is asked', async () => {
    const stage = await makeConfirmed('III');
    stage.at += HOUR;
    await stage.tell(stage.watchId, 'playbook', 'III', severe);
    expect(await alertOf(stage)).toMatchObject({ status: 'acknowledged' });
    expect(await getEscalation(stage.db, stage.alertId)).toMatchObject({ dueAt: null });
  });
});

describe('what became graver after somebody confirmed it, and was held', () => {
  const inGroup = async () => {
    const stage = await makeConfirmed('IV');
    await saveGrouping(stage.db, { ...DEFAULT_GROUPING, intervalMinutes: 5 });
    return stage;
  };

  test('is told when its group has its turn', async () => {
    const stage = await inGroup();
    await stage.raise(stage.watchId, 'III');
    expect((await stage.told()).at(-1)).toBe('raised held group-interval');
    stage.at += 5 * MINUTE;
    expect(await stage.release()).toEqual({ rung: 1, told: 0 });
    expect((await stage.told()).at(-1)).toBe('raised waiting');
  });

  test('is told when its silence is over', async () => {
    const stage = await makeConfirmed('III');
    await stage.silence({ until: stage.at + HOUR });
    await stage.raise(stage.watchId, 'II');
    expect((await stage.told()).at(-1)).toBe('raised held silenced');
    stage.at += HOUR;
    expect(await stage.release()).toEqual({ rung: 1, told: 0 });
  });

  test('is told to nobody once somebody has confirmed it since, or closed it', async () => {
    const stage = await inGroup();
    await stage.raise(stage.watchId, 'III');
    await acknowledge(stage, { alertId: stage.alertId, by: '李强' });
    stage.at += 5 * MINUTE;
    expect(await stage.release()).toEqual({ rung: 0, told: 0 });
    const other = await inGroup();
    await other.raise(other.watchId, 'III');
    await closeAlert(other, { alertId: other.alertId, by: '李强', verdict: 'closed', note: '' });
    other.at += 5 * MINUTE;
    expect(await other.release()).toEqual({ rung: 0, told: 0 });
  });

  test('so is another trouble with lives at stake, though nobody is asked to confirm it', async () => {
    const stage = await inGroup();
    stage.at += MINUTE;
    await stage.tell(stage.watchId, 'playbook', 'IV', severe);
    expect((await stage.told()).at(-1)).toBe('playbook held group-interval');
    stage.at += 4 * MINUTE;
    expect(await stage.release()).toEqual({ rung: 1, told: 0 });
    expect(await alertOf(stage)).toMatchObject({ status: 'acknowledged' });
  });
});
