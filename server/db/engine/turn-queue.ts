/** What PostgreSQL says of a lock that did not come free in time: to whoever waits, one queue is as the other. */
const NOT_IN_TIME = '55P03';

/** Those who do something a few at a time, in the order in which they came. */
export interface TurnQueue {
  /**
   * Waits for a turn.
   * @returns how to give it back; twice is once
   * @throws a fault that `isBusy` knows, when it does not come in time
   */
  take(): Promise<() => void>;
}

/**
 * @param atOnce how many have their turn at the same time
 * @param patienceMs how long one waits for it
 */
export function createTurnQueue(atOnce: number, patienceMs: number): TurnQueue {
  const waiting = new Set<() => void>();
  let taken = 0;
  const give = () => {
    taken += 1;
    let given = true;
    return () => {
      if (!given) return;
      given = false;
      taken -= 1;
      for (const next of waiting) return next();
    };
  };
  return {
    async take() {
      if (taken < atOnce) return give();
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.delete(next);
          const fault = new Error(`others of this process were writing for ${patienceMs} ms`);
          reject(Object.assign(fault, { code: NOT_IN_TIME }));
        }, patienceMs);
        const next = () => {
          clearTimeout(late);
          waiting.delete(next);
          resolve(give());
        };
        waiting.add(next);
      });
    },
  };
}
