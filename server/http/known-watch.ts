import type { Db } from '../db/database.ts';
import { requireWatch } from '../db/watch/watches.ts';

/**
 * A watch that is asked for by name is there; none at all stands for every one.
 * @throws AppError('not_found'): an empty answer would say that nothing was said of it
 */
export async function demandWatch(db: Db, id: number | null | undefined): Promise<void> {
  if (id !== null && id !== undefined) await requireWatch(db, id);
}
