import { describe, expect, test } from 'vitest';
import { rankOf } from '../../../server/core/risk/grade.ts';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getAlert } from '../../../server/db/alert/alerts.ts';
import { listDeliveries } from '../../../server/db/channel/deliveries.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { lowerAlert } from '../../../server/flows/alert/lower-alert.ts';
import { recordFacts } from '../../../server/flows/alert/record-facts.ts';
import { NOW } from '../../support/make.ts';
import { makeStage, voices } from './alert-stage.ts';

/** A red alert over a death that turned out to be none; the talk is over a day later. */
async function overRed() {
  const stage = await makeStage();
  await stage.channel();
  await stage.store(voices(12, '小区停暖了', NOW));
  const [opened] = (await stage.look()).changes;
  const alertId = opened!.alertId;
  const deps = { db: stage.db, now: () => stage.at };
  await recordFacts(deps, { alertId, by: '王敏', records: { dead: 1 } });
  await stage.look();
  stage.at = NOW + 25 * HOUR;
  await recordFacts(deps, { alertId, by: '王敏', records: {} });
  const alert = async () => (await getAlert(stage.db, alertId))!;
  const later = async (hours: number) => {
    for (let minutes = 0; minutes < hours * 60; minutes += 60) {
      stage.at += 60 * MINUTE;
      await stage.look();
    }
  };
  await stage.look();
  return { stage, deps, alertId, alert, later };
}

