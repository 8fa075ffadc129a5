import { expect, test } from 'vitest';
import type { Level } from '../../../../server/core/risk/grade.ts';
import { DAY, MINUTE } from '../../../../server/core/time.ts';
import { addChange } from '../../../../server/db/alert/alert-changes.ts';
import { insertAlert } from '../../../../server/db/alert/alerts.ts';
import { readAlertScreen } from '../../../../server/db/views/alert/alert.ts';
import { readAlertRows } from '../../../../server/db/views/alert/alerts.ts';
import { readReview } from '../../../../server/db/views/alert/review.ts';
import { readOverview } from '../../../../server/db/views/overview.ts';
import { acknowledge } from '../../../../server/flows/alert/acknowledge.ts';
import { closeAlert } from '../../../../server/flows/alert/close-alert.ts';
import { fillTemplate } from '../../../../server/flows/alert/fill-template.ts';
import { tickStep } from '../../../../server/flows/alert/tick-step.ts';
import { makeDraft } from '../../../core/alert/make-alert.ts';
import { makeStage, quietWeeks, voices } from '../../../flows/alert/alert-stage.ts';
import { NOW } from '../../../support/make.ts';
import { makeWatch } from '../../../support/make-watch.ts';

async function crisis() {
  const stage = await makeStage();
  await stage.channel();
  await stage.store(quietWeeks(NOW));
  await stage.store(voices(30, '小区停暖了', NOW));
  const [opened] = (await stage.look()).changes;
  const { db } = stage;
  const { playbooks } = stage.deps;
  const deps = { db, playbooks, now: () => stage.at };
  return { stage, db, playbooks, deps, id: opened!.alertId };
}

test('an alert explains itself', async () => {
  const { db, playbooks, id } = await crisis();
  const screen = (await readAlertScreen(db, id, playbooks, NOW + 1))!;
  expect(screen.row).toMatchObject({ id, watchName: '供热', level: screen.alert.level });
  expect(screen.unusual).toContain('30');
  expect(screen.spread).toContain('触达');
  expect(screen.copyShare).toBe(0);
  expect(screen.examples.map((row) => row.postId)).toEqual(screen.alert.examples);
  expect(screen.examples[0]?.evidence.length).toBeGreaterThan(0);
  expect(screen.volume.at(-1)?.negative).toBeGreaterThan(10);
  expect(screen.volume[0]?.at).toBeLessThanOrEqual(NOW - DAY);
  expect(screen.history).toMatchObject([
    { kind: 'opened', from: null, to: screen.alert.level, actor: 'tingchao' },
  ]);
  expect(screen.history[0]?.risk).toBeCloseTo(screen.alert.risk.index);
  expect(screen.deliveries).toMatchObject([
    { channel: '值班', status: 'waiting', attempts: 0, createdAt: NOW },
  ]);
  expect(screen.deliveries.map(({ change, level }) => [change, level])).toEqual([
    ['opened', screen.alert.level],
  ]);
});

test('its playbooks say why they are called for, each step when it is due', async () => {
  const { stage, db, playbooks, deps, id } = await crisis();
  await tickStep(deps, { alertId: id, playbook: 'PB03', no: 1, by: '王敏', done: true });
  const screen = (await readAlertScreen(db, id, playbooks, NOW))!;
  expect(screen.playbooks.map(({ playbook }) => playbook.id)).toEqual(screen.alert.playbooks);
  expect(screen.playbooks[0]?.because.join()).toContain('sev.outage.authors_24h 30 >=');
  const step = stage.deps.playbooks[0]!.steps[0]!;
  const { level } = screen.alert;
  expect(screen.steps[0]).toMatchObject({ playbook: 'PB03', no: 1, doneAt: NOW, doneBy: '王敏' });
  expect(screen.steps[0]?.dueAt).toBe(NOW + step.deadlineMinutes[level] * MINUTE);
  expect(screen.row.nextStep?.no).not.toBe(1);
});

test('the page of an alert and the lists name the same next step', async () => {
  const { db, playbooks, deps, id } = await crisis();
  for (let ticked = 0; ticked < 4; ticked++) {
    const { row, playbooks: called } = (await readAlertScreen(db, id, playbooks, NOW))!;
    const [listed] = await readAlertRows(db, { status: 'open', playbooks, now: NOW });
    expect(listed?.nextStep).toEqual(row.nextStep);
    const next = row.nextStep!;
    expect(called.find(({ playbook }) => playbook.id === next.playbook.id)?.next).toBe(next.no);
    await tickStep(deps, { alertId: id, playbook: next.playbook.id, no: next.no, by: '王敏', done: true });
  }
});

