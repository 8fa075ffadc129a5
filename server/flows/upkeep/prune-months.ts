import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { inSlices } from '../../db/engine/calm.ts';
import { engineOf } from '../../db/engine/engine.ts';
import { withLockTimeout } from '../../db/engine/lock-timeout.ts';
import { type Month, makePartitions } from '../../db/engine/partitions.ts';
import {
  dropMonth,
  findOldMonths,
  forgetKeys,
  forgetReadings,
  listCounting,
  listTakenOut,
  settleCounts,
  takeOutMonth,
} from '../../db/watch/old-months.ts';

interface PruneMonthsDeps {
  readonly db: Db;
  readonly now: Instant;
  readonly signal: AbortSignal | undefined;
}

/** What went. */
interface Forgotten {
  readonly posts: number;
  readonly facts: number;
}

/**
 * On PostgreSQL forgets the months whose posts were all stored before a time, and makes those to come. What is
 * old in other months stays, for `prune` to forget row by row. Nothing to do on SQLite.
 */
export async function pruneMonths(deps: PruneMonthsDeps, before: Instant): Promise<Forgotten> {
  const { db, now } = deps;
  if (engineOf(db) === 'sqlite') return { posts: 0, facts: 0 };
  const forgotten = await settleTakenOut(deps);
  for (const month of await findOldMonths(db, before, now)) {
    await inPages(deps, 0, (tx, after) => forgetKeys(tx, month, before, after));
    if (await takeOutMonth(db, month, before)) forgotten.push(await settleMonth(deps, month));
  }
  // While they cannot be made, those made before will do: they reach far ahead.
  await withLockTimeout(db, (tx) => makePartitions(tx, now));
  const sum = (what: keyof Forgotten) => forgotten.reduce((all, each) => all + each[what], 0);
  return { posts: sum('posts'), facts: sum('facts') };
}

/** Ends what a run that was stopped began: of months that are out of the tables, goes what was made of their posts. */
export async function settleTakenOut(deps: PruneMonthsDeps): Promise<Forgotten[]> {
  if (engineOf(deps.db) === 'sqlite') return [];
  const forgotten: Forgotten[] = [];
  for (const month of await listTakenOut(deps.db)) forgotten.push(await settleMonth(deps, month));
  return forgotten;
}

const NOTHING: Forgotten = { posts: 0, facts: 0 };

async function settleMonth(deps: PruneMonthsDeps, month: Month): Promise<Forgotten> {
  const { db, now } = deps;
  await inPages(deps, 0, (tx, after) => forgetReadings(tx, month, after));
  for (const watchId of await listCounting(db, month)) {
    await inPages(deps, month.from, (tx, from) => settleCounts(tx, month, { watchId, from, now }));
  }
  // Whoever copies the database holds it: then the next run drops it, and nobody waits for that in the writers' turn.
  return (await withLockTimeout(db, (tx) => dropMonth(tx, month))) ?? NOTHING;
}

/** Page by page, each beginning where the one before says; null ends it. */
async function inPages(
  { db, signal }: PruneMonthsDeps,
  start: number,
  page: (tx: Tx, from: number) => Promise<number | null>,
): Promise<void> {
  let from: number | null = start;
  await inSlices(
    db,
    async (tx) => {
      if (from === null) return null;
      from = await page(tx, from);
      return 1;
    },
    signal,
  );
}
