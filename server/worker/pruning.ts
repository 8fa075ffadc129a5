import type { Queue } from '../core/job/job.ts';
import type { Instant } from '../core/time.ts';
import { createRingMemory } from '../db/channel/rings.ts';
import type { Db } from '../db/database.ts';
import { earliestNow } from '../db/engine/server-clock.ts';
import { keepPruningHold, readPruningHold } from '../db/installation/pruning-holds.ts';
import { createDailySchedule } from './daily-schedule.ts';

export interface PruningDeps {
  readonly db: Db;
  now(): Instant;
}

const RING = 'prune';
/** 03:30. */
const PRUNED = { minute: 3 * 60 + 30, zone: 'Asia/Shanghai' } as const;

/**
 * Old posts are forgotten at night; where nobody worked then, as soon as somebody does. What is forgotten is gone:
 * it waits while the time may be wrong, see `pruningHold`.
 */
export function createPruning({
  db,
  now,
  queue,
}: PruningDeps & { readonly queue: Queue }): () => Promise<void> {
  const waits = async (lastAt: Instant | null, at: Instant) => {
    const hold = await readPruningHold(db, lastAt, at);
    if (hold !== null) await keepPruningHold(db, hold);
    return hold !== null;
  };
  return createDailySchedule(RING, PRUNED, {
    memory: createRingMemory(db),
    now: () => earliestNow(db, now),
    run: () => queue.add('prune', {}, { key: 'prune' }),
    waits,
  });
}

/**
 * The time by which a job forgets, which may have waited for long or be done on another machine than the one that
 * asked for it. @returns null: it is not to be done now
 */
export async function pruningTime({ db, now }: PruningDeps): Promise<Instant | null> {
  const at = await earliestNow(db, now);
  const lastAt = await createRingMemory(db).last(RING);
  return (await readPruningHold(db, lastAt, at)) === null ? at : null;
}
