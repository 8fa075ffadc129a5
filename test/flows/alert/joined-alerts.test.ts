import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getAlert, updateAlert } from '../../../server/db/alert/alerts.ts';
import { listJoined, mergedInto } from '../../../server/db/alert/joined-alerts.ts';
import { readPeaks } from '../../../server/db/alert/peaks.ts';
import { listMeasures } from '../../../server/db/alert/review-measures.ts';
import { getReview } from '../../../server/db/alert/reviews.ts';
import { listTemplates } from '../../../server/db/channel/alert-templates.ts';
import { readReview } from '../../../server/db/views/alert/review.ts';
import { readReportAlerts } from '../../../server/db/views/report/report-alerts.ts';
import { readReportTime } from '../../../server/db/views/report/report-time.ts';
import { listWatches } from '../../../server/db/watch/watches.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { submitStatement, withdrawStatement } from '../../../server/flows/alert/approve-statement.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { fillTemplate } from '../../../server/flows/alert/fill-template.ts';
import { planMeasure, saveReview } from '../../../server/flows/alert/review-alert.ts';
import { commentOn } from '../../../server/flows/alert/steer-alert.ts';
import { tickStep } from '../../../server/flows/alert/tick-step.ts';
import { mergeStories } from '../../../server/flows/story/edit-story.ts';
import outage from '../../../server/playbooks/service-outage.ts';
import { makeDraft, makeFinding } from '../../core/alert/make-alert.ts';
import { makeHeldStage } from '../deliver/held-stage.ts';

const TEMPLATE = 'PB03-T1';
const [step] = outage.steps;

/** Of one watch a yellow alert that was dealt with, and half an hour later a red one; both are worked on. */
async function makeTwo() {
  const stage = await makeHeldStage();
  await stage.channel();
  await stage.story(1, [1, 2]);
  await stage.story(2, [3, 4]);
  const watchId = await stage.watch();
  const flow = { db: stage.db, now: stage.now, playbooks: [outage] };
  const first = await stage.open(watchId, 'III', [1, 2]);
  const openedAt = stage.at;
  stage.at += 5 * MINUTE;
  await acknowledge(stage, { alertId: first, by: '李' });
  stage.at += MINUTE;
  await closeAlert(stage, { alertId: first, by: '李', verdict: 'closed', note: '' });
  stage.at += 30 * MINUTE;
  const later = await stage.open(watchId, 'I', [3, 4]);
  const draft = (alertId: number, by: string, values: Record<string, string>) =>
    fillTemplate(flow, { alertId, template: TEMPLATE, by, values });
  const review = (alertId: number, by: string, answers: Record<string, string>) =>
    saveReview(flow, {
      alertId,
      by,
      version: 0,
      status: 'working',
      falseAlarm: null,
      answers: Object.entries(answers).map(([question, text]) => ({ playbook: null, question, text })),
    });
  const merge = () => mergeStories(stage, { story: 1, other: 2, by: '王' });
  return { stage, db: stage.db, flow, watchId, first, later, openedAt, draft, review, merge };
}