test('after a rise the page, the list, the overview and the review hold steps against the same times', async () => {
  const { db, playbooks, deps, id } = await crisis();
  await db.updateTable('alert').set({ level: 'I' }).where('id', '=', id).execute();
  await db.updateTable('alert_change').set({ to_level: 'IV' }).where('alert_id', '=', id).execute();
  const risen = NOW + 40 * MINUTE;
  const rise = { alertId: id, at: risen, kind: 'raised', from: 'IV', to: 'I' } as const;
  await addChange(db, { ...rise, actor: 'tingchao', note: null, inputs: {} });
  const { row, steps } = (await readAlertScreen(db, id, playbooks, risen))!;
  const [book] = playbooks.filter(({ id: each }) => each === 'PB03');
  const minutes = book!.steps.map(({ deadlineMinutes }) => deadlineMinutes);
  expect(steps.filter(({ playbook }) => playbook === 'PB03').map(({ dueAt }) => dueAt)).toEqual(
    minutes.map(({ I, IV }) => Math.min(NOW + IV * MINUTE, risen + I * MINUTE)),
  );
  const [listed] = await readAlertRows(db, { status: 'open', playbooks, now: risen });
  const overview = await readOverview(db, {
    watchId: null,
    from: NOW - DAY,
    to: risen,
    now: risen,
    playbooks,
  });
  expect([listed?.nextStep, overview.alerts[0]?.nextStep]).toEqual([row.nextStep, row.nextStep]);

  for (const { no } of book!.steps) {
    await tickStep(
      { ...deps, now: () => risen },
      { alertId: id, playbook: 'PB03', no, by: '王敏', done: true },
    );
  }
  const ticked = (await readAlertScreen(db, id, playbooks, risen))!.steps;
  const course = (await readReview(db, id, playbooks, risen))!.course;
  const held = course.lines.flatMap(({ kind, held: each }) => (kind === 'step' && each ? [each] : []));
  expect(held).toHaveLength(book!.steps.length);
  expect(held.map(({ dueAt }) => dueAt).toSorted()).toEqual(
    ticked
      .filter(({ playbook }) => playbook === 'PB03')
      .map(({ dueAt }) => dueAt)
      .toSorted(),
  );
});

test('why a playbook was called for stays known when its numbers have fallen', async () => {
  const { stage, db, playbooks, id } = await crisis();
  stage.at = NOW + 2 * DAY;
  await stage.store(voices(4, '有人中毒暖气', stage.at));
  await stage.look();
  const screen = (await readAlertScreen(db, id, playbooks, stage.at))!;
  const outage = screen.playbooks.find(({ playbook }) => playbook.id === 'PB03');
  expect(screen.alert.metrics['sev.outage.authors_24h']).toBe(0);
  expect(outage?.because.join()).toContain('sev.outage.authors_24h 30 >=');
});

test('what people filled in and decided is there', async () => {
  const { db, playbooks, deps, id } = await crisis();
  const template = playbooks[0]!.templates[0]!;
  const values = { [template.vars[0]!]: '城北热力' };
  await fillTemplate(deps, { alertId: id, template: template.id, by: '王敏', values });
  await acknowledge(deps, { alertId: id, by: '王敏' });
  await closeAlert(deps, { alertId: id, by: '李强', verdict: 'closed', note: '已恢复' });
  const screen = (await readAlertScreen(db, id, playbooks, NOW))!;
  expect(screen.templates).toEqual([
    { template: template.id, values, wording: null, updatedAt: NOW, updatedBy: '王敏' },
  ]);
  expect(screen.history.map(({ kind, actor, note }) => [kind, actor, note])).toEqual([
    ['opened', 'tingchao', null],
    ['acknowledged', '王敏', null],
    ['closed', '李强', '已恢复'],
  ]);
  expect(await readAlertRows(db, { status: 'open', playbooks, now: NOW })).toEqual([]);
  expect(await readAlertRows(db, { status: 'all', playbooks, now: NOW })).toMatchObject([
    { id, status: 'closed' },
  ]);
});

test('an alert that does not exist is nothing', async () => {
  const { db, playbooks } = await crisis();
  expect(await readAlertScreen(db, 99, playbooks, NOW)).toBeNull();
});

test('those that are not closed are listed by gravity, whether acknowledged or not; all of them by age', async () => {
  const { db, deps } = await makeStage();
  const open = async (level: Level, at: number) => {
    const { id: watchId } = await makeWatch(db, { name: `${level} ${at}` }, at);
    return insertAlert(db, makeDraft({ watchId, level }), at);
  };
  const red = await open('I', NOW);
  const heard = await open('II', NOW + 1);
  const orange = await open('II', NOW + 2);
  const blue = await open('IV', NOW + 3);
  for (const alertId of [red, heard]) await acknowledge({ db, now: () => NOW }, { alertId, by: '王敏' });
  const listed = async (status: 'open' | 'all') =>
    (await readAlertRows(db, { status, playbooks: deps.playbooks, now: NOW })).map(({ id }) => id);
  expect(await listed('open')).toEqual([red, orange, heard, blue]);
  expect(await listed('all')).toEqual([blue, orange, heard, red]);
});
