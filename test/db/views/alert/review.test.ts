import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../../server/core/time.ts';
import { listOpenAlerts } from '../../../../server/db/alert/alerts.ts';
import { addMeasure } from '../../../../server/db/alert/review-measures.ts';
import { readAlertScreen } from '../../../../server/db/views/alert/alert.ts';
import { readReview } from '../../../../server/db/views/alert/review.ts';
import { readReviews } from '../../../../server/db/views/alert/reviews.ts';
import { acknowledge } from '../../../../server/flows/alert/acknowledge.ts';
import { closeAlert } from '../../../../server/flows/alert/close-alert.ts';
import { saveReview } from '../../../../server/flows/alert/review-alert.ts';
import { tickStep } from '../../../../server/flows/alert/tick-step.ts';
import { storeChange } from '../../../../server/flows/deliver/store-change.ts';
import { makeStage, quietWeeks, voices } from '../../../flows/alert/alert-stage.ts';
import { NOW } from '../../../support/make.ts';

/** Quiet weeks, thirty voices that open an alert, and an answer two hours later that nearly all of them stop at. */
async function ended() {
  const stage = await makeStage();
  await stage.store(quietWeeks(NOW));
  await stage.store(voices(30, '小区停暖了', NOW));
  await stage.look();
  const { db } = stage;
  const flow = { db, now: () => stage.at, playbooks: stage.deps.playbooks };
  stage.at = NOW + 8 * MINUTE;
  await acknowledge(flow, { alertId: 1, by: '陈' });
  stage.at = NOW + 2 * HOUR;
  const screen = await readReview(db, 1, stage.deps.playbooks, stage.at);
  const book = stage.deps.playbooks.find(({ id }) => screen?.playbooks[0]?.id === id);
  const step = book?.steps.find(({ phase }) => phase === '回应');
  if (!book || !step) throw new Error('no playbook was called that answers');
  await tickStep(flow, { alertId: 1, playbook: book.id, no: step.no, done: true, by: '李', note: undefined });
  return { stage, db, flow, book };
}

describe('the review of an alert', () => {
  test('says how it went, what came of the answer, and is asked what its playbook asks', async () => {
    const { db, stage, flow, book } = await ended();
    stage.at = NOW + 5 * HOUR;
    await closeAlert(flow, { alertId: 1, by: '陈', verdict: 'closed', note: '已恢复' });
    const screen = await readReview(db, 1, stage.deps.playbooks, NOW + 30 * HOUR);
    const kinds = screen?.course.lines.map(({ kind }) => kind) ?? [];
    expect(kinds.slice(0, 2)).toEqual(['first-post', 'stored']);
    expect(kinds).toEqual(expect.arrayContaining(['opened', 'confirmed', 'step', 'closed']));
    expect(screen?.course.answer).toEqual({ at: NOW + 2 * HOUR, by: 'step' });
    expect(screen?.effect.before.negative).toBeGreaterThanOrEqual(30);
    expect(screen?.effect.usual.posts).toBeGreaterThan(0);
    expect(screen?.effect.after.map(({ verdict }) => verdict)).toEqual(['few', 'early']);
    expect(screen?.questions.filter(({ playbook }) => playbook === book.id)).toHaveLength(book.review.length);
    expect(screen?.foundBy?.finding.detector).toBeTruthy();
    expect(screen?.review).toMatchObject({ status: 'open', version: 0 });
  });

  test('waits on the list once the alert is over, until somebody begins and ends it', async () => {
    const { db, stage, flow } = await ended();
    const ids = async () => {
      const { waiting, working, done } = await readReviews(db, stage.at);
      return [waiting, working, done].map((rows) => rows.map(({ alertId }) => alertId));
    };
    expect(await ids()).toEqual([[], [], []]);
    await closeAlert(flow, { alertId: 1, by: '陈', verdict: 'closed', note: '已恢复' });
    expect(await ids()).toEqual([[1], [], []]);
    const cause = { playbook: null, question: 'cause', text: '阀门老化' };
    const input = { alertId: 1, by: '陈', falseAlarm: false, answers: [cause] };
    await saveReview(flow, { ...input, version: 0, status: 'working' });
    expect(await ids()).toEqual([[], [1], []]);
    await saveReview(flow, { ...input, version: 1, status: 'done' });
    expect(await ids()).toEqual([[], [], [1]]);
    const measure = { what: '更换阀门', owner: '维修部', dueAt: stage.at - 1 };
    await addMeasure(db, 1, measure, { by: '陈', now: stage.at });
    const { due, done } = await readReviews(db, stage.at);
    expect(due).toMatchObject([{ what: '更换阀门', overdue: true, watchName: stage.watch.name }]);
    expect(done[0]?.measures).toEqual({ open: 1, overdue: 1, done: 0 });
  });

  test('a playbook that is called for late, announced or not, has its time from then on', async () => {
    const { db, stage } = await ended();
    const [alert] = await listOpenAlerts(db);
    expect(alert?.calledAt).toEqual({ PB03: NOW });
    const draft = { ...alert!, playbooks: ['PB03', 'PB01'] };
    const later = NOW + 3 * HOUR;
    const store = (kind: 'refreshed' | 'raised', now: number) =>
      db
        .transaction()
        .execute((tx) =>
          storeChange(
            tx,
            { kind, alertId: 1, from: draft.level, draft },
            { now, alerts: [alert!], cooldown: 0 },
          ),
        );
    await store('refreshed', later);
    await store('raised', later + HOUR);
    const known = stage.deps.playbooks;
    const screen = await readAlertScreen(db, 1, known, later + HOUR);
    expect(screen?.alert.calledAt).toEqual({ PB03: NOW, PB01: later });
    const dues = screen?.steps.filter(({ playbook }) => playbook === 'PB01').map(({ dueAt }) => dueAt) ?? [];
    expect(dues.length).toBeGreaterThan(0);
    expect(Math.min(...dues)).toBeGreaterThan(later);
    expect(screen?.row.owed.every(({ dueAt }) => dueAt > NOW)).toBe(true);
  });

  test('of two who save at once the second is told, and nothing is lost', async () => {
    const { db, flow } = await ended();
    const save = (by: string, text: string, version: number) =>
      saveReview(flow, {
        alertId: 1,
        by,
        version,
        status: 'working',
        falseAlarm: null,
        answers: [{ playbook: null, question: 'cause', text }],
      });
    const both = await Promise.allSettled([save('甲', '一', 0), save('乙', '二', 0)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(save('丙', '三', 0)).rejects.toMatchObject({ code: 'conflict' });
    const rows = await db.selectFrom('review').select(['version', 'answers_json']).execute();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.version).toBe(1);
  });
});
