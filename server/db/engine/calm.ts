import { setTimeout as pause } from 'node:timers/promises';
import type { Db, Tx } from '../database.ts';

/**
 * Between two slices of long work. A writer that waits for the lock looks again after up to 25 ms in its
 * first 50; without a pause it would look in vain until the work is over.
 */
const PAUSE_MS = 30;

/**
 * Does long work in transactions of its own, one after the other, with a pause for other writers between them. `step`
 * does one slice and says what it did; null or 0 ends the work. `committed` is called after each: only then do others
 * see it.
 * @throws whatever `step` throws, and the signal's reason once it is aborted; what is committed stays
 */
export async function inSlices(
  db: Db,
  step: (tx: Tx) => Promise<number | null>,
  signal?: AbortSignal,
  committed?: () => void,
): Promise<number> {
  let total = 0;
  for (;;) {
    signal?.throwIfAborted();
    const done = await db.transaction().execute(step);
    committed?.();
    if (!done) return total;
    total += done;
    await pause(PAUSE_MS);
  }
}
