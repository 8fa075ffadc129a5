import type { Finding } from './finding.ts';
import type { Instant } from './time.ts';

/** IV 蓝, III 黄, II 橙, I 红. */
export const LEVELS = ['IV', 'III', 'II', 'I'] as const;
export type Level = (typeof LEVELS)[number];

/** The six components of the risk index, each 0..1. */
export interface RiskComponents {
  /** Burst */
  readonly B: number;
  /** Negative share, Wilson lower bound */
  readonly N: number;
  /** Velocity */
  readonly V: number;
  /** Reach */
  readonly R: number;
  /** Severity */
  readonly S: number;
  /** Authority */
  readonly A: number;
}

export interface Risk {
  /** 0..100 */
  readonly index: number;
  readonly components: RiskComponents;
  /** Hard conditions that lifted or capped the level, by name: `hot-top-10`, `few-authors`, … */
  readonly overrides: readonly string[];
  readonly level: Level | null;
}

export type AlertStatus = 'open' | 'acknowledged' | 'closed' | 'false_alarm';

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
  /** Up to five posts that show it. */
  readonly examples: readonly number[];
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  readonly acknowledgedAt: Instant | null;
  readonly acknowledgedBy: string | null;
  readonly closedAt: Instant | null;
}

export type AlertChangeKind =
  | 'opened'
  | 'raised'
  | 'lowered'
  | 'playbook'
  | 'acknowledged'
  | 'closed'
  | 'false_alarm'
  | 'recorded'
  | 'reopened';

/** What `reconcile` decides; the flow stores it with its inputs. */
export interface AlertDraft {
  readonly watchId: number;
  readonly level: Level;
  readonly risk: Risk;
  readonly findings: readonly Finding[];
  readonly metrics: Readonly<Record<string, number>>;
  readonly playbooks: readonly string[];
  readonly examples: readonly number[];
}

export type AlertChange =
  | { readonly kind: 'opened'; readonly draft: AlertDraft }
  | {
      readonly kind: 'raised' | 'playbook' | 'refreshed';
      readonly alertId: number;
      readonly from: Level;
      readonly draft: AlertDraft;
    };

/** Why a change did not ring. */
export type HoldReason = 'acknowledged-same-level' | 'below-channel-level' | 'cooldown' | 'nothing-new';
