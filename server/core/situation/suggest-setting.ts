import type { AppliedSetting, RiskSetting } from '../risk/risk-setting.ts';
import { HOUR } from '../time.ts';
import type { Verdict } from './replay-verdict.ts';

/** A setting that would have done better on what people labelled. */
export interface Suggestion {
  readonly setting: RiskSetting;
  /** What is changed, in the order it was found. */
  readonly changes: readonly { readonly name: Knob; readonly from: number; readonly to: number }[];
  /** Of the setting in force and of the suggested one. */
  readonly before: Tally;
  readonly after: Tally;
}

export interface Tally {
  readonly missed: number;
  readonly falseAlarms: number;
  readonly unlabelled: number;
  /** Milliseconds, over the crises that were caught. */
  readonly delay: number;
}

/** What a suggestion may turn; weights and hard conditions are a matter of judgement, not of search. */
export type Knob = 'burstScore' | 'burstObserved' | 'threshold';

const TRIED: Readonly<Record<Knob, readonly number[]>> = {
  burstScore: [2.5, 3, 3.5, 4, 5, 6],
  burstObserved: [3, 5, 8, 12],
  threshold: [20, 25, 30, 35, 40],
};
/**
 * What mistakes cost, in false alarms. A missed crisis is what the product exists to prevent; an alert that nobody
 * labelled is probably, but not surely, false; an hour of delay is worth a little.
 */
const COST = { missed: 6, falseAlarm: 1, unlabelled: 0.5, hour: 0.05 };

/**
 * Searches the setting under which the replay makes the fewest mistakes, one knob after the other and burstScore
 * once more at the end. Of equally good values of a knob the one nearest to the one in force is taken, so that
 * nothing is turned further than it has to be.
 * @param judge the verdict of a replay under a setting; asked some twenty times, one after the other
 * @returns null where the setting in force is the best there is
 */
export async function suggestSetting(
  inForce: AppliedSetting,
  judge: (setting: AppliedSetting) => Promise<Verdict>,
): Promise<Suggestion | null> {
  const first = await judge(inForce);
  let best = { setting: inForce, verdict: first };
  for (const knob of ['burstScore', 'threshold', 'burstObserved', 'burstScore'] as const) {
    const home = knobValue(inForce, knob);
    for (const value of new Set([home, ...TRIED[knob]])) {
      const known = knobValue(best.setting, knob);
      const setting = value === known ? null : turned(best.setting, knob, value);
      if (setting === null) continue;
      const verdict = await judge(setting);
      const gain = costOf(best.verdict) - costOf(verdict);
      // Also turns back what another knob has made needless.
      const nearer = Math.abs(value - home) < Math.abs(known - home);
      if (gain > 1e-9 || (nearer && gain > -1e-9)) best = { setting, verdict };
    }
  }
  if (best.setting === inForce) return null;
  const { version: _, ...setting } = best.setting;
  const changes = (Object.keys(TRIED) as Knob[]).flatMap((name) => {
    const [from, to] = [knobValue(inForce, name), knobValue(setting, name)];
    return from === to ? [] : [{ name, from, to }];
  });
  return { setting, changes, before: tallyOf(first), after: tallyOf(best.verdict) };
}

function knobValue(setting: RiskSetting, knob: Knob): number {
  return knob === 'threshold' ? setting.thresholds.IV : setting.sensitivity[knob];
}

/** Null where the thresholds would no longer ascend. */
function turned(setting: AppliedSetting, knob: Knob, value: number): AppliedSetting | null {
  if (knob !== 'threshold') return { ...setting, sensitivity: { ...setting.sensitivity, [knob]: value } };
  if (value >= setting.thresholds.III) return null;
  return { ...setting, thresholds: { ...setting.thresholds, IV: value } };
}

export function tallyOf({ missed, falseAlarms, unlabelled, crises }: Verdict): Tally {
  return {
    missed,
    falseAlarms,
    unlabelled,
    delay: crises.reduce((sum, { delay }) => sum + (delay ?? 0), 0),
  };
}

function costOf(verdict: Verdict): number {
  const { missed, falseAlarms, unlabelled, delay } = tallyOf(verdict);
  return (
    COST.missed * missed +
    COST.falseAlarm * falseAlarms +
    COST.unlabelled * unlabelled +
    (COST.hour * delay) / HOUR
  );
}
