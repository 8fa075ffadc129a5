import type { Alert, AlertChange, HoldReason, Level } from './alert.ts';
import type { Instant } from './time.ts';

/** What the gates of one channel know. */
export interface GateFacts {
  readonly now: Instant;
  /** The alerts that the changes are about. */
  readonly alerts: readonly Pick<Alert, 'id' | 'watchId' | 'status' | 'level'>[];
  /** The lowest level that this channel wants. */
  readonly channelLevel: Level;
  /** The last message this channel got for each watch. */
  readonly lastRings: readonly { readonly watchId: number; readonly level: Level; readonly at: Instant }[];
  /** Milliseconds in which the same watch does not ring again unless it is graver. */
  readonly cooldown: number;
}

export interface Held {
  readonly change: AlertChange;
  readonly reason: HoldReason;
}

export interface GateResult {
  readonly pass: readonly AlertChange[];
  readonly held: readonly Held[];
}

/** One reason not to ring. Pure: what it holds, it holds by name. */
export type Gate = (changes: readonly AlertChange[], facts: GateFacts) => GateResult;

/** A gate out of one question about one change. */
export function gate(reason: HoldReason, holds: (change: AlertChange, facts: GateFacts) => boolean): Gate {
  return (changes, facts) => {
    const pass: AlertChange[] = [];
    const held: Held[] = [];
    for (const change of changes) {
      if (holds(change, facts)) held.push({ change, reason });
      else pass.push(change);
    }
    return { pass, held };
  };
}

/** The alert a change is about; undefined for a new one. */
export function alertOf(change: AlertChange, facts: GateFacts): GateFacts['alerts'][number] | undefined {
  return change.kind === 'opened' ? undefined : facts.alerts.find((alert) => alert.id === change.alertId);
}
