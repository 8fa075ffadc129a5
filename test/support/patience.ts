import { vi } from 'vitest';

/** How long something may take that comes in a moment by itself: only on a machine with much else to do is it ever used up. */
export const PATIENCE_MS = 60_000;

/** Looks again and again until nothing is thrown any more; what never comes fails with what was thrown last. */
export const until = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: PATIENCE_MS, interval: 10 });
