import type { Generated } from 'kysely';

/** A rehearsed crisis; see `core/drill/drill.ts`. */
export interface DrillTable {
  id: Generated<number>;
  /** Name of its scenario, as the plan has it too. */
  scenario: string;
  speed: number;
  /** Scenario and playbook as they were when it began. */
  plan_json: string;
  started_at: number;
  started_by: string;
  /** Grows with every event: who adds one holds the row until it is kept. */
  turns: number;
}

/** What somebody did in a drill. */
export interface DrillEventTable {
  id: Generated<number>;
  drill_id: number;
  at: number;
  /** What the drill's clock showed. */
  drill_at: number;
  done_by: string;
  act_json: string;
}
