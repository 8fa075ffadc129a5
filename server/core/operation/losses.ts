import { DAY } from '../time.ts';

/** Threads that were lost, as far as they still count towards giving up. */
export interface Losses {
  readonly count: number;
  /** Of the newest; milliseconds of the clock that is asked. */
  readonly at: number;
}

export const NO_LOSSES: Losses = { count: 0, at: Number.NEGATIVE_INFINITY };

/** After so long without a loss those before say nothing of what is wrong now: few a year are no reason to end. */
const FORGIVEN_AFTER = DAY;

/** With one more, at `now`; a clock that goes back forgives nothing. */
export function countLoss({ count, at }: Losses, now: number): Losses {
  return { count: now - at >= FORGIVEN_AFTER ? 1 : count + 1, at: now };
}
