import { type PruningHold, pruningHold } from '../../core/operation/pruning-hold.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import { getLook } from './health-look.ts';
import { getSetting, setSetting } from './settings.ts';

const HOLD = 'pruning.hold';

/** What was kept at the last look; it may be long over. */
export async function keptPruningHold(db: Db): Promise<PruningHold | null> {
  const value = await getSetting(db, HOLD);
  return value === null ? null : parseJson<PruningHold | null>(value);
}

/**
 * Whether forgetting is put off at a time, given when it was last done.
 * @param lastAt null: that is not known; then the newest post says when somebody last worked here
 */
export async function readPruningHold(
  db: Db,
  lastAt: Instant | null,
  now: Instant,
): Promise<PruningHold | null> {
  const [look, hold] = [await getLook(db), await keptPruningHold(db)];
  return pruningHold({ now, lastAt: lastAt ?? (await newestStoredAt(db)), look, hold });
}

export function keepPruningHold(db: Db, hold: PruningHold): Promise<void> {
  return setSetting(db, HOLD, JSON.stringify(hold));
}

async function newestStoredAt(db: Db): Promise<Instant | null> {
  const row = await db
    .selectFrom('post')
    .select('stored_at')
    .orderBy('stored_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.stored_at ?? null;
}
