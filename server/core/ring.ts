import type { AlertChange, HoldReason } from './alert.ts';
import type { Gate, GateFacts, GateResult, Held } from './gate.ts';
import { acknowledgedSameLevel } from './gates/acknowledged-same-level.ts';
import { belowChannelLevel } from './gates/below-channel-level.ts';
import { cooldown } from './gates/cooldown.ts';
import { inhibitedByRed } from './gates/inhibited-by-red.ts';
import { nothingNew } from './gates/nothing-new.ts';
import { quietHours } from './gates/quiet-hours.ts';
import { rateLimit } from './gates/rate-limit.ts';
import { silenced } from './gates/silenced.ts';
import { MINUTE } from './time.ts';

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
];

/** What a change goes through once more when the silence that held it is over. */
export const AFTER_SILENCE: readonly Gate[] = [
  belowChannelLevel,
  silenced,
  inhibitedByRed,
  quietHours,
  rateLimit,
];

/** What is held so is told later: `silenced` by a ring of its own, the others together in one message. */
const TOLD_LATER: readonly HoldReason[] = ['silenced', 'quiet-hours', 'rate-limit'];

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
  const held: Held[] = [];
  for (const gate of gates) {
    const result = gate(pass, facts);
    pass = result.pass;
    held.push(...result.held);
  }
  return { pass, held };
}
