import type { Bus, LiveWorker } from '../core/job/live.ts';
import { type Instant, MINUTE, SECOND } from '../core/time.ts';
import type { Workers } from '../http/deps.ts';

/** Three times the pause between two words of a worker: who is silent for longer is gone. */
const SILENT = 15 * SECOND;
/** Nobody asks who spoke before. */
const FORGOTTEN = MINUTE;

/** Keeps who works, by what they say on the bus. */
export function createWorkerRegistry(bus: Bus, now: () => Instant): Workers {
  const seen = new Map<string, LiveWorker & { readonly seenAt: Instant }>();
  const full = new Set<string>();
  let lastSeenAt: Instant | null = null;
  bus.subscribe((event) => {
    if (event.kind !== 'alive') return;
    // By our own clock: those of other machines differ.
    lastSeenAt = now();
    if (event.worker === undefined) return;
    const { id } = event.worker;
    seen.set(id, { ...event.worker, seenAt: lastSeenAt });
    if (event.isFull) full.add(id);
    else full.delete(id);
  });
  return {
    lastSeenAt: () => lastSeenAt,
    living(withinMs = SILENT) {
      for (const [id, { seenAt }] of seen) if (seenAt < now() - FORGOTTEN && seen.delete(id)) full.delete(id);
      const lately = [...seen.values()].filter(({ seenAt }) => seenAt >= now() - withinMs);
      return lately.sort((a, b) => a.since - b.since);
    },
    isFull: (id) => full.has(id),
  };
}
