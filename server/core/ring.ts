import type { AlertChange } from './alert.ts';
import type { Gate, GateFacts, GateResult, Held } from './gate.ts';
import { acknowledgedSameLevel } from './gates/acknowledged-same-level.ts';
import { belowChannelLevel } from './gates/below-channel-level.ts';
import { cooldown } from './gates/cooldown.ts';
import { nothingNew } from './gates/nothing-new.ts';
import { MINUTE } from './time.ts';

/** The gates in order; the first that holds a change names the reason. */
const GATES: readonly Gate[] = [nothingNew, belowChannelLevel, acknowledgedSameLevel, cooldown];

/** The usual pause between two messages about one watch through one channel, in milliseconds. */
export const COOLDOWN = 30 * MINUTE;

/** Which changes ring through one channel, and for each of the others why not. */
export function whatRings(changes: readonly AlertChange[], facts: GateFacts): GateResult {
  let pass = changes;
  const held: Held[] = [];
  for (const gate of GATES) {
    const result = gate(pass, facts);
    pass = result.pass;
    held.push(...result.held);
  }
  return { pass, held };
}
