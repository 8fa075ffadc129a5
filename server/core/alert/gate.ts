import type { Level } from '../risk/grade.ts';
import type { Instant } from '../time.ts';
import type { Alert, AlertChange, HoldReason } from './alert.ts';
import type { AlertSilence } from './alert-silence.ts';
import type { GroupFacts } from './grouping.ts';
import type { QuietHours } from './quiet-hours.ts';

/** What the gates of one channel know. */
export interface GateFacts {
  readonly now: Instant;
  /** The alerts that the changes are about. */
  readonly alerts: readonly Pick<Alert, 'id' | 'watchId' | 'status' | 'level'>[];
  /** The lowest level that this channel wants. */
  readonly channelLevel: Level;
  /** The last message about an alert that this channel got for each watch. */
  readonly lastRings: readonly { readonly watchId: number; readonly level: Level; readonly at: Instant }[];
  /** Milliseconds in which the same watch does not ring again unless it is graver; what is new rings after them. */
  readonly cooldown: number;
  /** Silences of this moment. */
  readonly silences: readonly Pick<AlertSilence, 'id' | 'matcher'>[];
  /** The story that the changes are about; null: none. */
  readonly storyId: number | null;
  /** A red alert of the same watch or story is open. */
  readonly besideRed: boolean;
  /** When this channel is left in peace; null: never. */
  readonly quiet: QuietHours | null;
  /** The most messages that this channel gets in an hour. */
  readonly perHour: number;
  readonly load: ChannelLoad;
  /** What this channel was sent of the group; absent: messages are not put together. */
  readonly group?: GroupFacts;
}

/** How busy a channel is. */
export interface ChannelLoad {
  /** Messages that went through it in the last hour, or are about to. */
  readonly lastHour: number;
  /** Whether something held waits to be sent in one message. */
  readonly owes: boolean;
}

export interface HeldChange {
  readonly change: AlertChange;
  readonly reason: HoldReason;
  /** The silence that holds it, where one does. */
  readonly silenceId?: number;
  /** When it will be sent, where that is known now. */
  readonly until?: Instant;
}

export interface GateResult {
  readonly pass: readonly AlertChange[];
  readonly held: readonly HeldChange[];
}

/** One reason not to ring. Pure: what it holds, it holds by name. */
export type Gate = (changes: readonly AlertChange[], facts: GateFacts) => GateResult;

/** A gate out of one question about one change. */
export function gate(reason: HoldReason, holds: (change: AlertChange, facts: GateFacts) => boolean): Gate {
  return (changes, facts) => {
    const pass: AlertChange[] = [];
    const held: HeldChange[] = [];
    for (const change of changes) {
      if (holds(change, facts)) held.push({ change, reason });
      else pass.push(change);
    }
    return { pass, held };
  };
}

/** A gate that holds a change until a moment; null, or one that is over: it does not. */
export function gateUntil(
  reason: HoldReason,
  heldUntil: (change: AlertChange, facts: GateFacts) => Instant | null,
): Gate {
  return (changes, facts) => {
    const pass: AlertChange[] = [];
    const held: HeldChange[] = [];
    for (const change of changes) {
      const until = heldUntil(change, facts);
      if (until === null || until <= facts.now) pass.push(change);
      else held.push({ change, reason, until });
    }
    return { pass, held };
  };
}

/** The alert a change is about; undefined for a new one. */
export function alertOf(change: AlertChange, facts: GateFacts): GateFacts['alerts'][number] | undefined {
  return change.kind === 'opened' ? undefined : facts.alerts.find((alert) => alert.id === change.alertId);
}
