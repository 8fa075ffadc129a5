import type { SilenceMatcher } from '../../server/core/alert/alert-silence.ts';
import type { SilenceRow } from '../../server/core/screens/screens.ts';
import { client, param, take, within } from './client.ts';

export type { SilenceMatcher } from '../../server/core/alert/alert-silence.ts';
export type { QuietHours } from '../../server/core/alert/quiet-hours.ts';

export interface SilenceDraft {
  readonly matcher: SilenceMatcher;
  /** Now if not given. */
  readonly from?: number;
  readonly until: number;
  readonly by: string;
  readonly reason: string;
}

const mutable = ({ watchIds, storyIds, maxLevel }: SilenceMatcher) => ({
  ...(watchIds ? { watchIds: [...watchIds] } : {}),
  ...(storyIds ? { storyIds: [...storyIds] } : {}),
  ...(maxLevel ? { maxLevel } : {}),
});

/** Every request about silences. */
export const silenceApi = {
  list: (signal?: AbortSignal): Promise<readonly SilenceRow[]> =>
    take<readonly SilenceRow[]>(client.silences.$get({}, within(signal))),
  make: ({ matcher, ...draft }: SilenceDraft): Promise<SilenceRow> =>
    take<SilenceRow>(client.silences.$post({ json: { ...draft, matcher: mutable(matcher) } })),
  end: (id: number, by: string): Promise<SilenceRow> =>
    take<SilenceRow>(client.silences[':id'].end.$post({ param: param(id), json: { by } })),
};
