import { asFault, type Fault } from '../fault.ts';

/** One thing a reader does: busy while it runs, its fault kept so that a retry loses nothing typed. */
export function action(): {
  readonly busy: boolean;
  readonly fault: Fault | undefined;
  run<T>(work: () => Promise<T>, done?: (answer: T) => void): Promise<void>;
  clear(): void;
} {
  let busy = $state(false);
  let fault = $state.raw<Fault | undefined>();
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
      try {
        const answer = await work();
        busy = false;
        done?.(answer);
      } catch (error) {
        fault = asFault(error);
        busy = false;
      }
    },
    clear() {
      fault = undefined;
    },
  };
}
