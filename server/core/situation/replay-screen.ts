import type { Finding } from '../finding/finding.ts';
import type { Level } from '../risk/grade.ts';
import type { Instant } from '../time.ts';
import type { About, CrisisVerdict } from './replay-verdict.ts';

/** An alert that a setting would have opened, with its reason in a sentence. */
export interface ReplayRow {
  readonly openedAt: Instant;
  readonly closedAt: Instant;
  readonly level: Level;
  readonly climb: readonly { readonly at: Instant; readonly level: Level }[];
  readonly index: number;
  /** What happened, as the alert would have said it when it was gravest. */
  readonly sentence: string;
  /** The finding that says most; null: none. */
  readonly main: Finding | null;
  /** The gravest of what is claimed; null where nothing grave is. */
  readonly claim: Finding | null;
  readonly playbook: { readonly id: string; readonly name: string } | null;
  readonly findings: readonly {
    readonly detector: string;
    readonly key: string;
    readonly observed: number;
    readonly expected: number | null;
  }[];
  readonly about: About;
}

/** A stretch of the past under one setting. */
export interface ReplayScreen {
  readonly watchId: number;
  readonly from: Instant;
  readonly to: Instant;
  /** Hours of the stretch, and those of them in which anything could have been found. */
  readonly looked: number;
  readonly lively: number;
  /** Known hours of the watch at the beginning: with less than a week only rules and severity speak. */
  readonly knownHours: number;
  readonly hours: readonly { readonly hour: Instant; readonly total: number; readonly negative: number }[];
  readonly alerts: readonly ReplayRow[];
  readonly crises: readonly CrisisVerdict[];
  readonly missed: number;
  readonly falseAlarms: number;
  readonly unlabelled: number;
}
