import { AppError } from '../../core/errors.ts';
import { type AppliedSetting, DEFAULT_RISK_SETTING, type RiskSetting } from '../../core/risk/risk-setting.ts';
import { demandSetting } from '../../core/risk/risk-setting-check.ts';
import type { Instant } from '../../core/time.ts';
import { getRiskSetting, getSettingVersion, putRiskSetting } from '../../db/alert/risk-settings.ts';
import type { Db } from '../../db/database.ts';
import { requireWatch } from '../../db/watch/watches.ts';

/** What is to become of a watch's setting: a new one, an earlier one again, or the shipped one. */
export type SettingWish =
  | { readonly kind: 'saved'; readonly setting: RiskSetting }
  | { readonly kind: 'reverted'; readonly version: number }
  | { readonly kind: 'reset' };

export interface SetRiskInput {
  readonly watchId: number;
  readonly by: string;
  readonly note: string;
  /** The version that the wish was made on the sight of. */
  readonly seen: number;
  readonly wish: SettingWish;
}

/**
 * Puts another risk setting in force for a watch; the next detection pass grades by it: whoever calls runs
 * one. Every setting stays in the history.
 * @throws AppError('not_found'), AppError('conflict') when somebody changed it meanwhile,
 *   AppError('bad_request') naming every fault of the setting
 */
export async function setRisk(
  deps: { readonly db: Db; readonly now: () => Instant },
  input: SetRiskInput,
): Promise<AppliedSetting> {
  const { watchId, wish } = input;
  return deps.db.transaction().execute(async (tx) => {
    await requireWatch(tx, watchId);
    const current = await getRiskSetting(tx, watchId);
    if (current.version !== input.seen) {
      throw new AppError('conflict', `the setting is now version ${current.version}, not ${input.seen}`, {
        version: current.version,
      });
    }
    const setting = demandSetting(await wished(tx, watchId, wish));
    const note = input.note.trim() || null;
    const change = { watchId, setting, kind: wish.kind, by: input.by, note };
    await putRiskSetting(tx, change, deps.now());
    return getRiskSetting(tx, watchId);
  });
}

async function wished(db: Db, watchId: number, wish: SettingWish): Promise<RiskSetting> {
  if (wish.kind === 'saved') return wish.setting;
  if (wish.kind === 'reverted') return (await getSettingVersion(db, watchId, wish.version)).setting;
  const { version: _, ...shipped } = DEFAULT_RISK_SETTING;
  return shipped;
}
