import { type AlertSilence, checkedSilence, type SilenceDraft } from '../../core/alert/alert-silence.ts';
import { AppError, notFound } from '../../core/errors.ts';
import type { Instant } from '../../core/time.ts';
import { endSilence, findSilence, insertSilence } from '../../db/channel/silences.ts';
import type { Db, Tx } from '../../db/database.ts';
import { findStory } from '../../db/story/stories.ts';
import { getWatch } from '../../db/watch/watches.ts';

interface Deps {
  readonly db: Db;
  readonly now: () => Instant;
}

/**
 * Somebody silences alerts for a time.
 * @throws AppError('bad_request') with the `field` that is wrong, also for a watch or story that does not exist
 */
export function silenceAlerts(deps: Deps, draft: SilenceDraft): Promise<AlertSilence> {
  return deps.db.transaction().execute(async (tx) => {
    const now = deps.now();
    const silence = checkedSilence(draft, now);
    await demandMatched(tx, silence.matcher);
    return insertSilence(tx, silence, now);
  });
}

async function demandMatched(
  tx: Tx,
  { watchIds = [], storyIds = [] }: SilenceDraft['matcher'],
): Promise<void> {
  for (const id of watchIds) {
    if ((await getWatch(tx, id)) !== null) continue;
    throw new AppError('bad_request', `there is no watch ${id}`, { field: 'watchIds' });
  }
  for (const id of storyIds) {
    if ((await findStory(tx, id)) !== undefined) continue;
    throw new AppError('bad_request', `there is no story ${id}`, { field: 'storyIds' });
  }
}

/**
 * Somebody ends a silence early, or calls one off that has not begun. It stays in the list.
 * @throws AppError('not_found'), AppError('conflict') when it is over already
 */
export function endSilenceNow(
  deps: Deps,
  { id, by }: { readonly id: number; readonly by: string },
): Promise<AlertSilence> {
  return deps.db.transaction().execute(async (tx) => {
    if ((await findSilence(tx, id)) === null) throw notFound('silence', id);
    if (!(await endSilence(tx, id, by, deps.now()))) throw new AppError('conflict', `silence ${id} is over`);
    return (await findSilence(tx, id)) as AlertSilence;
  });
}
