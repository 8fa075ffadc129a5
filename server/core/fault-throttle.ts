import { MINUTE } from './time.ts';

/** A fault that comes again and again, as it is reported. */
export interface RepeatedFault {
  readonly err: unknown;
  /** How often it came since the last report, this time included. */
  readonly times: number;
}

/** Reports faults without filling the log in an outage, which is when the log is needed. */
export interface FaultThrottle {
  failed(err: unknown): void;
  succeeded(): void;
}

/**
 * A fault is reported when it begins and when it becomes another one, and once a minute while it stays.
 * @param onRecovery called at the first success after a fault
 * @param now milliseconds of a monotonic clock
 */
export function createFaultThrottle(
  report: (fault: RepeatedFault) => void,
  onRecovery: () => void = () => {},
  now: () => number = () => performance.now(),
): FaultThrottle {
  let standing: { readonly words: string; at: number; times: number } | null = null;
  return {
    failed(err) {
      const words = err instanceof Error ? err.message : String(err);
      if (standing?.words === words && now() - standing.at < MINUTE) {
        standing.times += 1;
        return;
      }
      report({ err, times: (standing?.words === words ? standing.times : 0) + 1 });
      standing = { words, at: now(), times: 0 };
    },
    succeeded() {
      if (standing !== null) onRecovery();
      standing = null;
    },
  };
}
