import type { Instant } from '../core/time.ts';

/** A busy thread may be late by that much; a clock that went on by more was set, or the machine slept. */
export const AHEAD_MS = 60_000;

/** How far the clock on the wall went from one that only runs forward, since the last call. */
export function createDrift(): () => number {
  const drift = () => Date.now() - performance.now();
  let before = drift();
  return () => {
    const [now, last] = [drift(), before];
    before = now;
    return now - last;
  };
}

/** Since when this process has been at work without a sleep of the machine: told anew where its clock was set. */
export function createWaking(now: () => Instant): () => Instant {
  const drift = createDrift();
  let since = now();
  return () => {
    if (Math.abs(drift()) > AHEAD_MS) since = now();
    return since;
  };
}
