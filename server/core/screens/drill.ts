import type { DrillPlan } from '../drill/drill.ts';
import type { DrillTime } from '../drill/drill-clock.ts';
import type { Ability, Scenario } from '../drill/scenario.ts';
import type { Score } from '../drill/score.ts';
import type { TeamView } from '../drill/team-view.ts';
import type { Instant } from '../time.ts';

/** What may be known of a scenario before it is played. */
export type ScenarioHead = Pick<Scenario, 'id' | 'title' | 'company' | 'about' | 'rehearses' | 'minutes'>;

export interface DrillRow {
  readonly id: number;
  readonly scenario: string;
  readonly title: string;
  readonly speed: number;
  readonly startedAt: Instant;
  readonly startedBy: string;
  readonly time: DrillTime;
  readonly minutes: number;
  /** Of a hundred; null while it is not over, and where it was ended before anything was due. */
  readonly total: number | null;
}

export interface DrillsScreen {
  readonly now: Instant;
  readonly scenarios: readonly ScenarioHead[];
  readonly drills: readonly DrillRow[];
}

/** What came of it; shown when it is over. */
export interface DrillResult {
  readonly score: Score;
  /** With all that was right. */
  readonly plan: DrillPlan;
  /** The last one of the same scenario that was over and has a score. */
  readonly previous: {
    readonly id: number;
    readonly startedAt: Instant;
    readonly total: number;
    readonly shares: Readonly<Record<Ability, number | null>>;
  } | null;
}

export interface DrillScreen extends TeamView {
  readonly id: number;
  /** Grows with everything that is done in it. */
  readonly turns: number;
  readonly now: Instant;
  readonly scenario: ScenarioHead;
  readonly speed: number;
  readonly startedAt: Instant;
  readonly startedBy: string;
  readonly time: DrillTime;
  /** When there will be something new if nobody stops the clock; null where nothing comes by itself. */
  readonly nextAt: Instant | null;
  readonly result: DrillResult | null;
}
