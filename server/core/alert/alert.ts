import type { Finding } from '../finding/finding.ts';
import type { Level, Risk } from '../risk/grade.ts';
import type { Instant } from '../time.ts';
import type { Phase } from './alert-life.ts';

export type AlertStatus = 'open' | 'acknowledged' | 'closed' | 'false_alarm';

/** What an alert turned out to be for whoever closed it. */
export type Verdict = Extract<AlertStatus, 'closed' | 'false_alarm'>;

/** Facts that people enter (`record.*` metrics): dead, injured, affected_users, outage_minutes, … */
export type Records = Readonly<Record<string, number>>;

export interface Alert {
  readonly id: number;
  readonly watchId: number;
  readonly level: Level;
  readonly status: AlertStatus;
  readonly risk: Risk;
  readonly findings: readonly Finding[];
  /** Every metric a playbook's trigger can name, as it stood; see `metrics.ts`. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly records: Records;
  /** Ids of the playbooks that its metrics call for, best first. */
  readonly playbooks: readonly string[];
  /** When each of them was called for first; those that nobody noted were when it opened. */
  readonly calledAt: Readonly<Record<string, Instant>>;
  /** Up to five posts that show it. */
  readonly examples: readonly number[];
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  /** Who confirmed it last, and when. It is open again where it rose after that: then it asks again. */
  readonly acknowledgedAt: Instant | null;
  readonly acknowledgedBy: string | null;
  readonly closedAt: Instant | null;
  /** What became of it since somebody confirmed it; null: nothing yet. */
  readonly phase: Phase | null;
  /** Who has it in hand; null: nobody in particular. */
  readonly assigneeId: number | null;
  /** How far it has calmed down; null while it has not, or nobody looked yet. */
  readonly lowering: Lowering | null;
}

/** An open alert on its way down. It only falls when a person says so. */
export interface Lowering {
  /** Since when each of its levels counts as left without a break; see `lowering.ts`. */
  readonly calmSince: Readonly<Partial<Record<Level, Instant>>>;
  /** What a person is asked to confirm, `to` null: closing it; null while a level has not been left for long enough. */
  readonly proposal: { readonly to: Level | null; readonly since: Instant; readonly at: Instant } | null;
}

export type AlertChangeKind =
  | 'opened'
  | 'raised'
  | 'returned'
  | 'surged'
  | 'graver'
  | 'lower-proposed'
  | 'close-proposed'
  | 'lower-withdrawn'
  | 'lower-declined'
  | 'lowered'
  | 'playbook'
  | 'escalated'
  | 'repeated'
  | 'merged'
  | 'acknowledged'
  | 'investigating'
  | 'watching'
  | 'promoted'
  | 'assigned'
  | 'commented'
  | 'closed'
  | 'false_alarm'
  | 'recorded'
  | 'step-done'
  | 'step-undone'
  | 'statement-drafted'
  | 'draft-replaced'
  | 'statement-submitted'
  | 'statement-approved'
  | 'statement-returned'
  | 'statement-published'
  | 'statement-withdrawn'
  | 'statement-reopened'
  | 'publication-corrected'
  | 'publication-withdrawn'
  | 'publication-removed'
  | 'reopened';

/** What `reconcile` decides; the flow stores it with its inputs. */
export interface AlertDraft {
  readonly watchId: number;
  readonly level: Level;
  readonly risk: Risk;
  readonly findings: readonly Finding[];
  readonly metrics: Readonly<Record<string, number>>;
  readonly playbooks: readonly string[];
  /** Those of them that a leak of personal data calls for: announced also to whoever confirmed something milder. */
  readonly leaks?: readonly string[];
  readonly examples: readonly number[];
}

export type AlertChange =
  | { readonly kind: 'opened'; readonly draft: AlertDraft }
  | {
      /** `returned`: back up to a level that people were notified of; it rings nowhere. */
      readonly kind: 'raised' | 'returned' | 'surged' | 'graver' | 'playbook' | 'refreshed';
      readonly alertId: number;
      readonly from: Level;
      readonly draft: AlertDraft;
    }
  | LoweringChange;

/** What changes on the way down: announced to the pages, rung nowhere. `calming`: only the clocks moved. */
export interface LoweringChange {
  readonly kind: 'calming' | 'lower-proposed' | 'close-proposed' | 'lower-withdrawn';
  readonly alertId: number;
  readonly from: Level;
  readonly lowering: Lowering | null;
  readonly draft: AlertDraft;
}

/** Why a change did not ring. */
export type HoldReason =
  | 'acknowledged-same-level'
  | 'below-channel-level'
  | 'cooldown'
  | 'group-interval'
  | 'group-wait'
  | 'inhibited-by-red'
  | 'nothing-new'
  | 'quiet-hours'
  | 'rate-limit'
  | 'silenced';
