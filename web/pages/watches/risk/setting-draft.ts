import type { OverrideName, RiskSetting } from '../../../api/risk.ts';

type Loose<T> = T extends object ? { -readonly [K in keyof T]: Loose<T[K]> } : T;

/** A setting that a form may change. */
export type SettingDraft = Loose<Omit<RiskSetting, 'overrides'>> & {
  /** `limit`: null where the condition has none, undefined while its number is cleared. */
  overrides: Record<OverrideName, { on: boolean; limit: number | null | undefined }>;
};

/** A copy to work on; weights in thousandths, so that sliders find their place. */
export function draftOf(setting: RiskSetting): SettingDraft {
  const { weights, thresholds, overrides, sensitivity, hysteresis } = structuredClone(
    setting,
  ) as SettingDraft;
  for (const name of Object.keys(weights) as (keyof typeof weights)[]) {
    weights[name] = Math.round(weights[name] * 1_000) / 1_000;
  }
  return { weights, thresholds, overrides, sensitivity, hysteresis };
}

/** What the form says, as it is sent: a number that was cleared is sent as the least there can be. */
export function settingOf(draft: SettingDraft): RiskSetting {
  const overrides = Object.fromEntries(
    Object.entries(draft.overrides).map(([name, { on, limit }]) => [
      name,
      { on, limit: limit === undefined ? 1 : limit },
    ]),
  ) as RiskSetting['overrides'];
  return { ...draft, overrides };
}

/**
 * What a preview is asked for: weights stretched to 1, for they are off while one of them is being moved. Null while
 * thresholds are out of order: no level can be computed.
 */
export function previewOf(setting: RiskSetting): RiskSetting | null {
  const { IV, III, II, I } = setting.thresholds;
  const sum = sumOf(setting);
  const ordered = IV < III && III < II && II < I && setting.hysteresis.margin < III;
  if (!ordered || sum === 0) return null;
  const weights = Object.fromEntries(
    Object.entries(setting.weights).map(([name, weight]) => [name, weight / sum]),
  ) as unknown as RiskSetting['weights'];
  return { ...setting, weights };
}

/** Whether the server would take it. */
export function isWhole(setting: RiskSetting): boolean {
  return previewOf(setting) !== null && Math.abs(sumOf(setting) - 1) <= 0.03;
}

function sumOf(setting: RiskSetting): number {
  return Object.values(setting.weights).reduce((total, weight) => total + weight, 0);
}
