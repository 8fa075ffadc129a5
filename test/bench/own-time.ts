/** How long a loop was held up, in ms: at most, in all, and by what its own thread computed meanwhile. */
export interface HeldUp {
  readonly max: number;
  readonly p99: number;
  /** At most, of the processor: what another program on the machine takes away is not in it. */
  readonly own: number;
}

const EVERY_MS = 5;
const SETTLING_MS = 10_000;

/**
 * Watches the loop of this thread: whenever a timer comes late, the thread's own processor time since the one before
 * says how much of the delay was its own work.
 */
export function watchOwnTime(): () => number {
  let most = 0;
  const start = performance.now();
  let [at, used] = [start, usedByThread()];
  setInterval(() => {
    const [now, total] = [performance.now(), usedByThread()];
    const late = now - at - EVERY_MS;
    // Loading dictionaries and plugins is not yet work.
    if (now - start > SETTLING_MS) most = Math.max(most, Math.min(late, total - used));
    [at, used] = [now, total];
  }, EVERY_MS).unref();
  return () => most;
}

function usedByThread(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
