import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../server/core/time.ts';
import { addChange, listChanges } from '../../../server/db/alert/alert-changes.ts';
import { listDoneSteps } from '../../../server/db/alert/alert-steps.ts';
import { getAlert, insertAlert } from '../../../server/db/alert/alerts.ts';
import { listTemplates } from '../../../server/db/channel/alert-templates.ts';
import { readAlertScreen } from '../../../server/db/views/alert/alert.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { fillTemplate } from '../../../server/flows/alert/fill-template.ts';
import { tickStep } from '../../../server/flows/alert/tick-step.ts';
import { makeDraft } from '../../core/alert/make-alert.ts';
import { NOW } from '../../support/make.ts';
import { makeStage, voices } from './alert-stage.ts';

async function raised() {
  const stage = await makeStage();
  await stage.store(voices(12, '小区停暖了', NOW));
  const [opened] = (await stage.look()).changes;
  const { db } = stage;
  const deps = { db, playbooks: stage.deps.playbooks, now: () => stage.at };
  return { stage, db, deps, alertId: opened!.alertId };
}

describe('acknowledging', () => {
  test('keeps who took the alert on and when, with a line of history', async () => {
    const { stage, db, deps, alertId } = await raised();
    stage.at += MINUTE;
    const { alert, changed } = await acknowledge(deps, { alertId, by: '王敏' });
    expect(changed).toBe(true);
    expect(alert).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: '王敏',
      acknowledgedAt: NOW + MINUTE,
    });
    expect((await listChanges(db, alertId)).at(-1)).toMatchObject({ kind: 'acknowledged', actor: '王敏' });
  });

  test('a second time is harmless: the first person stays', async () => {
    const { db, deps, alertId } = await raised();
    await acknowledge(deps, { alertId, by: '王敏' });
    const { alert, changed } = await acknowledge(deps, { alertId, by: '李强' });
    expect([changed, alert.acknowledgedBy]).toEqual([false, '王敏']);
    expect((await listChanges(db, alertId)).filter(({ kind }) => kind === 'acknowledged')).toHaveLength(1);
  });

  test('what rose since it was looked at is not confirmed, also where it goes on for another one that did', async () => {
    const { stage, db, deps, alertId } = await raised();
    const seen = (await getAlert(db, alertId))?.changedAt;
    const rise = async (id: number) => {
      stage.at += MINUTE;
      const line = { at: stage.at, kind: 'surged', from: 'III', to: 'III' } as const;
      await addChange(db, { alertId: id, ...line, actor: 'tingchao', note: null, inputs: {} });
    };
    const look = (at: number | undefined) => acknowledge(deps, { alertId, by: '王敏', seen: at });
    await rise(alertId);
    await expect(look(seen)).rejects.toMatchObject({ code: 'rose_since', details: { level: 'IV' } });
    const now = stage.at;
    const { watchId } = (await getAlert(db, alertId)) ?? { watchId: 0 };
    await db
      .updateTable('alert')
      .set({ status: 'closed', closed_at: now })
      .where('id', '=', alertId)
      .execute();
    const later = await insertAlert(db, makeDraft({ watchId }), now);
    await rise(later);
    const joined = { status: 'closed', closed_at: now, merged_into: alertId } as const;
    await db.updateTable('alert').set(joined).where('id', '=', later).execute();
    await db
      .updateTable('alert')
      .set({ status: 'open', closed_at: null })
      .where('id', '=', alertId)
      .execute();
    await expect(look(now)).rejects.toMatchObject({ code: 'rose_since' });
    expect((await look(stage.at)).changed).toBe(true);
    // Who says yes once more takes nothing on.
    expect((await look(seen)).changed).toBe(false);
  });

  test('an alert that does not exist is a caller’s mistake', async () => {
    const { deps } = await raised();
    await expect(acknowledge(deps, { alertId: 99, by: '王' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('working through a playbook', () => {
  test('a ticked step keeps who did it and when, whoever ticks it again; their note is theirs to change', async () => {
    const { stage, db, deps, alertId } = await raised();
    const step = { alertId, playbook: 'PB03', no: 1 };
    await tickStep(deps, { ...step, by: '王敏', done: true });
    stage.at += MINUTE;
    expect(await tickStep(deps, { ...step, by: '李强', done: true })).toBe(false);
    const other = tickStep(deps, { ...step, by: '李强', done: true, note: '我核对的' });
    await expect(other).rejects.toMatchObject({ code: 'overtaken', details: { by: '王敏', at: NOW } });
    expect(await tickStep(deps, { ...step, by: '王敏', done: true, note: '已核对' })).toBe(true);
    const done = { doneAt: NOW, doneBy: '王敏', note: '已核对' };
    expect(await listDoneSteps(db, [alertId])).toEqual([{ ...step, ...done }]);
    // Whoever takes it back leaves a line that says what stood there.
    expect(await tickStep(deps, { ...step, by: '李强', done: false })).toBe(true);
    expect(await tickStep(deps, { ...step, by: '李强', done: false })).toBe(false);
    expect(await listDoneSteps(db, [alertId])).toEqual([]);
    const { alertId: _, ...which } = step;
    expect((await listChanges(db, alertId)).slice(-3)).toMatchObject([
      { kind: 'step-done', actor: '王敏', at: NOW, inputs: { step: which } },
      {
        kind: 'step-done',
        actor: '王敏',
        note: '已核对',
        inputs: { step: { ...which, was: { doneAt: NOW } } },
      },
      { kind: 'step-undone', actor: '李强', at: stage.at, inputs: { step: { ...which, was: done } } },
    ]);
    const screen = await readAlertScreen(db, alertId, deps.playbooks, stage.at);
    const { name, steps } = deps.playbooks[0]!;
    const line = { ...which, was: done, name, action: steps[0]!.action };
    expect(screen?.history.at(-1)?.step).toEqual(line);
  });

  test('a step, playbook or alert that does not exist is refused', async () => {
    const { deps, alertId } = await raised();
    const tick = (parts: object) =>
      tickStep(deps, { alertId, playbook: 'PB03', no: 1, by: '王', done: true, ...parts });
    for (const parts of [{ no: 99 }, { playbook: 'PB99' }, { alertId: 99 }]) {
      await expect(tick(parts)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  test('a template keeps the values that were filled in last, and only its own', async () => {
    const { stage, db, deps, alertId } = await raised();
    const template = stage.deps.playbooks[0]!.templates[0]!;
    const [name = ''] = template.vars;
    const fill = (values: Record<string, string>, by: string) =>
      fillTemplate(deps, { alertId, template: template.id, by, values });
    await fill({ [name]: '第一稿' }, '王敏');
    stage.at += MINUTE;
    await fill({ [name]: '第二稿' }, '李强');
    expect(await listTemplates(db, alertId)).toEqual([
      {
        template: template.id,
        values: { [name]: '第二稿' },
        wording: null,
        updatedAt: NOW + MINUTE,
        updatedBy: '李强',
      },
    ]);
    // Two who fill in different fields from the same sight keep what the other one wrote.
    const [, second = ''] = template.vars;
    const was = { [name]: '第二稿' };
    const input = { alertId, template: template.id, was };
    await fillTemplate(deps, { ...input, by: '王敏', values: { ...was, [second]: '九点' } });
    await fillTemplate(deps, { ...input, by: '李强', values: { [name]: '第三稿' } });
    expect((await listTemplates(db, alertId))[0]?.values).toEqual({ [name]: '第三稿', [second]: '九点' });
    // Of two who fill in the same one the second is told, and so is who empties what another one changed.
    for (const values of [{ [name]: '第四稿' }, {}]) {
      const late = fillTemplate(deps, { ...input, by: '李强', values });
      await expect(late).rejects.toMatchObject({ code: 'overtaken' });
    }
    expect((await listTemplates(db, alertId))[0]?.values).toEqual({ [name]: '第三稿', [second]: '九点' });
    await expect(fill({ nonsense: 'x' }, '王')).rejects.toMatchObject({ code: 'bad_request' });
    const other = fillTemplate(deps, { alertId, template: 'none', by: '王', values: {} });
    await expect(other).rejects.toMatchObject({ code: 'not_found' });
    expect((await getAlert(db, alertId))?.status).toBe('open');
  });
});
