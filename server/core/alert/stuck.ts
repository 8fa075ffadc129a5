import { type Instant, MINUTE } from '../time.ts';

/** Failed tries after which the next channel of the same person is told as well. */
export const TRIES_ALONE = 2;
/** Failed tries after which, of an orange or red alert that nobody has heard of, somebody else is told as well. */
export const TRIES_BEFORE_OTHERS = 4;
/** Longer than any pause before those tries, unless the far side asks for it. */
const LONG_PAUSE = 2 * MINUTE;

/** Why a message failed whose channel was removed. */
export const CHANNEL_REMOVED = 'channel-removed';
/** Its channel was switched off, since whose it was is gone. */
export const CHANNEL_OFF = 'channel-off';

/** A message to one channel that may not have arrived. */
interface Tried {
  readonly status: string;
  /** Why the last try failed; null: none did. */
  readonly reason: string | null;
  readonly attempts: number;
  readonly nextAt: Instant;
}

/**
 * Whether a message only waits since its channel failed so often, or asks for a long pause: it may arrive in an hour, or
 * never, and nobody is to rely on it.
 */
export function isStuck(
  { status, reason, attempts, nextAt }: Tried,
  now: Instant,
  tries: number = TRIES_ALONE,
): boolean {
  return status === 'waiting' && reason !== null && (attempts >= tries || nextAt - now >= LONG_PAUSE);
}
