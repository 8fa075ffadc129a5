import { AppError } from '../../core/errors.ts';
import type { Db } from '../../db/database.ts';
import { listWatches } from '../../db/watch/watches.ts';

/** @throws AppError('not_found') for what is neither the number nor the name of a watch */
export async function findWatch(db: Db, given: string | undefined): Promise<number> {
  const watches = await listWatches(db);
  const watch = watches.find(({ id, name }) => name === given || String(id) === given);
  if (watch !== undefined) return watch.id;
  const known = watches.map(({ id, name }) => `${id} ${name}`).join(', ') || 'none yet';
  throw new AppError('not_found', `--watch takes the number or name of a watch; there are: ${known}`);
}
