import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { listDoneSteps } from '../../../server/db/alert/alert-steps.ts';
import { getAlert } from '../../../server/db/alert/alerts.ts';
import { listTemplates } from '../../../server/db/channel/alert-templates.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { fillTemplate } from '../../../server/flows/alert/fill-template.ts';
import { tickStep } from '../../../server/flows/alert/tick-step.ts';
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

  test('an alert that does not exist is a caller’s mistake', async () => {
    const { deps } = await raised();
    await expect(acknowledge(deps, { alertId: 99, by: '王' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('working through a playbook', () => {
  test('a ticked step keeps who did it and when; ticked again only a note is taken; unticked it is open', async () => {
    const { stage, db, deps, alertId } = await raised();
    const step = { alertId, playbook: 'PB03', no: 1 };
    await tickStep(deps, { ...step, by: '王敏', done: true });
    stage.at += MINUTE;
    await tickStep(deps, { ...step, by: '李强', done: true, note: '已核对' });
    expect(await listDoneSteps(db, [alertId])).toEqual([
      { ...step, doneAt: NOW, doneBy: '王敏', note: '已核对' },
    ]);
    await tickStep(deps, { ...step, by: '李强', done: false });
    expect(await listDoneSteps(db, [alertId])).toEqual([]);
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
