import { MINUTE } from './time.ts';

/** What is told of a fault that comes again and again. */
export interface Told {
  readonly err: unknown;
  /** How often it came since it was told of last, this time with it. */
  readonly times: number;
}

/** Tells of faults without filling the log, which is what led to an outage that is wanted there. */
export interface Sparing {
  fault(err: unknown): void;
  /** It went well again. */
  well(): void;
}

/**
 * A fault is told of when it begins and when it becomes another one, and once a minute while it stays.
 * @param now milliseconds of a clock that nobody sets
 */
export function createSparing(
  tell: (told: Told) => void,
  over: () => void = () => {},
  now: () => number = () => performance.now(),
): Sparing {
  let standing: { readonly words: string; at: number; times: number } | null = null;
  return {
    fault(err) {
      const words = err instanceof Error ? err.message : String(err);
      if (standing?.words === words && now() - standing.at < MINUTE) {
        standing.times += 1;
        return;
      }
      tell({ err, times: (standing?.words === words ? standing.times : 0) + 1 });
      standing = { words, at: now(), times: 0 };
    },
    well() {
      if (standing !== null) over();
      standing = null;
    },
  };
}
