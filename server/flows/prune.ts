import { DAY, type Instant, startOfHour } from '../core/time.ts';
import type { Db, Tx } from '../db/database.ts';
import {
  listFactNames,
  pruneBuckets,
  pruneFacts,
  prunePosts,
  pruneRefusals,
  pruneRuns,
} from '../db/retention.ts';

const KEPT_DAYS = 180;
/** Runs and refusals say how the machine did lately; nobody looks at them after a month. */
const KEPT_RUN_DAYS = 30;

export interface PruneReport {
  readonly posts: number;
  readonly facts: number;
  readonly runs: number;
}

/**
 * Forgets posts older than `keepDays` with all that was read and counted from them, whole hours at a
 * time, so that counts and what they were counted from go together. Alerts stay, with their words and
 * figures. Each batch is a short transaction of its own: ingest goes on in between, and a run that is
 * stopped is simply continued by the next.
 */
export async function prune(
  deps: { readonly db: Db; readonly now: () => Instant },
  input: { readonly keepDays?: number; readonly signal?: AbortSignal } = {},
): Promise<PruneReport> {
  const { db } = deps;
  const now = deps.now();
  const before = startOfHour(now - (input.keepDays ?? KEPT_DAYS) * DAY);
  const all = (batch: (tx: Tx) => Promise<number>) => untilNone(db, batch, input.signal);
  let facts = 0;
  for (const named of await listFactNames(db)) facts += await all((tx) => pruneFacts(tx, named, before));
  const posts = await all((tx) => prunePosts(tx, before));
  await db.transaction().execute((tx) => pruneBuckets(tx, before));
  const runs = await all((tx) => pruneRuns(tx, now - KEPT_RUN_DAYS * DAY));
  await all((tx) => pruneRefusals(tx, now - KEPT_RUN_DAYS * DAY));
  return { posts, facts, runs };
}

async function untilNone(db: Db, batch: (tx: Tx) => Promise<number>, signal?: AbortSignal): Promise<number> {
  let total = 0;
  for (;;) {
    signal?.throwIfAborted();
    const gone = await db.transaction().execute(batch);
    if (gone === 0) return total;
    total += gone;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
