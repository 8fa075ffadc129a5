import { HOUR, type Instant } from '../time.ts';

/** An address that answered nothing is asked for so often in all, and then given up. */
const MAX_ATTEMPTS = 5;

/**
 * Whether an address that was asked for in vain is worth another try: an hour after the first time, then after four,
 * sixteen and sixty-four, so that a wall of some days is outlived. `given-up`: it was asked often enough.
 */
export function askedAgain(inVain: number, lastAt: Instant, now: Instant): 'now' | 'later' | 'given-up' {
  if (inVain >= MAX_ATTEMPTS) return 'given-up';
  return now - lastAt >= HOUR * 4 ** (inVain - 1) ? 'now' : 'later';
}
