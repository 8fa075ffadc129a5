import { deadlineIn } from '../core/deadline.ts';
import { createFaultThrottle } from '../core/fault-throttle.ts';
import type { Job, JobKind } from '../core/job/job.ts';
import { SECOND } from '../core/time.ts';
import { createHands } from './hands.ts';
import type { CrewDeps } from './perform.ts';
import type { JobStore } from './store.ts';

/** A worker renews well within its lease, and notices another's lost one as often. */
const CARE_EVERY = 20 * SECOND;

/** Those who take jobs while there are free hands of their kind. */
export interface Crew {
  /** Look for due jobs now. */
  wake(): void;
  /** Milliseconds since the store last answered a request for jobs or a report of held ones. */
  unansweredMs(): number;
  /** Takes no more, waits for the running ones up to `graceMs`, then aborts and releases them within a second. */
  drain(graceMs: number): Promise<void>;
}

/** A store, and how long ago it answered last. */
function watched(store: JobStore) {
  // Not the clock on the wall, which may be set.
  let answeredAt = performance.now();
  const answer = async <Answer>(asked: Promise<Answer>) => {
    const answer = await asked;
    answeredAt = performance.now();
    return answer;
  };
  return {
    unansweredMs: () => performance.now() - answeredAt,
    // With all hands full nobody is asked.
    claim: async (kinds: readonly JobKind[]) => (kinds.length > 0 ? answer(store.claim(kinds)) : null),
    care: (held: readonly Job[], first: boolean) => answer(store.care(held, first)),
  };
}

/** The store is asked every second: an outage would fill the log. */
const faultThrottlesOf = ({ log }: CrewDeps) => ({
  claiming: createFaultThrottle((fault) => log.error(fault, 'looking for jobs failed')),
  upkeep: createFaultThrottle((fault) => log.error(fault, 'looking after jobs failed')),
});

/** Starts at once, and first looks after what others have left running. */
export function createCrew(deps: CrewDeps, pollMs: number): Crew {
  const asked = watched(deps.store);
  const hands = createHands(deps, wake);
  const { claiming, upkeep } = faultThrottlesOf(deps);
  let stopped = false;
  let again = true;
  // Nothing is taken before what was left is given back: it must not give back what is being done.
  let looking: Promise<void> | null = care(true).finally(rest);
  let caring = looking;

  async function look(): Promise<void> {
    while (again && !stopped) {
      again = false;
      let job = await asked.claim(hands.free());
      claiming.succeeded();
      while (job) {
        hands.begin(job);
        job = stopped ? null : await asked.claim(hands.free());
      }
    }
  }

  function wake(): void {
    again = true;
    if (stopped || looking) return;
    looking = look().catch(claiming.failed).finally(rest);
  }

  function rest(): void {
    looking = null;
    if (again) wake();
  }

  async function care(first: boolean): Promise<void> {
    try {
      for (const id of await asked.care(hands.held(), first)) deps.onEnd(id, 'dead');
      upkeep.succeeded();
    } catch (fault) {
      upkeep.failed(fault);
    }
  }

  const renew = () => {
    caring = care(false).then(wake);
  };
  const timers = [setInterval(wake, pollMs), setInterval(renew, CARE_EVERY)];

  return {
    wake,
    unansweredMs: asked.unansweredMs,
    async drain(graceMs) {
      const grace = deadlineIn(graceMs);
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      // While the database is silent they wait for it; what is taken after all is given back.
      await grace.keep(Promise.all([looking, caring]));
      // Whoever ends slowly keeps its hold: its lease may be shorter than the grace.
      const held = setInterval(() => void care(false), CARE_EVERY);
      await hands.finish(grace.leftMs()).finally(() => clearInterval(held));
    },
  };
}
