import { describe, expect, test } from 'vitest';
import { type AppliedSetting, DEFAULT_RISK_SETTING } from '../../../server/core/risk/risk-setting.ts';
import {
  findPast,
  keenest,
  type Moment,
  OVER_AFTER,
  type ReplayedAlert,
  replay as replayFound,
} from '../../../server/core/situation/replay.ts';
import {
  type FalseAlarm,
  judgeReplay,
  type LabelledCrisis,
} from '../../../server/core/situation/replay-verdict.ts';
import { suggestSetting } from '../../../server/core/situation/suggest-setting.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import nbTail from '../../../server/detectors/nb-tail.ts';
import severity from '../../../server/detectors/severity.ts';
import serviceOutage from '../../../server/playbooks/service-outage.ts';
import { MONDAY, peak, posts, seriesAt } from '../series/make-series.ts';

const rules = { detectors: [nbTail, severity], playbooks: [serviceOutage], watches: 1 };
const START = MONDAY + 35 * DAY;
const NOON = START + 12 * HOUR;
const usual = posts({ rate: 4, seed: 7, from: MONDAY, to: START + 2 * DAY, negativeShare: 0.1 });

/** The end of every hour of two days, with what was known then. */
function days(more: Parameters<typeof seriesAt>[0]): readonly Moment[] {
  const all = [...usual, ...more].sort((a, b) => a.at - b.at);
  return Array.from({ length: 48 }, (_, i) => {
    const at = START + (i + 1) * HOUR - 1;
    return { at, series: seriesAt(all, at + 1, MONDAY), apart: null };
  });
}
const angry = peak(60, NOON + HOUR, 60, true);

/** Where nothing recurs each week. */
const replay = (moments: readonly Moment[], by: typeof rules, wish: AppliedSetting) =>
  replayFound(findPast(moments, by, wish), by, wish);

function setting(parts: Partial<AppliedSetting['sensitivity']>): AppliedSetting {
  return { ...DEFAULT_RISK_SETTING, sensitivity: { ...DEFAULT_RISK_SETTING.sensitivity, ...parts } };
}

describe('a replay', () => {
  test('of quiet days opens nothing', () => {
    expect(replay(days([]), rules, DEFAULT_RISK_SETTING)).toEqual([]);
  });

  test('opens an alert at the end of the hour that is out of the ordinary, and ends it by the clock', () => {
    const [alert, ...others] = replay(days(angry), rules, DEFAULT_RISK_SETTING);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ openedAt: NOON + HOUR - 1 });
    expect(alert?.climb[0]).toEqual({ at: NOON + HOUR - 1, level: alert?.climb[0]?.level });
    expect(alert?.draft.findings.map(({ detector }) => detector)).toContain('nb-tail');
    expect(alert?.closedAt).toBeGreaterThanOrEqual(NOON + HOUR - 1 + OVER_AFTER);
    expect(alert?.closedAt).toBeLessThan(START + 2 * DAY);
  });

  test('under a setting that asks for more opens nothing', () => {
    expect(replay(days(angry), rules, setting({ burstObserved: 500 }))).toEqual([]);
  });

  test('needs no moments at which the keenest setting finds nothing', () => {
    const all = days(angry);
    const { sensitivity } = keenest(DEFAULT_RISK_SETTING);
    const lively = all.filter(({ at, series }) => nbTail.detect({ ...series, sensitivity }, at).length > 0);
    expect(lively.length).toBeLessThan(all.length);
    expect(replay(lively, rules, DEFAULT_RISK_SETTING)).toEqual(replay(all, rules, DEFAULT_RISK_SETTING));
  });

  test('among many watches holds back what one in so many shows by chance', () => {
    const small = days(peak(9, NOON + HOUR, 60, true));
    const thresholds = { ...DEFAULT_RISK_SETTING.thresholds, IV: 10 };
    const keen = { ...setting({ burstScore: 1.5, burstObserved: 3 }), thresholds };
    const alone = replay(small, rules, keen).length;
    expect(alone).toBeGreaterThan(0);
    expect(replay(small, { ...rules, watches: 1_000_000 }, keen).length).toBeLessThan(alone);
  });
});

/** Last seen two hours after it opened. */
const alertAt = (openedAt: Instant, level: ReplayedAlert['level'] = 'III') =>
  ({
    openedAt,
    closedAt: openedAt + 2 * HOUR + OVER_AFTER,
    level,
    climb: [],
    index: 50,
  }) as unknown as ReplayedAlert;
const crisis = (id: number, from: Instant): LabelledCrisis => ({
  id,
  watchId: 1,
  name: `${id}`,
  from,
  to: from + 6 * HOUR,
  by: '李',
  createdAt: 0,
});

