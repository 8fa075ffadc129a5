import type { Level } from '../risk/grade.ts';

/**
 * What a drill tries. `sense`: seeing what it is and how grave. `pace`: being in time. `line`: saying what is so, and
 * saying it well. `team`: who does what, and for whom. `rule`: what law and decency ask.
 */
export const ABILITIES = ['sense', 'pace', 'line', 'team', 'rule'] as const;
export type Ability = (typeof ABILITIES)[number];

/** Where something comes from. `fact`: somebody of the house has checked it, and only then may it be said. */
export const INJECT_KINDS = ['post', 'press', 'boss', 'hotline', 'regulator', 'inside', 'fact'] as const;
export type InjectKind = (typeof INJECT_KINDS)[number];

/** A decision that an inject calls for. Of several right options all have to be chosen. */
export interface Question {
  readonly text: string;
  /** Who decides: a role of the playbooks. */
  readonly role: string;
  /** Drill minutes there are for it. */
  readonly within: number;
  readonly ability: Ability;
  readonly weight: number;
  readonly options: readonly { readonly text: string; readonly right: boolean; readonly why: string }[];
}

/** What reaches the team at a drill minute. */
export interface Inject {
  readonly id: string;
  readonly at: number;
  readonly kind: InjectKind;
  readonly from: string;
  readonly text: string;
  readonly ask?: Question;
}

/** Something that is said, and may turn out to be so or not. */
export interface Claim {
  readonly id: string;
  readonly text: string;
  /** The inject in which it is first said. */
  readonly raisedBy: string;
  /** The inject that settles it; null: nothing does while the drill lasts. */
  readonly settledBy: string | null;
  readonly truth: 'verified' | 'disproved' | null;
  /** A statement that has one of these speaks of it. */
  readonly words: readonly string[];
}

/** One crisis to rehearse, one file in `server/scenarios`. All of it is made up. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** The playbook that fits. */
  readonly playbook: string;
  readonly company: string;
  readonly about: string;
  readonly rehearses: readonly string[];
  /** How long it is, in drill minutes. */
  readonly minutes: number;
  /** Which level it is in truth and since when, the first from the beginning, each graver than the one before. */
  readonly levels: readonly { readonly at: number; readonly level: Level; readonly why: string }[];
  readonly injects: readonly Inject[];
  readonly claims: readonly Claim[];
  readonly statement: {
    /** The template that fits to begin with. */
    readonly template: string;
    /** By which drill minute it has to be out, where the clock of the level leaves longer. */
    readonly by: number;
    /** What must stand in it: any of the words of each. */
    readonly needs: readonly { readonly what: string; readonly any: readonly string[] }[];
  };
}

export function defineScenario(scenario: Scenario): Scenario {
  return scenario;
}

/** Several options are to be chosen. */
export function isMany({ options }: Question): boolean {
  return options.filter(({ right }) => right).length > 1;
}
