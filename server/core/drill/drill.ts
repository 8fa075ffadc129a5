import type { Playbook } from '../playbook/playbook.ts';
import type { Level } from '../risk/grade.ts';
import { type Instant, MINUTE } from '../time.ts';
import type { ClockTurn } from './drill-clock.ts';
import type { Claim, Inject, Scenario } from './scenario.ts';

/** What the team holds a claim for. */
export const CLAIM_STATES = ['unverified', 'verified', 'disproved'] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

/** What somebody does in a drill. */
export type DrillAct =
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'level'; readonly level: Level }
  | { readonly kind: 'playbook'; readonly playbook: string }
  | { readonly kind: 'step'; readonly playbook: string; readonly no: number; readonly done: boolean }
  /** Options by their place, from 0. */
  | { readonly kind: 'answer'; readonly inject: string; readonly options: readonly number[] }
  | { readonly kind: 'claim'; readonly claim: string; readonly state: ClaimState }
  | { readonly kind: 'statement'; readonly title: string; readonly body: string }
  | { readonly kind: 'note'; readonly text: string };

export interface DrillEvent {
  readonly id: number;
  /** Real time. */
  readonly at: Instant;
  /** What the drill's clock showed, in milliseconds since the beginning. */
  readonly drillAt: number;
  readonly by: string;
  readonly act: DrillAct | { readonly kind: ClockTurn['kind'] };
}

/** What a drill was started with: it is run and scored by this, whatever a later release says. */
export interface DrillPlan {
  readonly scenario: Scenario;
  readonly playbook: Pick<Playbook, 'id' | 'name' | 'steps'>;
}

export interface Drill {
  readonly id: number;
  readonly plan: DrillPlan;
  readonly speed: number;
  readonly startedAt: Instant;
  readonly startedBy: string;
  /** In the order they came. */
  readonly events: readonly DrillEvent[];
}

type ActOf<K extends DrillAct['kind']> = Extract<DrillAct, { readonly kind: K }>;
export type Done<K extends DrillAct['kind']> = Pick<DrillEvent, 'at' | 'drillAt' | 'by'> & {
  readonly act: ActOf<K>;
};

/** Of one kind, as they came. */
export function doneOf<K extends DrillAct['kind']>(
  events: readonly DrillEvent[],
  kind: K,
): readonly Done<K>[] {
  return events.filter((event): event is DrillEvent & Done<K> => event.act.kind === kind);
}

export function turnsOf(events: readonly DrillEvent[]): readonly ClockTurn[] {
  return events.flatMap(({ at, act: { kind } }) =>
    kind === 'paused' || kind === 'resumed' || kind === 'ended' ? [{ kind, at }] : [],
  );
}

export function timingOf({ startedAt, speed, plan }: Pick<Drill, 'startedAt' | 'speed' | 'plan'>) {
  return { startedAt, speed, minutes: plan.scenario.minutes };
}

/** What has reached the team when the clock shows `elapsed`. */
export function injectsBy({ injects }: Scenario, elapsed: number): readonly Inject[] {
  return injects.filter(({ at }) => at * MINUTE <= elapsed);
}

/** The claims that were said by then. */
export function claimsBy(scenario: Scenario, elapsed: number): readonly Claim[] {
  const seen = injectsBy(scenario, elapsed);
  return scenario.claims.filter(({ raisedBy }) => seen.some(({ id }) => id === raisedBy));
}

/** When an inject comes, in drill milliseconds; Infinity where there is none of that name. */
export function comesAt({ injects }: Scenario, id: string | null): number {
  const inject = injects.find((each) => each.id === id);
  return inject === undefined ? Number.POSITIVE_INFINITY : inject.at * MINUTE;
}
