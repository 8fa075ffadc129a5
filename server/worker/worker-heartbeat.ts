import type { Queue } from '../core/job/job.ts';
import type { Bus, LiveWorker } from '../core/job/live.ts';
import { MINUTE, SECOND } from '../core/time.ts';

const EVERY_MS = 5 * SECOND;
/** A connection that fell silent is replaced in half of it: who gets no jobs for longer is of no use. */
const STALLED_MS = MINUTE;

/**
 * Says every few seconds that a worker lives, and what it does: for as long as its queue can look for jobs and after
 * those it holds. Whoever watches over it starts it again otherwise.
 * @param isFull whether its last look at the installation could not be written down, for lack of room
 * @returns how to fall silent for good
 */
export function startHeartbeat(
  bus: Bus,
  worker: LiveWorker,
  queue: Pick<Queue, 'stalledMs'>,
  isFull: () => boolean,
  { everyMs = EVERY_MS, stalledMs = STALLED_MS } = {},
): () => void {
  const say = () => {
    if (queue.stalledMs() >= stalledMs) return;
    bus.publish({ kind: 'alive', at: Date.now(), role: 'worker', worker, isFull: isFull() });
  };
  say();
  const timer = setInterval(say, everyMs);
  return () => clearInterval(timer);
}
