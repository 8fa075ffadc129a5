import { type Instant, MINUTE } from '../time.ts';

/** What must go on for the pipeline to be alive. */
export interface Pulse {
  /** When a pass over the watches last came to its end; null: never. */
  readonly detectedAt: Instant | null;
  /** Since when the message has been due that nobody takes; null: none is due. */
  readonly dueSince: Instant | null;
}

/** Why the far side is left to miss us. */
export type Lack = 'no-database' | 'no-detection' | 'outbox-stuck';

/** Milliseconds; passes come once a minute and oftener. */
const MAX_PASS_MS = 3 * MINUTE;
/** Milliseconds that a due message may wait to be taken; a sender takes one within seconds. */
const MAX_DUE_MS = 3 * MINUTE;

/** Null: alive. A pass dated in the future is from before the clock was set back, and says nothing. */
export function lackOf({ detectedAt, dueSince }: Pulse, now: Instant): Lack | null {
  if (detectedAt === null || Math.abs(now - detectedAt) > MAX_PASS_MS) return 'no-detection';
  return dueSince !== null && now - dueSince > MAX_DUE_MS ? 'outbox-stuck' : null;
}