describe('the verdict', () => {
  test('tells caught from missed, with the delay and the gravest level', () => {
    const alerts = [alertAt(2 * HOUR, 'IV'), alertAt(5 * HOUR, 'II')];
    const { crises, missed, about } = judgeReplay(alerts, [crisis(1, HOUR), crisis(2, 9 * DAY)], []);
    expect(crises).toMatchObject([
      { alert: 0, delay: HOUR, level: 'II' },
      { alert: null, delay: null, level: null },
    ]);
    expect([missed, about.map(({ kind }) => kind)]).toEqual([1, ['crisis', 'crisis']]);
  });

  test('an alert shortly before people noticed is early, not false', () => {
    const { crises } = judgeReplay([alertAt(10 * HOUR)], [crisis(1, 12 * HOUR)], []);
    expect(crises[0]).toMatchObject({ alert: 0, delay: 0 });
  });

  test('an alert that had fallen silent hours before caught nothing', () => {
    const { crises, about } = judgeReplay([alertAt(10 * HOUR)], [crisis(1, 20 * HOUR)], []);
    expect(crises[0]).toMatchObject({ alert: null, delay: null });
    expect(about).toEqual([{ kind: 'unlabelled' }]);
  });

  test('is none on a crisis that began before the stretch, whose alerts are known all the same', () => {
    const begun = crisis(1, DAY - 2 * HOUR);
    const verdict = judgeReplay([alertAt(DAY + HOUR)], [begun, crisis(2, 3 * DAY)], [], DAY);
    expect(verdict.crises.map((each) => each.crisis.id)).toEqual([2]);
    expect(verdict.about).toEqual([{ kind: 'crisis', crisisId: 1, name: '1' }]);
    expect(verdict).toMatchObject({ missed: 1, unlabelled: 0 });
  });

  test('knows the false alarms of the past from alerts that nobody has labelled', () => {
    const known: FalseAlarm = { alertId: 9, from: DAY, to: DAY + HOUR };
    const verdict = judgeReplay([alertAt(DAY), alertAt(5 * DAY)], [], [known]);
    expect(verdict.about).toEqual([{ kind: 'false-alarm', alertId: 9 }, { kind: 'unlabelled' }]);
    expect(verdict).toMatchObject({ falseAlarms: 1, unlabelled: 1, missed: 0 });
  });

  test('knows one that was closed within its first hour, which a replay sees only at its end', () => {
    const known: FalseAlarm = { alertId: 9, from: DAY - 40 * MINUTE, to: DAY - 20 * MINUTE };
    expect(judgeReplay([alertAt(DAY)], [], [known]).about).toEqual([{ kind: 'false-alarm', alertId: 9 }]);
    expect(judgeReplay([alertAt(DAY + HOUR)], [], [known])).toMatchObject({ unlabelled: 1 });
  });
});

describe('a suggestion', () => {
  const judged = (alerts: (setting: AppliedSetting) => readonly ReplayedAlert[], alarms: FalseAlarm[] = []) =>
    suggestSetting(DEFAULT_RISK_SETTING, async (each) => judgeReplay(alerts(each), [crisis(1, 0)], alarms));

  test('is no keener than it takes not to miss a crisis', async () => {
    const found = await judged(({ sensitivity }) => (sensitivity.burstScore <= 3 ? [alertAt(0)] : []));
    expect(found?.changes).toEqual([{ name: 'burstScore', from: 4, to: 3 }]);
    expect([found?.before.missed, found?.after.missed]).toEqual([1, 0]);
  });

  test('is calmer where people called alerts false, and never at the price of a crisis', async () => {
    const alarm: FalseAlarm = { alertId: 1, from: 3 * DAY, to: 4 * DAY };
    const alerts = ({ thresholds, sensitivity }: AppliedSetting) => [
      ...(sensitivity.burstScore <= 4 ? [alertAt(0)] : []),
      ...(thresholds.IV <= 30 ? [alertAt(3 * DAY)] : []),
    ];
    const found = await judged(alerts, [alarm]);
    expect(found?.setting.thresholds.IV).toBe(35);
    expect(found?.setting.sensitivity.burstScore).toBeLessThanOrEqual(4);
    expect(found?.after).toMatchObject({ missed: 0, falseAlarms: 0 });
  });

  test('turns back what another knob has made needless', async () => {
    const alerts = ({ thresholds, sensitivity }: AppliedSetting) => [
      ...(sensitivity.burstScore <= 3 || thresholds.IV <= 25 ? [alertAt(0)] : []),
      ...(thresholds.IV <= 25 ? [alertAt(5 * DAY)] : []),
    ];
    const crises = [crisis(1, 0), crisis(2, 5 * DAY)];
    const found = await suggestSetting(DEFAULT_RISK_SETTING, async (each) =>
      judgeReplay(alerts(each), crises, []),
    );
    expect(found?.changes).toEqual([{ name: 'threshold', from: 30, to: 25 }]);
    expect(found?.after.missed).toBe(0);
  });

  test('is none where the setting in force makes no mistakes', async () => {
    expect(await judged(() => [alertAt(0)])).toBeNull();
  });
});
