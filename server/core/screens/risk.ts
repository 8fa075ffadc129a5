import type { Level, Risk } from '../risk/grade.ts';
import type { AppliedSetting, RiskSetting, SettingVersion } from '../risk/risk-setting.ts';
import type { Instant } from '../time.ts';

/** The tab of a watch where its risk is set. */
export interface RiskSettingScreen {
  readonly watchId: number;
  /** In force now; version 0 is the shipped one. */
  readonly setting: AppliedSetting;
  readonly shipped: RiskSetting;
  /** Newest first. */
  readonly history: readonly SettingVersion[];
}

/** How a watch stands under one setting. */
export interface RiskGlance {
  readonly risk: Risk;
  /** The level of the alert that would be open; null: none would. */
  readonly alert: Level | null;
  readonly findings: readonly {
    readonly detector: string;
    readonly key: string;
    readonly observed: number;
  }[];
}

export interface RiskPreview {
  readonly at: Instant;
  readonly saved: RiskGlance;
  readonly draft: RiskGlance;
}
