import type { DutyChain, DutyStep, Person, Shift } from '../alert/duty.ts';
import type { EscalationPolicy } from '../alert/escalation.ts';
import type { Brief } from '../notices/brief.ts';
import type { Instant } from '../time.ts';

/** Who is rung, in which order, and who has it now. */
export interface DutyScreen {
  readonly at: Instant;
  readonly people: readonly (Person & {
    readonly atWork: boolean;
    readonly briefs: readonly Brief[];
    /** Handed back when they are written: on the sight of what. */
    readonly mark: string;
  })[];
  /** That of all watches that name none comes first. */
  readonly chains: readonly (Omit<DutyChain, 'steps'> & {
    readonly mark: string;
    readonly steps: readonly (DutyStep & { readonly shift: Shift })[];
  })[];
  /** Who stands in now or later. */
  readonly swaps: readonly {
    readonly id: number;
    readonly stepId: number;
    readonly personId: number;
    readonly from: Instant;
    readonly until: Instant;
    readonly by: string;
  }[];
  readonly policy: EscalationPolicy;
  readonly policyMark: string;
  readonly watches: readonly { readonly id: number; readonly name: string }[];
  readonly channels: readonly {
    readonly id: number;
    readonly name: string;
    readonly kind: string;
    readonly active: boolean;
  }[];
}

/** What a brief would say now. */
export interface BriefPreview {
  readonly subject: string;
  readonly lines: readonly string[];
}
