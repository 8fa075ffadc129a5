import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { rebuildBuckets as recount } from '../../db/watch/recount.ts';

/** Makes all counts again from the stored mentions, facts and readings; safe while ingest runs. */
export async function rebuildBuckets(deps: {
  readonly db: Db;
  now(): Instant;
}): Promise<{ readonly watches: number; readonly corrected: number }> {
  return recount(deps.db, deps.now());
}
