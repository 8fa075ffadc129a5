import { asFault, type Fault } from '../fault.ts';

/** One thing a reader does: busy while it runs, its fault kept so that a retry loses nothing typed. */
export function action(): {
  readonly busy: boolean;
  readonly fault: Fault | undefined;
  run<T>(work: () => Promise<T>, done?: (answer: T) => void): Promise<void>;
  clear(): void;
  /** The server was reached since: that it could not be is no longer so. What it refused stays said. */
  reached(): void;
  /** For what only looks: it is not waited for any longer, and neither its answer nor its fault counts. */
  leave(): void;
} {
  let busy = $state(false);
  let fault = $state.raw<Fault | undefined>();
  let running = {};
  return {
    get busy() {
      return busy;
    },
    get fault() {
      return fault;
    },
    async run(work, done) {
      if (busy) return;
      busy = true;
      fault = undefined;
      const mine = {};
      running = mine;
      try {
        const answer = await work();
        if (running !== mine) return;
        busy = false;
        done?.(answer);
      } catch (error) {
        if (running !== mine) return;
        fault = asFault(error);
        busy = false;
      }
    },
    clear() {
      fault = undefined;
    },
    reached() {
      if (fault?.status === 0) fault = undefined;
    },
    leave() {
      running = {};
      busy = false;
      fault = undefined;
    },
  };
}
