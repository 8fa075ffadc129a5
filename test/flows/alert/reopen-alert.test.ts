import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../server/core/alert/alert.ts';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getAlert, markReopened, setLevel } from '../../../server/db/alert/alerts.ts';
import { listFalseAlarms } from '../../../server/db/alert/crisis-labels.ts';
import { getReview } from '../../../server/db/alert/reviews.ts';
import { getEscalation } from '../../../server/db/channel/escalations.ts';
import { readReportAlerts } from '../../../server/db/views/report/report-alerts.ts';
import { readReportTime } from '../../../server/db/views/report/report-time.ts';
import { listWatches } from '../../../server/db/watch/watches.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { correctVerdict } from '../../../server/flows/alert/correct-verdict.ts';
import { reopenAlert } from '../../../server/flows/alert/reopen-alert.ts';
import { saveReview } from '../../../server/flows/alert/review-alert.ts';
import { makeHeldStage } from '../deliver/held-stage.ts';

async function closed(verdict: Verdict = 'false_alarm') {
  const stage = await makeHeldStage();
  const channel = await stage.channel();
  const watchId = await stage.watch();
  const alertId = await stage.open(watchId, 'II');
  stage.at += MINUTE;
  await acknowledge(stage, { alertId, by: '王敏' });
  const close = (said: Verdict = verdict) =>
    closeAlert(stage, { alertId, by: '李强', verdict: said, note: '手误点错' });
  stage.at += HOUR;
  await close();
  stage.at += MINUTE;
  return Object.assign(stage, {
    channel,
    watchId,
    alertId,
    close,
    reopen: (id = alertId) => reopenAlert(stage, { alertId: id, by: '李强', note: ' 点错了 ' }),
    correct: (said: Verdict, id = alertId) =>
      correctVerdict(stage, { alertId: id, by: '周雪', verdict: said, note: '核对过' }),
    alert: () => getAlert(stage.db, alertId),
    lines: async () => (await listChanges(stage.db, alertId)).map(({ kind, actor }) => `${kind} ${actor}`),
    falseOnes: async () =>
      (await listFalseAlarms(stage.db, watchId, 0, stage.at + DAY)).map((each) => each.alertId),
  });
}

