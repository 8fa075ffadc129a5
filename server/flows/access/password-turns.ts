import { AppError } from '../../core/errors.ts';

/** Beyond so many nobody waits: each takes some tenths of a second. */
const MAX_WAITING = 8;
const RETRY_AFTER = 5;

export interface Waiter {
  /** Aborted when whoever asked has hung up. */
  readonly signal?: AbortSignal;
  /** Let in however many wait: somebody known, whose tries are counted elsewhere. */
  readonly always?: boolean;
}

function gone(): AppError {
  return new AppError('busy', 'whoever asked did not wait for the answer');
}

function crowded(): AppError {
  return new AppError('busy', 'too many passwords wait to be looked at; try again in a moment', {
    retryAfterSeconds: RETRY_AFTER,
    crowded: true,
  });
}

/**
 * Lets work be done one after the other, in the order in which it was asked for.
 * @returns does some work when it is its turn. @throws AppError('busy') when too many wait already, or the one who asked
 *   has gone by then: that work is not done
 */
export function createTurns(most = MAX_WAITING) {
  const waiting: (() => void)[] = [];
  let isTaken = false;
  const wait = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(go), 1);
        reject(gone());
      };
      signal?.addEventListener('abort', leave, { once: true });
      waiting.push(go);
    });
  return async <T>(work: () => Promise<T>, { signal, always = false }: Waiter = {}): Promise<T> => {
    if (signal?.aborted) throw gone();
    if (isTaken) {
      if (!always && waiting.length >= most) throw crowded();
      await wait(signal);
    }
    isTaken = true;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else isTaken = false;
    }
  };
}
