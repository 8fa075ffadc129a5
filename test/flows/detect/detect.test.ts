import { describe, expect, test } from 'vitest';
import type { Detector } from '../../../server/core/finding/finding.ts';
import type { Playbook } from '../../../server/core/playbook/playbook.ts';
import { rankOf } from '../../../server/core/risk/grade.ts';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getAlert, listOpenAlerts } from '../../../server/db/alert/alerts.ts';
import { listSituations } from '../../../server/db/alert/situations.ts';
import { listDeliveries } from '../../../server/db/channel/deliveries.ts';
import type { Db } from '../../../server/db/database.ts';
import { acknowledge } from '../../../server/flows/alert/acknowledge.ts';
import { closeAlert } from '../../../server/flows/alert/close-alert.ts';
import { recordFacts } from '../../../server/flows/alert/record-facts.ts';
import { detect } from '../../../server/flows/detect/detect.ts';
import foodSafety from '../../../server/playbooks/food-safety.ts';
import { makeFinding } from '../../core/alert/make-alert.ts';
import { NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { makeStage, quietWeeks, voices } from '../alert/alert-stage.ts';

async function everything(stage: Awaited<ReturnType<typeof makeStage>>) {
  const { db } = stage;
  return {
    alerts: await db.selectFrom('alert').selectAll().orderBy('id').execute(),
    changes: await db.selectFrom('alert_change').selectAll().orderBy('id').execute(),
    deliveries: await db.selectFrom('delivery').selectAll().orderBy('id').execute(),
  };
}

describe('raising', () => {
  test('a crisis opens one alert with everything that led to it', async () => {
    const stage = await makeStage();
    await stage.channel();
    await stage.store(quietWeeks(NOW));
    expect((await stage.look()).changes).toEqual([]);
    await stage.store(voices(30, '小区停暖了', NOW));
    const { changes, waiting } = await stage.look();
    expect(changes).toMatchObject([{ watchId: stage.watch.id, change: 'opened', at: NOW }]);
    expect(waiting).toBe(1);
    const [alert] = await listOpenAlerts(stage.db);
    expect(alert).toMatchObject({ status: 'open', openedAt: NOW, level: changes[0]?.level });
    expect(alert?.examples.length).toBeGreaterThan(0);
    expect(alert?.playbooks).toContain('PB03');
    const [opened] = await listChanges(stage.db, alert!.id);
    expect(opened?.inputs.findings?.map((finding) => finding.detector)).toContain('severity');
    expect(opened?.inputs.metrics?.['sev.outage.authors_24h']).toBe(30);
    expect(opened?.inputs.risk?.index).toBeGreaterThan(30);
  });

  test('looking again changes nothing but the time of the look', async () => {
    const stage = await makeStage();
    await stage.channel();
    await stage.store(voices(12, '小区停暖了', NOW));
    await stage.look();
    const before = await everything(stage);
    expect(before.alerts).toHaveLength(1);
    expect(await stage.look()).toEqual({ changes: [], waiting: 0, held: [] });
    stage.at = NOW + 1_000;
    expect(await stage.look()).toEqual({ changes: [], waiting: 0, held: [] });
    expect(await everything(stage)).toEqual(before);
    expect((await listSituations(stage.db))[0]?.at).toBe(NOW + 1_000);
  });

  test('a graver level is told again, more of the same is not', async () => {
    const stage = await makeStage();
    const channel = await stage.channel();
    await stage.store(voices(8, '小区停暖了', NOW));
    const [opened] = (await stage.look()).changes;
    stage.at = NOW + 5 * MINUTE;
    await stage.store(voices(1, '小区又停暖了', stage.at));
    expect((await stage.look()).changes).toEqual([]);
    stage.at = NOW + 10 * MINUTE;
    await stage.store(voices(20, '暖气停暖,还有人中毒', stage.at));
    const [raised] = (await stage.look()).changes;
    expect(raised).toMatchObject({ alertId: opened?.alertId, change: 'raised', at: stage.at });
    expect(raised?.level).not.toBe(opened?.level);
    const deliveries = await listDeliveries(stage.db, opened!.alertId);
    expect(deliveries.map(({ channelId, status }) => [channelId, status])).toEqual([
      [channel.id, 'waiting'],
      [channel.id, 'waiting'],
    ]);
  });

  test('only the watches asked for are looked at', async () => {
    const stage = await makeStage();
    await stage.store(voices(12, '小区停暖了', NOW));
    expect(await detect(stage.deps, { watchIds: [] })).toEqual({ changes: [], waiting: 0, held: [] });
    expect((await detect(stage.deps, { watchIds: [stage.watch.id] })).changes).toHaveLength(1);
  });

  test('a situation is kept for a quiet watch too', async () => {
    const stage = await makeStage();
    await stage.look();
    expect(await listSituations(stage.db)).toMatchObject([
      { watchId: stage.watch.id, at: NOW, risk: { level: null } },
    ]);
  });

  test('a detector that fails on one watch does not keep the others from their turn', async () => {
    const stage = await makeStage();
    await stage.store(voices(12, '小区停暖了', NOW));
    const broken = await makeWatch(stage.db, { name: '另一个' });
    const failing = {
      name: 'failing',
      lookback: 1,
      detect: ({ watchId }: { watchId: number }) => {
        if (watchId === broken.id) throw new Error('broken detector');
        return [];
      },
    };
    const deps = { ...stage.deps, detectors: [...stage.deps.detectors, failing] };
    await expect(detect(deps, { watchIds: null })).rejects.toThrow('broken detector');
    expect(await listOpenAlerts(stage.db)).toHaveLength(1);
  });
});

describe('what does not ring says why', () => {
  test('a channel for graver levels holds a mild alert', async () => {
    const stage = await makeStage();
    await stage.channel({ minLevel: 'I' });
    await stage.store(voices(8, '小区停暖了', NOW));
    const { changes, waiting } = await stage.look();
    expect(waiting).toBe(0);
    const deliveries = await listDeliveries(stage.db, changes[0]!.alertId);
    expect(deliveries).toMatchObject([{ status: 'held', reason: 'below-channel-level', attempts: 0 }]);
  });

  test('a channel that is switched off is not asked at all', async () => {
    const stage = await makeStage();
    await stage.channel({ active: false });
    await stage.store(voices(8, '小区停暖了', NOW));
    const { changes } = await stage.look();
    expect(await listDeliveries(stage.db, changes[0]!.alertId)).toEqual([]);
  });

  test('who is at work on an alert is told of trouble of another kind with lives at stake', async () => {
    const poisoning: Playbook = {
      ...foodSafety,
      triggers: { m: 'sev.food_poisoning.authors_24h', op: '>=', v: 1 },
      levelRules: {},
    };
    const stage = await makeStage({ cooldown: 0, playbooks: [poisoning] });
    await stage.channel();
    await stage.store(voices(8, '小区停暖了', NOW));
    const [opened] = (await stage.look()).changes;
    await acknowledge({ db: stage.db, now: () => stage.at }, { alertId: opened!.alertId, by: '王' });
    await stage.store(voices(1, '暖气房里有人中毒', NOW));
    expect((await stage.look()).changes).toMatchObject([{ change: 'graver', level: opened?.level }]);
    const deliveries = await listDeliveries(stage.db, opened!.alertId);
    expect(deliveries.map(({ status, reason }) => [status, reason])).toEqual([
      ['waiting', null],
      ['waiting', null],
    ]);
  });

  test('a second alert of the same level right after the first is held by the pause between two', async () => {
    const stage = await makeStage({ cooldown: 12 * HOUR });
    await stage.channel();
    await stage.store(voices(8, '小区停暖了', NOW));
    const [first] = (await stage.look()).changes;
    const deps = { db: stage.db, now: () => stage.at };
    await closeAlert(deps, { alertId: first!.alertId, by: '王', verdict: 'closed', note: '' });
    stage.at = NOW + 7 * HOUR;
    await stage.store(voices(9, '隔壁小区停暖了', stage.at));
    const [second] = (await stage.look()).changes;
    expect(second).toMatchObject({ change: 'opened', level: first?.level });
    const deliveries = await listDeliveries(stage.db, second!.alertId);
    expect(deliveries).toMatchObject([{ status: 'held', reason: 'cooldown' }]);
  });
});

describe('what people decide', () => {
  test('what they verified raises the level at the next look', async () => {
    const stage = await makeStage();
    await stage.store(voices(8, '小区停暖了', NOW));
    const [opened] = (await stage.look()).changes;
    const deps = { db: stage.db, now: () => stage.at };
    await recordFacts(deps, { alertId: opened!.alertId, by: '王', records: { dead: 1 } });
    expect((await stage.look()).changes).toMatchObject([{ change: 'raised', level: 'I' }]);
    expect((await getAlert(stage.db, opened!.alertId))?.metrics['record.dead']).toBe(1);
  });

  test('an acknowledged alert stays acknowledged while its numbers move', async () => {
    const stage = await makeStage();
    await stage.store(voices(8, '小区停暖了', NOW));
    const [opened] = (await stage.look()).changes;
    await acknowledge({ db: stage.db, now: () => stage.at }, { alertId: opened!.alertId, by: '王' });
    await stage.store(voices(1, '又停暖了', NOW));
    expect((await stage.look()).changes).toEqual([]);
    expect(await getAlert(stage.db, opened!.alertId)).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: '王',
    });
  });

  test('a closed alert is not opened again by what it already settled, but by what comes later', async () => {
    const stage = await makeStage();
    await stage.store(quietWeeks(NOW));
    await stage.store(voices(8, '小区停暖了', NOW));
    const [opened] = (await stage.look()).changes;
    const deps = { db: stage.db, now: () => stage.at };
    await closeAlert(deps, { alertId: opened!.alertId, by: '王', verdict: 'false_alarm', note: '演练' });
    expect((await stage.look()).changes).toEqual([]);
    stage.at = NOW + 2 * DAY;
    await stage.store(voices(8, '小区再次停暖了', stage.at));
    const [again] = (await stage.look()).changes;
    expect(again).toMatchObject({ change: 'opened' });
    expect(again?.alertId).not.toBe(opened?.alertId);
  });
});