describe('two alerts that become one', () => {
  test('keep the draft that was written last, with the other one’s words in its gaps and in the history', async () => {
    const { stage, db, first, later, draft, merge } = await makeTwo();
    await draft(first, '李', { place: '朝阳区', hotline: '96069' });
    stage.at += MINUTE;
    await draft(later, '周', { place: '朝阳区和海淀区', hotline: '' });
    await merge();
    expect(await listTemplates(db, first)).toMatchObject([
      { values: { place: '朝阳区和海淀区', hotline: '96069' }, updatedBy: '周', updatedAt: stage.at },
    ]);
    expect((await listChanges(db, first)).at(-1)).toMatchObject({
      kind: 'draft-replaced',
      actor: '李',
      note: '地点/范围：朝阳区',
    });
  });

  test('keep the time of a playbook that nobody noted: the opening of the alert that had it', async () => {
    const { stage, db, watchId, first, later, openedAt, merge } = await makeTwo();
    const laterAt = (await getAlert(db, later))?.openedAt;
    const had = async (id: number, ...playbooks: string[]) =>
      db
        .updateTable('alert')
        .set({ called_json: '{}', playbooks_json: JSON.stringify(playbooks) })
        .where('id', '=', id)
        .execute();
    await had(first, 'PB03');
    await had(later, 'PB04');
    const draft = makeDraft({ watchId, level: 'I', examples: [3, 4], playbooks: ['PB04', 'PB05'] });
    stage.at += 20 * MINUTE;
    // What it had when times began to be noted is not begun anew by the next look.
    await updateAlert(db, later, draft, { at: stage.at, told: false });
    expect((await getAlert(db, later))?.calledAt).toEqual({ PB05: stage.at });
    await merge();
    expect((await getAlert(db, first))?.calledAt).toEqual({ PB03: openedAt, PB04: laterAt, PB05: stage.at });
  });

  test('keep a reworded text that gives way, whole, and say nothing where nothing does', async () => {
    const { stage, db, flow, first, later, draft, merge } = await makeTwo();
    await draft(later, '周', { place: '朝阳区' });
    stage.at += MINUTE;
    await draft(first, '李', { place: '朝阳区' });
    const wording = { title: '情况通报', body: '正在抢修。' };
    const reword = { alertId: later, template: 'PB03-T2', by: '周', values: {} };
    await fillTemplate(flow, { ...reword, wording });
    await fillTemplate(flow, { ...reword, alertId: first, wording: { title: '致歉', body: '十分抱歉。' } });
    await merge();
    const replaced = (await listChanges(db, first)).filter(({ kind }) => kind === 'draft-replaced');
    expect(replaced.map(({ note }) => note)).toEqual(['致歉\n十分抱歉。']);
    expect((await listTemplates(db, first)).find(({ wording: said }) => said)?.wording).toEqual(wording);
  });

  test('keep measures and every answer of both reviews', async () => {
    const { db, flow, first, later, review, merge } = await makeTwo();
    await review(first, '李', { cause: '阀门老化', well: '通知及时' });
    await review(later, '周', { cause: '泵房停电', gap: '口径不一' });
    await planMeasure(flow, { alertId: later, what: '换泵', owner: '维修部', dueAt: 1, by: '周' });
    await merge();
    const { answers, status, version } = await getReview(db, first);
    expect([status, version]).toEqual(['working', 2]);
    expect(Object.fromEntries(answers.map(({ question, text }) => [question, text]))).toEqual({
      cause: '阀门老化\n\n泵房停电',
      well: '通知及时',
      gap: '口径不一',
    });
    expect((await getReview(db, later)).version).toBe(0);
    expect(await listMeasures(db, [first])).toMatchObject([{ what: '换泵' }]);
    // Who wrote with the review of before on the screen is told.
    await expect(review(first, '李', { cause: '不明' })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a review of the later one alone goes on', async () => {
    const { db, first, later, review, merge } = await makeTwo();
    await review(later, '周', { cause: '泵房停电' });
    await merge();
    expect(await getReview(db, first)).toMatchObject({ version: 1, updatedBy: '周' });
  });

  test('take work as one: the merged one refuses it, and says where it goes on', async () => {
    const { db, flow, first, later, draft, review, merge } = await makeTwo();
    await draft(later, '周', { place: '朝阳区' });
    const hand = {
      template: TEMPLATE,
      by: '周',
      waiver: '先行上报',
      text: { title: '通报', body: '正在抢修。' },
    };
    const { id } = await submitStatement(flow, { ...hand, alertId: later });
    await merge();
    const before = await listChanges(db, later);
    const tick = { playbook: outage.id, no: step!.no, done: true, by: '周' };
    const late: (() => Promise<unknown>)[] = [
      () => draft(later, '周', { place: '海淀区' }),
      () => submitStatement(flow, { ...hand, alertId: later }),
      () => withdrawStatement(flow, { alertId: later, id, by: '周' }),
      () => tickStep(flow, { ...tick, alertId: later }),
      () => commentOn(flow, { alertId: later, text: '已通知', by: '周' }),
      () => review(later, '周', { cause: '泵房停电' }),
      () => planMeasure(flow, { alertId: later, what: '换泵', owner: '维修部', dueAt: 1, by: '周' }),
      () => acknowledge(flow, { alertId: later, by: '周' }),
      () => closeAlert(flow, { alertId: later, by: '周', verdict: 'closed', note: '' }),
    ];
    const into = { code: 'alert_merged', details: { mergedInto: first } };
    for (const each of late) await expect(each()).rejects.toMatchObject(into);
    expect(await listChanges(db, later)).toEqual(before);
    await withdrawStatement(flow, { alertId: first, id, by: '周' });
    await tickStep(flow, { ...tick, alertId: first });
  });

  test('one that took another over names where that goes on when it is merged itself', async () => {
    const { stage, db, watchId, first, later, merge } = await makeTwo();
    await merge();
    await closeAlert(stage, { alertId: first, by: '周', verdict: 'closed', note: '' });
    await db.updateTable('alert').set({ opened_at: 0 }).where('id', '=', first).execute();
    await stage.story(3, [5, 6]);
    // An older one of the watch, closed within the day, which takes the first one over.
    const oldest = await stage.open(watchId, 'IV', [5, 6]);
    await closeAlert(stage, { alertId: oldest, by: '周', verdict: 'closed', note: '' });
    await db.updateTable('alert').set({ opened_at: -1 }).where('id', '=', oldest).execute();
    await db.updateTable('alert').set({ status: 'open', closed_at: null }).where('id', '=', first).execute();
    await mergeStories(stage, { story: 1, other: 3, by: '王' });
    expect(await mergedInto(db, first)).toBe(oldest);
    expect(await mergedInto(db, later)).toBe(oldest);
    expect(await listJoined(db, [oldest])).toEqual([
      { id: first, into: oldest },
      { id: later, into: oldest },
    ]);
  });
});

describe('of two that became one', () => {
  test('the worst moment is that of both', async () => {
    const { stage, db, watchId, first, merge } = await makeTwo();
    const worstAt = stage.at;
    const found = (observed: number) => ({
      findings: [makeFinding({ watchId, at: stage.at, observed })],
      examples: [3, 4],
    });
    await stage.tell(watchId, 'graver', 'I', found(90));
    await merge();
    stage.at += HOUR;
    await stage.tell(watchId, 'playbook', 'III', found(5));
    expect((await readPeaks(db, [first], stage.at + 1)).get(first)).toMatchObject({
      at: worstAt,
      to: 'I',
      findings: [{ observed: 90 }],
    });
  });

  test('a report tells one, whose unanswered ring is late', async () => {
    const { stage, db, first, openedAt, merge } = await makeTwo();
    await merge();
    stage.at += 3 * HOUR;
    const period = { kind: 'custom', complete: false, from: openedAt - HOUR, to: stage.at + HOUR } as const;
    const time = await readReportTime(db, await listWatches(db), period, stage.at);
    const alerts = await readReportAlerts(db, time);
    expect(alerts).toMatchObject([
      { id: first, level: 'I', status: 'open', confirmedBy: '李', closedBy: '李' },
    ]);
    expect(alerts[0]?.timing).toMatchObject({ confirmed: 5 * MINUTE, onTime: false });
  });

  test('the review tells the whole, with the merge, and no line twice', async () => {
    const { stage, db, first, later, draft, merge } = await makeTwo();
    await draft(later, '周', {});
    await acknowledge(stage, { alertId: later, by: '周' });
    stage.at += 10 * MINUTE;
    await merge();
    const screen = await readReview(db, first, [outage], stage.at);
    const told = screen?.course.lines.map(({ kind, joined, who }) => [kind, joined, who]);
    expect(told).toEqual([
      ['opened', null, 'tingchao'],
      ['confirmed', null, '李'],
      ['closed', null, '李'],
      ['opened', later, 'tingchao'],
      ['confirmed', null, '周'],
      ['draft', null, '周'],
      ['merged', later, '王'],
    ]);
    const draftLine = screen?.course.lines.find(({ kind }) => kind === 'draft');
    expect(draftLine?.text).toContain('〔');
    expect(draftLine?.text).not.toContain('{{');
    expect(screen?.course.clocks.find(({ name }) => name === 'confirmed')?.held.at).toBe(
      screen?.course.lines[1]?.at,
    );
  });
});
