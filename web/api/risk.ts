import type { Level } from '../../server/core/risk/grade.ts';
import type { RiskSetting } from '../../server/core/risk/risk-setting.ts';
import type { AlertScreen, RiskPreview, RiskSettingScreen } from '../../server/core/screens/screens.ts';
import { surely } from '../surely.ts';
import { client, param, take, within } from './client.ts';

export type { Level, RiskInterval } from '../../server/core/risk/grade.ts';
export type { OverrideName } from '../../server/core/risk/override-rules.ts';
export type { Lowerable, RiskSetting } from '../../server/core/risk/risk-setting.ts';
export type { RiskGlance, RiskPreview, RiskSettingScreen } from '../../server/core/screens/screens.ts';

/** Who asks, why, and the version that was on the screen. */
interface Signed {
  readonly by: string;
  readonly note: string;
  readonly seen: number;
}

/** Every request about how a watch's risk is set, and about lowering an alert. */
export const riskApi = {
  screen: (id: number, signal?: AbortSignal): Promise<RiskSettingScreen> =>
    take<RiskSettingScreen>(client.watches[':id']['risk-setting'].$get({ param: param(id) }, within(signal))),
  save: (id: number, setting: RiskSetting, signed: Signed): Promise<RiskSettingScreen> =>
    take<RiskSettingScreen>(
      client.watches[':id']['risk-setting'].$put({ param: param(id), json: { setting, ...signed } }),
    ),
  revert: (id: number, version: number, signed: Signed): Promise<RiskSettingScreen> =>
    take<RiskSettingScreen>(
      client.watches[':id']['risk-setting'].revert.$post({ param: param(id), json: { version, ...signed } }),
    ),
  reset: (id: number, signed: Signed): Promise<RiskSettingScreen> =>
    take<RiskSettingScreen>(
      client.watches[':id']['risk-setting'].reset.$post({ param: param(id), json: signed }),
    ),
  preview: (id: number, setting: RiskSetting, signal?: AbortSignal): Promise<RiskPreview> =>
    take<RiskPreview>(
      client.watches[':id']['risk-setting'].preview.$post(
        { param: param(id), json: { setting } },
        within(signal),
      ),
    ),
  lower: (
    id: number,
    json: { by: string; decision: 'lower' | 'keep'; to: Level | null; note: string },
  ): Promise<AlertScreen> =>
    surely(() => take<AlertScreen>(client.alerts[':id'].lower.$post({ param: param(id), json }))),
};