describe('after an alert was closed', () => {
  const closedStage = async (verdict: 'closed' | 'false_alarm', text: string) => {
    const stage = await makeStage();
    await stage.channel();
    await stage.store(quietWeeks(NOW));
    await stage.store(voices(14, text, NOW));
    const [opened] = (await stage.look()).changes;
    stage.at = NOW + 5 * MINUTE;
    const closing = { alertId: opened!.alertId, by: '张三', verdict, note: '已恢复' };
    await closeAlert({ db: stage.db, now: () => stage.at }, closing);
    stage.at = NOW + 15 * MINUTE;
    return { stage, opened };
  };

  test('a single death opens a new one and rings at once, though the level is no higher', async () => {
    const { stage, opened } = await closedStage('closed', '小区停暖了');
    await stage.store(voices(1, '停暖后邻居老人去世', stage.at));
    const [again] = (await stage.look()).changes;
    expect(again).toMatchObject({ change: 'opened' });
    expect(rankOf(again!.level)).toBeLessThanOrEqual(rankOf(opened!.level));
    const deliveries = await listDeliveries(stage.db, again!.alertId);
    expect(deliveries).toMatchObject([{ status: 'waiting', reason: null }]);
  });

  test('the same claim stays settled by a false alarm, though more people make it', async () => {
    const { stage } = await closedStage('false_alarm', '停暖后邻居老人去世');
    await stage.store(voices(3, '又说停暖后老人去世', stage.at));
    expect((await stage.look()).changes).toEqual([]);
  });
});

