import { describe, expect, test } from 'vitest';
import type { Detector } from '../../../server/core/finding/finding.ts';
import { DEFAULT_RISK_SETTING, type RiskSetting } from '../../../server/core/risk/risk-setting.ts';
import { listChanges } from '../../../server/db/alert/alert-changes.ts';
import { getRiskSetting, listSettingVersions } from '../../../server/db/alert/risk-settings.ts';
import { listSituations } from '../../../server/db/alert/situations.ts';
import { deleteWatch } from '../../../server/db/watch/watches.ts';
import { detect } from '../../../server/flows/detect/detect.ts';
import { previewRisk } from '../../../server/flows/detect/preview-risk.ts';
import { type SettingWish, setRisk } from '../../../server/flows/detect/set-risk.ts';
import { makeFinding } from '../../core/alert/make-alert.ts';
import { NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { makeStage, voices } from '../alert/alert-stage.ts';

const { version: _, ...shipped } = DEFAULT_RISK_SETTING;
const thresholds = { IV: 5, III: 10, II: 15, I: 95 };
const keen: RiskSetting = { ...shipped, thresholds };

async function set() {
  const stage = await makeStage();
  const { db, watch } = stage;
  const deps = { db, now: () => stage.at };
  const wish = (seen: number, what: SettingWish, by = '王敏') =>
    setRisk(deps, { watchId: watch.id, by, note: '', seen, wish: what });
  return { stage, db, watch, wish };
}

describe('a watch’s risk setting', () => {
  test('is the shipped one until somebody sets another', async () => {
    const { db, watch, wish } = await set();
    expect(await getRiskSetting(db, watch.id)).toEqual(DEFAULT_RISK_SETTING);
    expect(await wish(0, { kind: 'saved', setting: keen })).toEqual({ ...keen, version: 1 });
    expect(await getRiskSetting(db, watch.id)).toMatchObject({ version: 1, thresholds });
  });

  test('grades the next pass, which keeps the version it was graded by', async () => {
    const { stage, db, wish } = await set();
    await stage.store(voices(3, '小区停暖了', NOW));
    expect((await stage.look()).changes).toEqual([]);
    const eager = { ...keen, sensitivity: { ...keen.sensitivity, severityAuthors: { outage: 3 } } };
    await wish(0, { kind: 'saved', setting: eager });
    const [opened] = (await stage.look()).changes;
    expect(opened).toMatchObject({ change: 'opened', level: 'II' });
    const [change] = await listChanges(db, opened!.alertId);
    expect(change?.inputs.risk).toMatchObject({ setting: 1, weights: keen.weights, thresholds });
    expect((await listSituations(db))[0]?.risk.setting).toBe(1);
  });

  test('what changed stays in the history and can be had again; reset follows what is shipped', async () => {
    const { db, watch, wish } = await set();
    await wish(0, { kind: 'saved', setting: keen });
    await wish(1, { kind: 'saved', setting: { ...keen, thresholds: { ...thresholds, I: 90 } } }, '李强');
    const back = await wish(2, { kind: 'reverted', version: 1 });
    expect(back).toMatchObject({ version: 3, thresholds });
    expect(await wish(3, { kind: 'reset' })).toEqual(DEFAULT_RISK_SETTING);
    const history = await listSettingVersions(db, watch.id, 10);
    expect(history.map(({ version, kind, by }) => [version, kind, by])).toEqual([
      [4, 'reset', '王敏'],
      [3, 'reverted', '王敏'],
      [2, 'saved', '李强'],
      [1, 'saved', '王敏'],
    ]);
    expect(await wish(0, { kind: 'reverted', version: 2 })).toMatchObject({ version: 5 });
  });

  test('two people at once: the second is told, and nothing of hers is half kept', async () => {
    const { db, watch, wish } = await set();
    await wish(0, { kind: 'saved', setting: keen });
    await expect(wish(0, { kind: 'reset' })).rejects.toMatchObject({
      code: 'conflict',
      details: { version: 1 },
    });
    const bad = { ...keen, thresholds: { IV: 60, III: 50, II: 70, I: 85 } };
    await expect(wish(1, { kind: 'saved', setting: bad })).rejects.toMatchObject({
      code: 'bad_request',
      details: { settingFaults: ['thresholds_order'] },
    });
    await expect(wish(1, { kind: 'reverted', version: 9 })).rejects.toMatchObject({ code: 'not_found' });
    expect(await listSettingVersions(db, watch.id, 10)).toHaveLength(1);
  });

  test('goes with its watch', async () => {
    const { db, watch, wish } = await set();
    await wish(0, { kind: 'saved', setting: keen });
    await deleteWatch(db, watch.id);
    expect(await listSettingVersions(db, watch.id, 10)).toEqual([]);
    await expect(wish(0, { kind: 'reset' })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a preview says what now would be, and stores nothing', async () => {
    const { stage, db, watch } = await set();
    await stage.store(voices(12, '小区停暖了', NOW));
    const setting = { ...keen, sensitivity: { ...keen.sensitivity, severityAuthors: { outage: 20 } } };
    const { saved, draft } = await previewRisk(stage.deps, { watchId: watch.id, setting });
    const outage = ({ key }: { key: string }) => key === 'sev.outage';
    expect([saved.findings.some(outage), draft.findings.some(outage)]).toEqual([true, false]);
    expect(saved.risk.index).toBe(draft.risk.index);
    expect([saved.risk.thresholds?.IV, draft.risk.thresholds?.IV]).toEqual([30, 5]);
    expect(draft.risk.interval?.hi).toBeGreaterThanOrEqual(draft.risk.index);
    expect(await listSituations(db)).toEqual([]);
    const index = saved.risk.index;
    const heavier = { ...shipped, weights: { B: 0, N: 1, V: 0, R: 0, S: 0, A: 0 } };
    const other = await previewRisk(stage.deps, { watchId: watch.id, setting: heavier });
    expect(other.draft.risk.index).toBeCloseTo(100 * other.draft.risk.components.N);
    expect(other.saved.risk.index).toBe(index);
  });

  test('a preview holds back what chance explains among all watches, as a pass does', async () => {
    const { stage, db, watch } = await set();
    const rare: Detector = {
      name: 'rare',
      lookback: 1,
      tests: 1,
      detect: ({ watchId }, at) =>
        watchId === watch.id ? [makeFinding({ detector: 'rare', watchId, at, score: 2 })] : [],
    };
    const deps = { ...stage.deps, detectors: [...stage.deps.detectors, rare] };
    const alone = { ...deps, detectors: [rare] };
    const glance = async (of: typeof deps) =>
      (await previewRisk(of, { watchId: watch.id, setting: shipped })).saved;
    expect((await glance(alone)).findings).toMatchObject([{ detector: 'rare' }]);
    for (let n = 1; n < 6; n++) await makeWatch(db, { name: `第 ${n} 个` });
    expect((await glance(alone)).findings).toEqual([]);
    // What the open alert says already stays.
    await stage.store(voices(12, '小区停暖了', NOW));
    await detect({ ...deps, falseShare: 1 }, { watchIds: [watch.id] });
    expect((await glance(deps)).findings).toContainEqual(expect.objectContaining({ detector: 'rare' }));
  });
});
