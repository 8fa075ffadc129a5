import type { Level } from './alert.ts';

/** `{m,op,v}` over metrics, joined by any / all. A metric that is not known makes its condition false. */
export type Condition =
  | { readonly any: readonly Condition[] }
  | { readonly all: readonly Condition[] }
  | { readonly m: string; readonly op: '>=' | '>' | '<=' | '<' | '=='; readonly v: number };

export interface Step {
  readonly no: number;
  readonly phase: string;
  readonly role: string;
  readonly backup: string;
  readonly action: string;
  /** Minutes after the alert opened, by level; never shorter as the level falls. */
  readonly deadlineMinutes: Readonly<Record<Level, number>>;
  readonly deliverable: string;
  readonly doneWhen: string;
  readonly mandatory: boolean;
}

export interface Template {
  readonly id: string;
  readonly stage: string;
  readonly channel: string;
  readonly title: string;
  readonly body: string;
  readonly vars: readonly string[];
  readonly approvers: readonly string[];
}

/** One crisis playbook, one file in `server/playbooks`. */
export interface Playbook {
  readonly id: string;
  readonly name: string;
  readonly crisisType: string;
  readonly scct: {
    readonly cluster: 'victim' | 'accidental' | 'preventable';
    readonly base: readonly string[];
    readonly forbidden: readonly string[];
    readonly upgradeConditions: readonly string[];
  };
  readonly triggers: Condition;
  readonly levelRules: Readonly<Partial<Record<Level, Condition>>>;
  readonly steps: readonly Step[];
  readonly templates: readonly Template[];
  readonly evidence: readonly string[];
  readonly exit: readonly { readonly text: string; readonly expr?: Condition; readonly holdHours?: number }[];
  readonly review: readonly string[];
  readonly do: readonly string[];
  readonly dont: readonly string[];
  readonly expectationRepair: Readonly<Record<'functional' | 'emotional' | 'social', string>>;
  readonly standards: readonly string[];
}

export function definePlaybook(playbook: Playbook): Playbook {
  return playbook;
}