describe('among many watches', () => {
  /** Finds the same in one watch at every look: what would come once in ten thousand by chance. */
  const steady = (watchId: number, score = 4): Detector => ({
    name: 'steady',
    lookback: 1,
    tests: 1,
    detect: (series, now) =>
      series.watchId === watchId ? [makeFinding({ detector: 'steady', watchId, at: now, score })] : [],
  });
  const withWatches = async (count: number) => {
    const stage = await makeStage();
    for (let n = 1; n < count; n++) await makeWatch(stage.db, { name: `第 ${n} 个`, active: n % 2 === 1 });
    const deps = { ...stage.deps, detectors: [steady(stage.watch.id)], falseShare: 0.001 };
    return { ...stage, deps };
  };
  const heldIn = async (db: Db) =>
    (await listSituations(db)).flatMap(({ held }) => held.map(({ finding }) => finding.detector));

  test('one alone keeps its findings', async () => {
    const { db, deps } = await withWatches(1);
    expect((await detect(deps, { watchIds: null })).held).toEqual([]);
    expect((await listSituations(db))[0]?.metrics.burst_s).toBe(4);
  });

  test('what chance explains among all of them is held, said, and kept with the situation', async () => {
    const { db, deps, watch } = await withWatches(41);
    const { held } = await detect(deps, { watchIds: null });
    // Twenty-one are active; paused ones make no tests.
    const asked = { tests: 21, leastScore: expect.closeTo(Math.log10(21_000), 6) };
    expect(held).toMatchObject([{ reason: 'false-discovery', ...asked, finding: { watchId: watch.id } }]);
    expect(await heldIn(db)).toEqual(['steady']);
    expect((await listSituations(db))[0]?.metrics.burst_s ?? 0).toBeLessThan(4);
    expect((await listSituations(db))[0]?.risk).not.toHaveProperty('held');
  });

  test('a look at one of them still counts the tests of all', async () => {
    const { deps, watch } = await withWatches(41);
    expect((await detect(deps, { watchIds: [watch.id] })).held).toMatchObject([{ tests: 21 }]);
  });

  test('it passes among others that are surer, and is no longer kept as held', async () => {
    const { db, deps, watch } = await withWatches(41);
    await detect(deps, { watchIds: null });
    const others = [watch.id + 1, watch.id + 3].map((id) => steady(id, 30));
    const detectors = [...deps.detectors, ...others.map((each) => ({ ...each, tests: 0 }))];
    expect((await detect({ ...deps, detectors }, { watchIds: null })).held).toEqual([]);
    expect(await heldIn(db)).toEqual([]);
  });

  test('rules and severe claims are never held', async () => {
    const { db, deps, store } = await withWatches(41);
    const detectors = (await makeStage()).deps.detectors;
    await store(voices(12, '小区停暖了', NOW));
    const { changes } = await detect({ ...deps, detectors, falseShare: 1e-12 }, { watchIds: null });
    expect(changes.map(({ change }) => change)).toContain('opened');
    expect((await listOpenAlerts(db))[0]?.findings.map((f) => f.detector)).toContain('severity');
  });

  test('what an open alert says is not taken back', async () => {
    const { db, deps, store } = await withWatches(41);
    await store(voices(12, '小区停暖了', NOW));
    const { detectors } = (await makeStage()).deps;
    const both = { ...deps, detectors: [...deps.detectors, ...detectors] };
    await detect({ ...both, falseShare: 1 }, { watchIds: null });
    const said = () => listOpenAlerts(db).then(([alert]) => alert?.findings.map((f) => f.detector));
    expect(await said()).toContain('steady');
    expect((await detect(both, { watchIds: null })).held).toEqual([]);
    expect(await said()).toContain('steady');
  });
});
