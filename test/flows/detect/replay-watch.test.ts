import { expect, test } from 'vitest';
import { DEFAULT_RISK_SETTING } from '../../../server/core/risk/risk-setting.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import { labelCrisis } from '../../../server/db/alert/crisis-labels.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { createReplays } from '../../../server/flows/detect/replay-watch.ts';
import { NOW } from '../../support/make.ts';
import { makeStage, quietWeeks, type Stage, voices } from '../alert/alert-stage.ts';

const { signal } = new AbortController();
const WEEK = { from: NOW - 7 * DAY, to: NOW };

/** Three weeks and more of quiet, and an outage four days ago. */
async function stageWithOutage(): Promise<Stage> {
  const stage = await makeStage();
  await stage.store(quietWeeks(NOW));
  await stage.store(voices(40, '停暖一整天没人管', NOW - 4 * DAY));
  return stage;
}

function replaysOf({ deps }: Stage) {
  return createReplays(deps);
}

test('an outage of last week would have rung within the hour, with its playbook, and stores nothing', async () => {
  const stage = await stageWithOutage();
  const screen = await replaysOf(stage).replay({ watchId: stage.watch.id, ...WEEK, setting: null }, signal);
  expect(screen.alerts).toHaveLength(1);
  const [alert] = screen.alerts;
  expect(Math.abs((alert?.openedAt ?? 0) - (NOW - 4 * DAY))).toBeLessThanOrEqual(HOUR);
  expect(alert).toMatchObject({ playbook: { id: 'PB03' }, about: { kind: 'unlabelled' } });
  expect(alert?.sentence).toContain('供热：近 1 小时');
  expect(screen).toMatchObject({ looked: 168, missed: 0, unlabelled: 1 });
  expect(await stage.db.selectFrom('alert').selectAll().execute()).toEqual([]);
});

test('a crisis that nobody spoke of is missed whatever the setting, and no setting is suggested for it', async () => {
  const stage = await stageWithOutage();
  const spans = [
    { name: '停暖', from: NOW - 4 * DAY - 2 * HOUR, to: NOW - 3 * DAY },
    { name: '没人说起的', from: NOW - 2 * DAY, to: NOW - DAY },
  ];
  for (const span of spans) {
    await labelCrisis(stage.db, { watchId: stage.watch.id, ...span }, { by: '王', now: NOW });
  }
  const replays = replaysOf(stage);
  const screen = await replays.replay({ watchId: stage.watch.id, ...WEEK, setting: null }, signal);
  expect(screen.crises.map(({ alert }) => alert)).toEqual([0, null]);
  expect(screen).toMatchObject({ missed: 1, unlabelled: 0 });
  expect(await replays.suggest({ watchId: stage.watch.id, ...WEEK }, signal)).toBeNull();
});

test('an alert that a person called false is known as such, and a calmer setting is suggested', async () => {
  const stage = await makeStage({ detectors: (await makeStage()).deps.detectors.slice(1, 2) });
  await stage.store(quietWeeks(NOW));
  stage.at = NOW - 2 * DAY;
  await stage.store(voices(8, '暖气管道改造,有点吵', stage.at));
  await stage.look();
  stage.at += 3 * HOUR;
  const { id } = await stage.db.selectFrom('alert').select('id').executeTakeFirstOrThrow();
  await closeAlert(stage.deps, { alertId: id, by: '王', verdict: 'false_alarm', note: '改造通知' });
  stage.at = NOW;
  const replays = replaysOf(stage);
  const screen = await replays.replay({ watchId: stage.watch.id, ...WEEK, setting: null }, signal);
  expect(screen.alerts.map(({ about }) => about)).toEqual([{ kind: 'false-alarm', alertId: id }]);
  const suggestion = await replays.suggest({ watchId: stage.watch.id, ...WEEK }, signal);
  expect(suggestion).toMatchObject({
    changes: [{ name: 'burstObserved', from: 5, to: 8 }],
    before: { missed: 0, falseAlarms: 1, unlabelled: 0 },
    after: { missed: 0, falseAlarms: 0, unlabelled: 0 },
  });
  const setting = suggestion?.setting ?? null;
  const calmer = await replays.replay({ watchId: stage.watch.id, ...WEEK, setting }, signal);
  expect(calmer).toMatchObject({ alerts: [], falseAlarms: 0 });
  const deaf = { ...DEFAULT_RISK_SETTING, thresholds: { IV: 90, III: 92, II: 94, I: 96 } };
  const calm = await replays.replay({ watchId: stage.watch.id, ...WEEK, setting: deaf }, signal);
  expect(calm).toMatchObject({ alerts: [], falseAlarms: 0 });
});

test('a crisis that began before the stretch has no verdict, and its alerts are no false ones', async () => {
  const stage = await stageWithOutage();
  const span = { name: '停暖', from: NOW - 4 * DAY - 2 * HOUR, to: NOW - 3 * DAY };
  await labelCrisis(stage.db, { watchId: stage.watch.id, ...span }, { by: '王', now: NOW });
  const late = { watchId: stage.watch.id, from: NOW - 4 * DAY - HOUR, to: NOW };
  const screen = await replaysOf(stage).replay({ ...late, setting: null }, signal);
  expect(screen).toMatchObject({ crises: [], missed: 0, unlabelled: 0 });
  expect(screen.alerts.map(({ about }) => about)).toMatchObject([{ kind: 'crisis', name: '停暖' }]);
});

test('a search for a setting gives way to others, and ends when it is no longer wanted', async () => {
  const stage = await stageWithOutage();
  const replays = replaysOf(stage);
  const asked = { watchId: stage.watch.id, ...WEEK };
  await replays.replay({ ...asked, setting: null }, signal);
  const leaving = new AbortController();
  let turns = 0;
  const other = () => {
    turns += 1;
    if (turns < 5) setImmediate(other);
    else leaving.abort();
  };
  setImmediate(other);
  await expect(replays.suggest(asked, leaving.signal)).rejects.toThrow(/abort/i);
  expect(turns).toBe(5);
});

test('a stretch longer than a month, one that ends before it begins, and a faulty setting are refused', async () => {
  const stage = await makeStage();
  const replays = replaysOf(stage);
  const asked = { watchId: stage.watch.id, ...WEEK, setting: null };
  const refused = (parts: object) =>
    expect(replays.replay({ ...asked, ...parts }, signal)).rejects.toMatchObject({ code: 'bad_request' });
  await refused({ from: NOW - 40 * DAY });
  await refused({ from: NOW });
  const thresholds = { IV: 50, III: 40, II: 70, I: 85 };
  await refused({ setting: { ...DEFAULT_RISK_SETTING, thresholds } });
  await expect(replays.replay({ ...asked, watchId: 99 }, signal)).rejects.toMatchObject({
    code: 'not_found',
  });
});
