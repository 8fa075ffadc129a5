import type { Bus, LiveWorker } from './core/job/live.ts';
import { type Instant, SECOND } from './core/time.ts';
import type { Workers } from './http/deps.ts';

/** Three times the pause between two words of a worker: who is silent for longer is gone. */
const SILENT = 15 * SECOND;

/** Keeps who works, by what they say on the bus. */
export function createWorkerRoll(bus: Bus, now: () => Instant): Workers {
  const seen = new Map<string, LiveWorker & { readonly seenAt: Instant }>();
  let lastSeenAt: Instant | null = null;
  bus.subscribe((event) => {
    if (event.kind !== 'alive') return;
    // By our own clock: those of other machines differ.
    lastSeenAt = now();
    if (event.worker !== undefined) seen.set(event.worker.id, { ...event.worker, seenAt: lastSeenAt });
  });
  return {
    lastSeenAt: () => lastSeenAt,
    living() {
      for (const [id, { seenAt }] of seen) if (seenAt < now() - SILENT) seen.delete(id);
      return [...seen.values()].sort((a, b) => a.since - b.since);
    },
  };
}
