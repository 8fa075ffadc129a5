import { untrack } from 'svelte';
import { asFault, type Fault } from '../fault.ts';

/** Quicker than this, a word would only flicker. */
const SLOW_MS = 700;

/**
 * One thing a reader does: busy while it runs, its fault kept so that a retry loses nothing typed.
 * @param arrives what the server sends of itself as well: once it comes anew, the server was reached. Then call it while
 *   a component starts.
 */
export function action(arrives?: () => unknown): {
  readonly busy: boolean;
  /** Busy for so long that its reader has to be told. */
  readonly slow: boolean;
  readonly fault: Fault | undefined;
  run<T>(work: () => Promise<T>, done?: (answer: T) => void): Promise<void>;
  clear(): void;
  /** The server was reached since, and what was sent got no answer: whether it arrived is to be seen. */
  readonly unanswered: boolean;
  /** The server was reached since: that it could not be is no longer so. What it refused stays said. */
  reached(): void;
  /** For what only looks: it is not waited for any longer, and neither its answer nor its fault counts. */
  leave(): void;
} {
  let busy = $state(false);
  let fault = $state.raw<Fault | undefined>();
  let slow = $state(false);
  let unanswered = $state(false);
  let running = {};
  function reached(): void {
    if (fault?.status !== 0) return;
    fault = undefined;
    unanswered = true;
  }
  if (arrives)
    $effect(() => {
      void arrives();
      untrack(reached);
    });
  return {
    get busy() {
      return busy;
    },
    get slow() {
      return slow && busy;
    },
    get fault() {
      return fault;
    },
    async run(work, done) {
      if (busy) return;
      busy = true;
      fault = undefined;
      unanswered = false;
      const mine = {};
      running = mine;
      slow = false;
      const watch = setTimeout(() => (slow = running === mine), SLOW_MS);
      try {
        const answer = await work();
        if (running !== mine) return;
        busy = false;
        done?.(answer);
      } catch (error) {
        if (running !== mine) return;
        fault = asFault(error);
        busy = false;
      } finally {
        clearTimeout(watch);
      }
    },
    get unanswered() {
      return unanswered;
    },
    clear() {
      fault = undefined;
      unanswered = false;
    },
    reached,
    leave() {
      running = {};
      busy = false;
      fault = undefined;
      unanswered = false;
    },
  };
}
