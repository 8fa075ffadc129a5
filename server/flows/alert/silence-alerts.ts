import { type AlertSilence, checkedSilence, type SilenceDraft } from '../../core/alert/alert-silence.ts';
import { AppError, notFound } from '../../core/errors.ts';
import type { Instant } from '../../core/time.ts';
import { endSilence, findSilence, insertSilence, listSilencesBy } from '../../db/channel/silences.ts';
import type { Db, Tx } from '../../db/database.ts';
import { findStory } from '../../db/story/stories.ts';
import { getWatch } from '../../db/watch/watches.ts';
import { once, type Repeat, SAME_WITHIN_MS } from './once.ts';

interface Deps {
  readonly db: Db;
  readonly now: () => Instant;
}

/**
 * Somebody silences alerts for a time. Asked for again by who got no answer, it is there already, whatever became of it
 * since.
 * @returns the silence, and whether it was there before
 * @throws AppError('bad_request') with the `field` that is wrong, also for a watch or story that does not exist,
 *   AppError('key_reused')
 */
export function silenceAlerts(
  deps: Deps,
  draft: SilenceDraft,
  repeat?: Repeat,
): Promise<{ readonly silence: AlertSilence; readonly repeated: boolean }> {
  return deps.db.transaction().execute(async (tx) => {
    const at = deps.now();
    const wanted = checkedSilence(draft, at);
    await demandMatched(tx, wanted.matcher);
    const { id, repeated } = await once(tx, {
      kind: 'silence',
      by: wanted.author,
      repeat,
      at,
      same: async () => {
        const recent = await listSilencesBy(tx, wanted.author, at - SAME_WITHIN_MS);
        return recent.find((each) => isSameSilence(each, wanted, at))?.id ?? null;
      },
      make: async () => (await insertSilence(tx, wanted, at)).id,
    });
    return { silence: (await findSilence(tx, id)) as AlertSilence, repeated };
  });
}

/** The same is silenced for the same reason and time, and nobody ended it since; "from now on" is another moment each time. */
function isSameSilence(made: AlertSilence, wanted: SilenceDraft, at: Instant): boolean {
  const matched = ({ matcher: { watchIds, storyIds, maxLevel } }: SilenceDraft): string =>
    JSON.stringify([watchIds, storyIds, maxLevel]);
  const fromNow = made.from === made.createdAt && wanted.from === at;
  const isSameTime = fromNow
    ? Math.abs(made.until - wanted.until) <= SAME_WITHIN_MS
    : made.from === wanted.from && made.until === wanted.until;
  return (
    isSameTime && made.endedAt === null && made.reason === wanted.reason && matched(made) === matched(wanted)
  );
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
 * Somebody ends a silence early, or calls one off that has not begun. It stays in the list. The same
 * once more from the same person changes nothing.
 * @throws AppError('not_found'), AppError('conflict') when it is over already
 */
export function endSilenceNow(
  deps: Deps,
  { id, by }: { readonly id: number; readonly by: string },
): Promise<AlertSilence> {
  return deps.db.transaction().execute(async (tx) => {
    const silence = await findSilence(tx, id);
    if (silence === null) throw notFound('silence', id);
    if (silence.endedBy === by) return silence;
    if (!(await endSilence(tx, id, by, deps.now()))) throw new AppError('conflict', `silence ${id} is over`);
    return (await findSilence(tx, id)) as AlertSilence;
  });
}
