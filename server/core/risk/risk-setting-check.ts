import { AppError } from '../errors.ts';
import { LEVELS, type RiskComponents } from './grade.ts';
import { OVERRIDE_NAMES, OVERRIDE_RULES } from './override-rules.ts';
import { COMPONENTS, type RiskSetting } from './risk-setting.ts';

export type SettingFault =
  | 'weights_sum'
  | 'weights_range'
  | 'thresholds_order'
  | 'override_limit'
  | 'margin_too_wide';

/** What a sum may miss 1 by: six numbers rounded to whole per cent. */
const ROUNDING = 0.03;

/** All that is wrong with a setting, by code; empty when it can be used. Shapes are checked at the edge. */
export function settingFaults(setting: RiskSetting): readonly SettingFault[] {
  const faults: SettingFault[] = [];
  const weights = COMPONENTS.map((name) => setting.weights[name]);
  if (weights.some((weight) => !(weight >= 0 && weight <= 1))) faults.push('weights_range');
  if (!(Math.abs(sumOf(setting.weights) - 1) <= ROUNDING)) faults.push('weights_sum');
  const bounds = [0, ...LEVELS.map((level) => setting.thresholds[level]), 100];
  const ascending = bounds.every((bound, i) => {
    const before = bounds[i - 1];
    // The last one may stand at the very top of the scale.
    return before === undefined || (i === bounds.length - 1 ? bound >= before : bound > before);
  });
  if (!ascending) faults.push('thresholds_order');
  const limits = OVERRIDE_NAMES.every((name) => {
    const { limit } = setting.overrides[name];
    return OVERRIDE_RULES[name].limit === null ? limit === null : limit !== null && limit >= 1;
  });
  if (!limits) faults.push('override_limit');
  // The lowest level must be leavable: an index is never below 0.
  if (setting.hysteresis.margin >= setting.thresholds.III) faults.push('margin_too_wide');
  return faults;
}

/**
 * The setting as it is stored: weights that miss 1 by no more than rounding are stretched to 1 exactly.
 * @throws AppError('bad_request') naming every fault
 */
export function demandSetting(setting: RiskSetting): RiskSetting {
  const codes = settingFaults(setting);
  if (codes.length > 0) {
    const words = codes.map((code) => `${code}: ${WORDS[code]}`).join('; ');
    throw new AppError('bad_request', words, { settingFaults: codes });
  }
  return { ...setting, weights: normaliseWeights(setting.weights) };
}

const WORDS: Readonly<Record<SettingFault, string>> = {
  weights_sum: 'the six weights must add up to 1',
  weights_range: 'every weight lies between 0 and 1',
  thresholds_order: 'thresholds rise from IV to I, between 0 and 100',
  override_limit: 'a limit is a number from 1, and only where there is something to count',
  margin_too_wide: 'the margin must be smaller than the threshold of level III',
};

/** The same proportions, adding up to 1; equal shares when there are none. */
export function normaliseWeights(weights: RiskComponents): RiskComponents {
  const sum = sumOf(weights);
  // What adds up but for the last digits stays as somebody typed it.
  if (Math.abs(sum - 1) < 1e-9) return weights;
  const share = (name: keyof RiskComponents): number => (sum > 0 ? weights[name] / sum : 1 / 6);
  return { B: share('B'), N: share('N'), V: share('V'), R: share('R'), S: share('S'), A: share('A') };
}

function sumOf(weights: RiskComponents): number {
  return COMPONENTS.reduce((sum, name) => sum + weights[name], 0);
}
