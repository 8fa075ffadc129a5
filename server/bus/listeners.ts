import type { LiveEvent } from '../core/job/live.ts';

/** Those who listen on one side of a bus. One that throws does not silence the others. */
export function createListeners(onFault: (fault: unknown) => void) {
  const listeners = new Set<(event: LiveEvent) => void>();
  return {
    deliver(event: LiveEvent): void {
      // A copy: a listener may stop listening while it is being called.
      for (const listener of [...listeners]) {
        try {
          listener(event);
        } catch (fault) {
          onFault(fault);
        }
      }
    },
    subscribe(listener: (event: LiveEvent) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
