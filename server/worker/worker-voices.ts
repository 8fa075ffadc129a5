import type { JobKind } from '../core/job/job.ts';
import type { Bus } from '../core/job/live.ts';
import { MINUTE } from '../core/time.ts';

/** A worker that is started again, or followed by another, is not missed yet. */
const MISSED_MS = 2 * MINUTE;

/**
 * Listens to what workers say on the bus.
 * @param elapsed milliseconds that passed; not by the clock on the wall: that goes ahead when a machine wakes up, or is
 *   set, and nobody fell silent
 * @returns the kinds of jobs that living workers do; null: not listened to for long enough
 */
export function listenToWorkers(
  bus: Bus,
  elapsed: () => number = () => performance.now(),
): () => readonly JobKind[] | null {
  const since = elapsed();
  const heard = new Map<JobKind, number>();
  bus.subscribe((event) => {
    if (event.kind !== 'alive') return;
    for (const kind of event.worker?.jobs ?? []) heard.set(kind, elapsed());
  });
  return () => {
    const at = elapsed();
    if (at - since < MISSED_MS) return null;
    return [...heard].filter(([, last]) => at - last < MISSED_MS).map(([kind]) => kind);
  };
}