describe('lowering an alert', () => {
  test('is proposed after the hold time and done by a person, with all that led to it', async () => {
    const { stage, deps, alertId, alert, later } = await overRed();
    expect(await alert()).toMatchObject({ level: 'I', lowering: { proposal: null } });
    await later(3);
    expect((await alert()).lowering?.proposal).toBeNull();
    await later(1);
    const { level, lowering, risk } = await alert();
    expect(level).toBe('I');
    expect(lowering?.proposal).toMatchObject({ to: 'IV', since: NOW + 25 * HOUR, at: NOW + 29 * HOUR });
    expect(risk.index).toBeLessThan(30);
    const lowered = await lowerAlert(deps, {
      alertId,
      by: '王敏',
      decision: 'lower',
      to: 'IV',
      note: '经核实无人员伤亡',
    });
    // The clock of the level that is left already runs on: closing comes after a whole day.
    const calmSince = { IV: NOW + 25 * HOUR };
    expect(lowered).toMatchObject({
      level: 'IV',
      changedAt: stage.at,
      lowering: { calmSince, proposal: null },
    });
    const told = (await listChanges(stage.db, alertId)).slice(-2);
    expect(told).toMatchObject([
      { kind: 'lower-proposed', from: 'I', to: 'IV', actor: 'tingchao' },
      { kind: 'lowered', from: 'I', to: 'IV', actor: '王敏', note: '经核实无人员伤亡' },
    ]);
    for (const { inputs } of told) {
      expect(inputs.risk).toMatchObject({ setting: 0, interval: { odds: { none: expect.any(Number) } } });
      expect(inputs.findings?.length).toBeGreaterThan(0);
      expect(inputs.lowering).toMatchObject({ proposal: { to: 'IV' } });
    }
    // Only what got worse rings.
    expect(await listDeliveries(stage.db, alertId)).toHaveLength(2);
  });

  test('after a day without any level closing is proposed; lowering it to nothing closes it', async () => {
    const { stage, deps, alertId, alert, later } = await overRed();
    await later(4);
    const answer = { alertId, by: '王敏', note: '已恢复供暖' } as const;
    await lowerAlert(deps, { ...answer, decision: 'lower', to: 'IV' });
    await expect(lowerAlert(deps, { ...answer, decision: 'lower', to: null })).rejects.toMatchObject({
      code: 'conflict',
      details: { proposed: null },
    });
    await later(19);
    expect((await alert()).lowering?.proposal).toBeNull();
    await later(1);
    expect((await alert()).lowering?.proposal).toMatchObject({ to: null, since: NOW + 25 * HOUR });
    expect((await listChanges(stage.db, alertId)).at(-1)).toMatchObject({
      kind: 'close-proposed',
      from: 'IV',
      to: 'IV',
      actor: 'tingchao',
    });
    const kept = await lowerAlert(deps, { ...answer, decision: 'keep', to: null });
    expect(kept).toMatchObject({ status: 'open', lowering: { proposal: null } });
    await later(24);
    expect(await lowerAlert(deps, { ...answer, decision: 'lower', to: null })).toMatchObject({
      status: 'closed',
      closedAt: stage.at,
    });
    expect((await listChanges(stage.db, alertId)).at(-1)).toMatchObject({
      kind: 'closed',
      from: 'IV',
      to: 'IV',
      actor: '王敏',
      note: '已恢复供暖',
    });
    // No ring for any of it: two of the beginning, and word of its end.
    const rang = (await listDeliveries(stage.db, alertId)).filter(({ status }) => status !== 'held');
    expect(rang.length).toBeLessThanOrEqual(3);
  });

  test('declined, it is proposed again only after another hold time', async () => {
    const { deps, alertId, alert, later } = await overRed();
    await later(4);
    const answer = { alertId, by: '李强', to: 'IV', note: '' } as const;
    const kept = await lowerAlert(deps, { ...answer, decision: 'keep' });
    expect(kept).toMatchObject({ level: 'I', lowering: { proposal: null } });
    await later(3);
    expect((await alert()).lowering?.proposal).toBeNull();
    await later(1);
    expect((await alert()).lowering?.proposal?.to).toBe('IV');
  });

  test('new trouble takes the proposal back', async () => {
    const { stage, deps, alertId, alert, later } = await overRed();
    await later(4);
    await recordFacts(deps, { alertId, by: '王敏', records: { dead: 1 } });
    await stage.look();
    expect(await alert()).toMatchObject({ level: 'I', lowering: null });
    const kinds = (await listChanges(stage.db, alertId)).map((change) => change.kind);
    expect(kinds.slice(-2)).toEqual(['recorded', 'lower-withdrawn']);
    const late = lowerAlert(deps, { alertId, by: '李强', decision: 'lower', to: 'IV', note: '' });
    await expect(late).rejects.toMatchObject({ code: 'conflict', details: { proposed: null } });
  });

  test('once lowered it rises again by itself, and rings', async () => {
    const { stage, deps, alertId, alert, later } = await overRed();
    await later(4);
    await lowerAlert(deps, { alertId, by: '王敏', decision: 'lower', to: 'IV', note: '' });
    await stage.store(voices(30, '暖气停暖,还有人中毒', stage.at));
    expect((await stage.look()).changes).toMatchObject([{ change: 'raised' }]);
    expect(rankOf((await alert()).level)).toBeGreaterThan(rankOf('IV'));
    expect(await listDeliveries(stage.db, alertId)).toHaveLength(3);
  });

  test('the same answer sent again changes nothing; given before the alert rose again it is none', async () => {
    const { stage, deps, alertId, later } = await overRed();
    await later(4);
    const answer = { alertId, by: '王敏', decision: 'lower', to: 'IV', note: '已恢复' } as const;
    await lowerAlert(deps, answer);
    const lines = await listChanges(stage.db, alertId);
    expect(await lowerAlert(deps, answer)).toMatchObject({ level: 'IV', status: 'open' });
    expect(await listChanges(stage.db, alertId)).toEqual(lines);
    const others = [
      { ...answer, by: '李强' },
      { ...answer, decision: 'keep' as const },
      { ...answer, note: '' },
    ];
    for (const other of others)
      await expect(lowerAlert(deps, other)).rejects.toMatchObject({ code: 'conflict' });
    await later(20);
    const closing = { ...answer, to: null };
    for (let time = 0; time < 2; time += 1)
      expect(await lowerAlert(deps, closing)).toMatchObject({ status: 'closed' });
    expect((await listChanges(stage.db, alertId)).filter(({ kind }) => kind === 'closed')).toHaveLength(1);
  });

  test('lowered and risen again, it is not lowered by what was said before', async () => {
    const { stage, deps, alertId, later } = await overRed();
    await later(4);
    const answer = { alertId, by: '王敏', decision: 'lower', to: 'IV', note: '' } as const;
    await lowerAlert(deps, answer);
    await stage.store(voices(30, '暖气停暖,还有人中毒', stage.at));
    await stage.look();
    await expect(lowerAlert(deps, answer)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('what was not proposed, or is closed, is a conflict', async () => {
    const { deps, alertId, later } = await overRed();
    const lower = (to: 'IV' | 'II') =>
      lowerAlert(deps, { alertId, by: '王敏', decision: 'lower', to, note: '' });
    await expect(lower('IV')).rejects.toMatchObject({ code: 'conflict' });
    await later(4);
    await expect(lower('II')).rejects.toMatchObject({ code: 'conflict', details: { proposed: 'IV' } });
    await closeAlert(deps, { alertId, by: '王敏', verdict: 'closed', note: '' });
    await expect(lower('IV')).rejects.toMatchObject({ code: 'conflict' });
  });
});
