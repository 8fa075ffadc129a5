import type { ReplayScreen } from '../../server/core/screens/screens.ts';
import type { LabelledCrisis } from '../../server/core/situation/replay-verdict.ts';
import type { Suggestion } from '../../server/core/situation/suggest-setting.ts';
import { client, done, param, take, within } from './client.ts';
import type { RiskSetting } from './risk.ts';

export type { ReplayRow, ReplayScreen } from '../../server/core/screens/screens.ts';
export type { CrisisVerdict, LabelledCrisis } from '../../server/core/situation/replay-verdict.ts';
export type { Suggestion } from '../../server/core/situation/suggest-setting.ts';

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Every request about a replay of the past and its labels. */
export const replayApi = {
  /** @param setting null: the one in force */
  replay: (
    id: number,
    asked: Stretch & { readonly setting: RiskSetting | null },
    signal?: AbortSignal,
  ): Promise<ReplayScreen> =>
    take<ReplayScreen>(client.watches[':id'].replay.$post({ param: param(id), json: asked }, within(signal))),
  suggest: (id: number, asked: Stretch): Promise<{ suggestion: Suggestion | null }> =>
    take<{ suggestion: Suggestion | null }>(
      client.watches[':id'].replay.suggest.$post({ param: param(id), json: asked }),
    ),
  label: (
    id: number,
    json: Stretch & { readonly name: string; readonly by: string },
  ): Promise<LabelledCrisis> =>
    take<LabelledCrisis>(client.watches[':id'].crises.$post({ param: param(id), json })),
  unlabel: (id: number, crisis: number, by: string): Promise<void> =>
    done(
      client.watches[':id'].crises[':crisis'].remove.$post({
        param: { ...param(id), crisis: String(crisis) },
        json: { by },
      }),
    ),
};
