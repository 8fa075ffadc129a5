import { HOUR, type Instant, MINUTE, SECOND } from '../core/time.ts';
import { extendLeases, pruneJobs, reclaimJobs } from '../db/job-care.ts';
import { claimJob } from '../db/jobs.ts';
import { createHands, pause } from './hands.ts';
import type { CrewDeps } from './perform.ts';
import { triesOf } from './tries.ts';

const LEASE = MINUTE;
/** A worker renews well within its lease, and notices another's lost one as often. */
const CARE_EVERY = 20 * SECOND;

/** Those who take jobs while there are free hands of their kind. */
export interface Crew {
  /** Look for due jobs now. */
  wake(): void;
  /** Takes no more, waits for the running ones up to `graceMs`, then aborts and releases them. */
  drain(graceMs: number): Promise<void>;
}

/** Starts at once, and first takes back what a worker that ended has left running. */
export function createCrew(deps: CrewDeps, pollMs: number): Crew {
  const { db, now, log } = deps;
  const hands = createHands(deps, wake);
  let stopped = false;
  let again = true;
  const care = createCare(deps, hands.ids, () => stopped);
  // Nothing is taken before what was left is given back: it must not give back what is being done.
  let looking: Promise<void> | null = care(Number.MAX_SAFE_INTEGER).finally(rest);

  async function look(): Promise<void> {
    while (again && !stopped) {
      again = false;
      let job = await claimJob(db, hands.free(), now(), now() + LEASE);
      while (job) {
        hands.begin(job);
        job = stopped ? null : await claimJob(db, hands.free(), now(), now() + LEASE);
      }
    }
  }

  function wake(): void {
    again = true;
    if (stopped || looking) return;
    looking = look()
      .catch((fault) => log.error({ err: fault }, 'looking for jobs failed'))
      .finally(rest);
  }

  function rest(): void {
    looking = null;
    if (again) wake();
  }

  const timers = [setInterval(wake, pollMs), setInterval(() => void care(now()).then(wake), CARE_EVERY)];

  return {
    wake,
    async drain(graceMs) {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      await looking;
      await hands.finish(graceMs);
    },
  };
}

/** Renews the leases in work, takes back lost ones, forgets old jobs. Faults are logged, never thrown. */
function createCare(deps: CrewDeps, ids: () => readonly number[], stopped: () => boolean) {
  const { db, now, log } = deps;
  let prunedAt = 0;
  return async (lostBefore: Instant): Promise<void> => {
    try {
      await extendLeases(db, ids(), now() + LEASE);
      for (const id of await reclaimJobs(db, lostBefore, now(), triesOf)) deps.onEnd(id, 'dead');
      if (now() - prunedAt < HOUR) return;
      prunedAt = now();
      while (!stopped() && (await pruneJobs(db, now())) > 0) await pause(50);
    } catch (fault) {
      log.error({ err: fault }, 'looking after jobs failed');
    }
  };
}
