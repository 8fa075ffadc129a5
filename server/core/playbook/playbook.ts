import type { Level } from '../risk/grade.ts';

/** `{m,op,v}` over metrics, joined by any / all. A metric that is not known makes its condition false. */
export type Condition =
  | { readonly any: readonly Condition[] }
  | { readonly all: readonly Condition[] }
  | {
      readonly m: string;
      readonly op: '>=' | '>' | '<=' | '<' | '==';
      readonly v: number;
      /** What is enough where a watch hears little; absent: `v` everywhere. */
      readonly small?: SmallWatch;
      /** What is asked for where some say it on every day; absent: `v` everywhere. */
      readonly large?: LargeWatch;
    };

/** Instead of `v`, where that is less: such a part of the posts that a usual day holds, but at least so many. */
export interface SmallWatch {
  readonly ofUsualDay: number;
  readonly least: number;
}

/**
 * Instead of `v`, where a usual day may bring as much by itself (`usualOf` and three and a half standard deviations of
 * it): so far above that as that lies above `v`. But never more than this part of the posts that a usual day holds, so
 * that the second day of a crisis is one, too.
 */
export interface LargeWatch {
  readonly ofUsualDay: number;
}

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

/** Nonviolent communication: the four parts every statement has, in this order. */
export interface StatementParts {
  readonly observation: string;
  readonly feeling: string;
  readonly need: string;
  readonly request: string;
}

export interface Template {
  readonly id: string;
  readonly stage: string;
  /**
   * What it says of the facts. `checking`: what is known and what is being checked, no more; fit to begin with.
   * `listening`: takes up what people say without saying that it is so. `stating`: says that something happened or
   * that it did not, or is sorry for it; not before the facts are verified.
   */
  readonly stance: 'checking' | 'listening' | 'stating';
  readonly channel: string;
  readonly title: string;
  /** The four parts in one. */
  readonly body: string;
  readonly nvc: StatementParts;
  readonly vars: readonly string[];
  readonly approvers: readonly string[];
}

/** When a crisis may end. Without `expr` a person judges it. */
export interface ExitRule {
  readonly text: string;
  readonly expr?: Condition;
  readonly holdHours?: number;
  /** The number in `expr` stands for "usual for this watch" until its own baseline is known. */
  readonly ownBaseline?: boolean;
}

/** Words by which a statement does what its playbook forbids. */
export interface Wording {
  /** The one of `scct.forbidden` that it is. */
  readonly because: string;
  /** A regular expression, as text so that it can be sent. */
  readonly pattern: string;
  /** Where this stands in the text, too, nothing is wrong with it. */
  readonly unless?: string;
  /** Nor where this fact is recorded. */
  readonly unlessRecorded?: string;
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
    /** By what words it is known that a statement does what is forbidden. */
    readonly wordings: readonly Wording[];
    readonly upgradeConditions: readonly string[];
    /** The strategy once the facts turn out otherwise. */
    readonly otherwise?: {
      readonly when: 'preventable' | 'accidental' | 'partlyTrue';
      readonly strategy: readonly string[];
    };
  };
  readonly triggers: Condition;
  /** The recorded facts by which the matter is more than what people say; over `record.*` alone. */
  readonly verified: Condition;
  readonly levelRules: Readonly<Partial<Record<Level, Condition>>>;
  readonly steps: readonly Step[];
  readonly templates: readonly Template[];
  readonly evidence: readonly string[];
  readonly exit: readonly ExitRule[];
  readonly review: readonly string[];
  readonly do: readonly string[];
  readonly dont: readonly string[];
  readonly expectationRepair: Readonly<Record<'functional' | 'emotional' | 'social', string>>;
  readonly standards: readonly string[];
}

export function definePlaybook(playbook: Playbook): Playbook {
  return playbook;
}

/** A template from its four parts: the body is them in order, written once. */
export function template(parts: Omit<Template, 'body'>): Template {
  const { observation, feeling, need, request } = parts.nvc;
  return { ...parts, body: observation + feeling + need + request };
}
