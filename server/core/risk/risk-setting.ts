import type { Instant } from '../time.ts';
import type { Level, RiskComponents } from './grade.ts';
import { OVERRIDE_NAMES, OVERRIDE_RULES, type OverrideName } from './override-rules.ts';
import { DEFAULT_SENSITIVITY, type Sensitivity } from './sensitivity.ts';

export const COMPONENTS = ['B', 'N', 'V', 'R', 'S', 'A'] as const satisfies readonly (keyof RiskComponents)[];

export interface OverrideSetting {
  readonly on: boolean;
  readonly limit: number | null;
}

/** Levels that an alert can be lowered from; from the lowest one it is closed. */
export const LOWERABLE = ['IV', 'III', 'II', 'I'] as const satisfies readonly Level[];
export type Lowerable = (typeof LOWERABLE)[number];

export interface Hysteresis {
  /** Points below a level's threshold that the index has to fall before the level counts as left; of the lowest none. */
  readonly margin: number;
  /** Minutes for which it has to stay left before lowering is proposed, of IV closing; see `lowering.ts`. */
  readonly holdMinutes: Readonly<Record<Lowerable, number>>;
}

/** How one watch's risk is weighed and graded. */
export interface RiskSetting {
  /** Share of each component in the index; together 1. */
  readonly weights: RiskComponents;
  /** Index from which each level begins, ascending from IV to I. */
  readonly thresholds: Readonly<Record<Level, number>>;
  readonly overrides: Readonly<Record<OverrideName, OverrideSetting>>;
  readonly sensitivity: Sensitivity;
  readonly hysteresis: Hysteresis;
}

/** A setting that is in force; version 0 is the one shipped. */
export interface AppliedSetting extends RiskSetting {
  readonly version: number;
}

/** One line of a watch's history of settings. */
export interface SettingVersion {
  readonly version: number;
  readonly at: Instant;
  readonly by: string;
  readonly kind: 'saved' | 'reverted' | 'reset';
  readonly note: string | null;
  readonly setting: RiskSetting;
}

const shippedOverrides = Object.fromEntries(
  OVERRIDE_NAMES.map((name) => [name, { on: true, limit: OVERRIDE_RULES[name].limit }]),
) as Record<OverrideName, OverrideSetting>;

/**
 * As shipped. Weights and thresholds are those of the project's reference model; the margin of five
 * points is its rule for lowering, the hold times grow with the level. A whole day without any level makes an end.
 */
export const DEFAULT_RISK_SETTING: AppliedSetting = {
  version: 0,
  weights: { B: 0.2, N: 0.2, V: 0.15, R: 0.15, S: 0.2, A: 0.1 },
  thresholds: { IV: 30, III: 50, II: 70, I: 85 },
  overrides: shippedOverrides,
  sensitivity: DEFAULT_SENSITIVITY,
  hysteresis: { margin: 5, holdMinutes: { IV: 1_440, III: 60, II: 120, I: 240 } },
};
