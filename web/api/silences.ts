import type { SilenceMatcher } from '../../server/core/alert/alert-silence.ts';
import type { SilenceRow } from '../../server/core/screens/screens.ts';
import { keyHeader } from '../repeat-key.ts';
import { surely } from '../surely.ts';
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
  /** @param key the same when it is sent again */
  make: ({ matcher, ...draft }: SilenceDraft, key: string): Promise<SilenceRow> =>
    surely(() =>
      take<SilenceRow>(
        client.silences.$post({ json: { ...draft, matcher: mutable(matcher) } }, keyHeader(key)),
      ),
    ),
  end: (id: number, by: string): Promise<SilenceRow> =>
    surely(() => take<SilenceRow>(client.silences[':id'].end.$post({ param: param(id), json: { by } }))),
};
