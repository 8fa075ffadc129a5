import { rebuildBuckets as recount } from '../db/buckets.ts';
import type { Db } from '../db/database.ts';

/** Makes the hourly counts again from the stored mentions; safe while ingest runs. */
export async function rebuildBuckets(deps: {
  readonly db: Db;
}): Promise<{ readonly watches: number; readonly corrected: number }> {
  return recount(deps.db);
}
