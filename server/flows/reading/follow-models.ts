import type { Queue } from '../../core/job/job.ts';
import type { Db } from '../../db/database.ts';
import { getSetting, setSetting } from '../../db/installation/settings.ts';
import { readActiveOverlay, readRunningOverlay } from '../../db/reading/overlays.ts';

/** Models for which it was done already. */
const FOLLOWED = 'overlay.followed';
/** Who trained it, where nobody did. */
const BY = 'tingchao';

/**
 * What the team taught belongs to the models of then. Where an upgrade brought others, the same labels teach these: once,
 * and what comes of it goes into use as if a person had asked for it, if it is no worse on held-out posts.
 * @returns whether a training was asked for
 */
export async function followModels({
  db,
  queue,
}: {
  readonly db: Db;
  readonly queue: Queue;
}): Promise<boolean> {
  const running = await readRunningOverlay(db);
  if (running === null || running.reader === '') return false;
  const active = await readActiveOverlay(db);
  if (active === null || active.reader === running.reader) return false;
  if ((await getSetting(db, FOLLOWED)) === running.reader) return false;
  const key = `train-overlay:${running.reader}`;
  await queue.add('train-overlay', { by: BY, force: false }, { key });
  await setSetting(db, FOLLOWED, running.reader);
  return true;
}
