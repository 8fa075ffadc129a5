import { MINUTE } from '../time.ts';
import type { AlertChange, HoldReason } from './alert.ts';
import type { Gate, GateFacts, GateResult, HeldChange } from './gate.ts';
import { acknowledgedSameLevel } from './gates/acknowledged-same-level.ts';
import { belowChannelLevel } from './gates/below-channel-level.ts';
import { cooldown } from './gates/cooldown.ts';
import { groupInterval } from './gates/group-interval.ts';
import { groupWait } from './gates/group-wait.ts';
import { inhibitedByRed } from './gates/inhibited-by-red.ts';
import { nothingNew } from './gates/nothing-new.ts';
import { quietHours } from './gates/quiet-hours.ts';
import { rateLimit } from './gates/rate-limit.ts';
import { silenced } from './gates/silenced.ts';

/** The gates in order; the first that holds a change names the reason. Those that only delay come last. */
const GATES: readonly Gate[] = [
  nothingNew,
  belowChannelLevel,
  acknowledgedSameLevel,
  silenced,
  inhibitedByRed,
  cooldown,
  quietHours,
  rateLimit,
  groupInterval,
  groupWait,
];

/** What a change goes through once more when its silence is over, the pause after a ring, or the wait of its group. */
export const AFTER_HOLD: readonly Gate[] = [
  belowChannelLevel,
  silenced,
  inhibitedByRed,
  quietHours,
  rateLimit,
];

/**
 * What is passed on to somebody else goes through these only: who is called for it has not heard of it, and has no
 * group there. A silence stops the clock itself.
 */
export const PASSED_ON: readonly Gate[] = [quietHours, rateLimit];

/** Held so, the last change of an alert rings by itself when that is over. */
export const RINGS_LATER = [
  'silenced',
  'cooldown',
  'group-wait',
  'group-interval',
] as const satisfies readonly HoldReason[];
/** Held so, it goes into one message of all that a channel was spared. */
export const TOLD_TOGETHER = ['quiet-hours', 'rate-limit'] as const satisfies readonly HoldReason[];
const TOLD_LATER: readonly HoldReason[] = [...RINGS_LATER, ...TOLD_TOGETHER];

export function isToldLater(reason: HoldReason | null): boolean {
  return reason !== null && TOLD_LATER.includes(reason);
}

/** The usual pause between two messages about one watch through one channel, in milliseconds. */
export const COOLDOWN = 30 * MINUTE;

/** Messages that a channel gets in an hour at most, unless it is set otherwise: what robots of chats take in a minute. */
export const USUAL_PER_HOUR = 20;

/** Which changes ring through one channel, and for each of the others why not. */
export function whatRings(
  changes: readonly AlertChange[],
  facts: GateFacts,
  gates: readonly Gate[] = GATES,
): GateResult {
  let pass = changes;
  const held: HeldChange[] = [];
  for (const gate of gates) {
    const result = gate(pass, facts);
    pass = result.pass;
    held.push(...result.held);
  }
  return { pass, held };
}
