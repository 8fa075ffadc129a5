import type { DrillAct } from '../../server/core/drill/drill.ts';
import type { DrillScreen, DrillsScreen } from '../../server/core/screens/drill.ts';
import { client, param, take, within } from './client.ts';

export type { ClaimState, DrillAct, DrillEvent } from '../../server/core/drill/drill.ts';
export type { Ability } from '../../server/core/drill/scenario.ts';
export type { Score, ScoreLine } from '../../server/core/drill/score.ts';
export type { SeenInject } from '../../server/core/drill/team-view.ts';
export type * from '../../server/core/screens/drill.ts';

export type DrillSpeed = 1 | 4 | 12;
export type DrillTurn = 'pause' | 'resume' | 'end';

const one = client.drills[':id'];

/** What goes over the wire can be changed; what the page holds cannot. */
const sent = (act: DrillAct) => (act.kind === 'answer' ? { ...act, options: [...act.options] } : act);

/** Every request about drills; all but the list answer with the drill as it is then. */
export const drillApi = {
  list: (signal?: AbortSignal): Promise<DrillsScreen> =>
    take<DrillsScreen>(client.drills.$get({}, within(signal))),
  screen: (id: number, signal?: AbortSignal): Promise<DrillScreen> =>
    take<DrillScreen>(one.$get({ param: param(id) }, within(signal))),
  start: (json: {
    by: string;
    scenario: string;
    speed: DrillSpeed;
    channelIds: number[];
  }): Promise<DrillScreen> => take<DrillScreen>(client.drills.$post({ json })),
  act: (id: number, json: { by: string; act: DrillAct; anyway: boolean }): Promise<DrillScreen> =>
    take<DrillScreen>(one.acts.$post({ param: param(id), json: { ...json, act: sent(json.act) } })),
  turn: (id: number, turn: DrillTurn, by: string): Promise<DrillScreen> =>
    take<DrillScreen>(one[turn].$post({ param: param(id), json: { by } })),
  remove: (id: number, by: string): Promise<{ ok: boolean }> =>
    take<{ ok: boolean }>(one.remove.$post({ param: param(id), json: { by } })),
};
