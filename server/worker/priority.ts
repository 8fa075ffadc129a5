import { getPriority, setPriority } from 'node:os';
import { isMainThread } from 'node:worker_threads';

/** Steps of niceness: enough that a page need not wait for a text, and that a worker still goes before backups. */
const STEPS = 5;
const NICEST = 19;

/**
 * Where processors are scarce whoever looks at a page goes first: steps back with this thread and all that it starts
 * from now on. Within a server's process only on Linux, where the priority of "this process" is the calling thread's
 * own (setpriority(2)); elsewhere it would take the pages along. Where the system allows nobody to step back, all stay.
 * @returns the niceness that this thread has now
 */
export function lowerPriority(): number {
  const before = getPriority();
  if (!isMainThread && process.platform !== 'linux') return before;
  try {
    setPriority(Math.min(NICEST, before + STEPS));
  } catch {
    return before;
  }
  return getPriority();
}