describe('a closing that is taken back', () => {
  test('leaves the alert as it stood, with who confirmed it, and a line that says why', async () => {
    const stage = await closed();
    expect(await stage.falseOnes()).toEqual([stage.alertId]);
    const alert = await stage.reopen();
    expect(alert).toMatchObject({
      status: 'acknowledged',
      level: 'II',
      closedAt: null,
      changedAt: stage.at,
      acknowledgedBy: '王敏',
    });
    const last = (await listChanges(stage.db, stage.alertId)).at(-1);
    expect(last).toMatchObject({ kind: 'reopened', actor: '李强', note: '点错了', from: 'II', to: 'II' });
    expect(await getEscalation(stage.db, stage.alertId)).toMatchObject({ dueAt: null });
    // What it was called counts no longer.
    expect(await stage.falseOnes()).toEqual([]);
    // Sent again by who got no answer it is done already; for somebody else it is not closed.
    expect(await stage.reopen()).toMatchObject({ status: 'acknowledged' });
    await expect(
      reopenAlert(stage, { alertId: stage.alertId, by: '周雪', note: '点错了' }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect((await stage.lines()).at(-2)).toBe('false_alarm 李强');
    // From now on it rises and is closed as any other.
    await stage.raise(stage.watchId, 'I');
    expect(await stage.alert()).toMatchObject({ level: 'I', status: 'open' });
    await stage.close('closed');
    expect((await stage.lines()).slice(-3)).toEqual(['reopened 李强', 'raised tingchao', 'closed 李强']);
  });

  test('asks to be confirmed, with the time of its level, where nobody had done so as it was', async () => {
    const stage = await closed();
    await stage.reopen();
    stage.at += MINUTE;
    await stage.raise(stage.watchId, 'I');
    await stage.close();
    stage.at += HOUR;
    expect(await stage.reopen()).toMatchObject({ status: 'open', acknowledgedBy: '王敏' });
    expect(await getEscalation(stage.db, stage.alertId)).toMatchObject({
      count: 0,
      dueAt: stage.at + 5 * MINUTE,
    });
  });

  test('is none where another alert of its watch is open, which it names', async () => {
    const stage = await closed('closed');
    const newer = await stage.open(stage.watchId, 'III');
    await expect(stage.reopen()).rejects.toMatchObject({ code: 'newer_open', details: { alertId: newer } });
    expect(await stage.alert()).toMatchObject({ status: 'closed' });
    await closeAlert(stage, { alertId: newer, by: '李强', verdict: 'closed', note: '并案' });
    expect((await stage.reopen()).closedAt).toBeNull();
  });

  test('nor where another one is opened at the same moment', async () => {
    const stage = await closed('closed');
    await stage.open(stage.watchId, 'III');
    const late = stage.db.transaction().execute((tx) => markReopened(tx, stage.alertId, 'open', stage.at));
    await expect(late).rejects.toMatchObject({ code: 'newer_open' });
    expect(await stage.alert()).toMatchObject({ status: 'closed' });
  });

  test('nor of one that goes on as another', async () => {
    const stage = await closed('closed');
    const other = await stage.open(await stage.watch('公交'), 'III');
    await stage.db.updateTable('alert').set({ merged_into: other }).where('id', '=', stage.alertId).execute();
    const into = { code: 'alert_merged', details: { mergedInto: other } };
    await expect(stage.reopen()).rejects.toMatchObject(into);
    await expect(stage.correct('false_alarm')).rejects.toMatchObject(into);
    await expect(stage.reopen(99)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('what an alert was', () => {
  test('is corrected while it stays closed, in reports and in replays as well', async () => {
    const stage = await closed('closed');
    const before = await stage.alert();
    stage.at += HOUR;
    expect(await stage.correct('false_alarm')).toMatchObject({
      status: 'false_alarm',
      closedAt: before?.closedAt,
    });
    expect((await listChanges(stage.db, stage.alertId)).at(-1)).toMatchObject({
      kind: 'false_alarm',
      actor: '周雪',
      note: '核对过',
      inputs: { corrects: 'closed' },
    });
    expect(await stage.falseOnes()).toEqual([stage.alertId]);
    const span = { from: stage.at - DAY, to: stage.at + DAY };
    const period = { kind: 'custom', complete: false, ...span } as const;
    const time = await readReportTime(stage.db, await listWatches(stage.db), period, stage.at);
    const [told] = await readReportAlerts(stage.db, time);
    expect(told).toMatchObject({ status: 'false_alarm', closedBy: '周雪', closingNote: '核对过' });
    const corrected = await stage.lines();
    expect(await stage.correct('false_alarm')).toMatchObject({ status: 'false_alarm' });
    const other = { alertId: stage.alertId, by: '李强', verdict: 'false_alarm', note: '核对过' } as const;
    await expect(correctVerdict(stage, other)).rejects.toMatchObject({ code: 'conflict' });
    expect(await stage.lines()).toEqual(corrected);
    await stage.reopen();
    await expect(stage.correct('closed')).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is what its review concludes when that is finished later, and what people say after it', async () => {
    const stage = await closed('closed');
    const { alertId } = stage;
    const review = async (falseAlarm: boolean | null, status: 'working' | 'done' = 'done', text = '误读') =>
      saveReview(stage, {
        alertId,
        by: '赵磊',
        status,
        falseAlarm,
        version: (await getReview(stage.db, alertId)).version,
        answers: [{ playbook: null, question: 'cause', text }],
      });
    expect(await review(true, 'working')).toBeNull();
    expect(await review(null)).toBeNull();
    expect(await stage.falseOnes()).toEqual([]);
    stage.at += HOUR;
    expect(await review(true)).toBe('false_alarm');
    expect(await stage.falseOnes()).toEqual([alertId]);
    expect((await stage.lines()).at(-1)).toBe('false_alarm 赵磊');
    // Whoever corrects it after that has the last word, also when an answer is amended.
    stage.at += HOUR;
    await stage.correct('closed');
    expect(await review(true, 'done', '误读，另有一处')).toBeNull();
    expect(await stage.alert()).toMatchObject({ status: 'closed' });
    expect(await review(false)).toBeNull();
    expect(await review(true)).toBe('false_alarm');
    // What is open has no verdict.
    await stage.reopen();
    expect(await review(false)).toBeNull();
    expect(await stage.alert()).toMatchObject({ status: 'acknowledged' });
  });
});

test('a level that was set by hand stays when it is opened again', async () => {
  const stage = await closed();
  await setLevel(stage.db, stage.alertId, 'III', stage.at);
  expect(await stage.reopen()).toMatchObject({ level: 'III' });
});
