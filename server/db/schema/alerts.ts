import type { Generated } from 'kysely';
import type { AlertChangeKind, AlertStatus } from '../../core/alert/alert.ts';
import type { Phase } from '../../core/alert/alert-life.ts';
import type { Level } from '../../core/risk/grade.ts';

export interface AlertTable {
  id: Generated<number>;
  watch_id: number;
  level: Level;
  status: AlertStatus;
  risk_json: string;
  findings_json: string;
  metrics_json: string;
  records_json: string;
  playbooks_json: string;
  /** When each of the playbooks was called for first. */
  called_json: Generated<string>;
  examples_json: string;
  opened_at: number;
  changed_at: number;
  acknowledged_at: number | null;
  acknowledged_by: string | null;
  closed_at: number | null;
  /** Where it stands on its way down; null while it is not. */
  lowering_json: Generated<string | null>;
  /** Rings after the first that nobody confirmed. */
  escalations: Generated<number>;
  /** When the next such ring is due; null: none. */
  escalate_at: Generated<number | null>;
  /** investigating | watching | incident */
  phase: Generated<Phase | null>;
  assignee_id: Generated<number | null>;
  /** Times it was said again when nobody was left to be passed on to. */
  repeats: Generated<number>;
  /** The alert that goes on instead of it, since their stories turned out to be one. */
  merged_into: Generated<number | null>;
}

export interface AlertChangeTable {
  id: Generated<number>;
  alert_id: number;
  at: number;
  kind: AlertChangeKind;
  from_level: Level | null;
  to_level: Level;
  actor: string;
  note: string | null;
  /** Risk, metrics and findings at that moment. */
  inputs_json: string;
  /** When the newest post that led to it was published, where that is known to the minute. */
  published_at: Generated<number | null>;
  stored_at: Generated<number | null>;
}

export interface AlertStepTable {
  alert_id: number;
  playbook: string;
  step_no: number;
  done_at: number;
  done_by: string;
  note: string | null;
}

/** Values filled into a playbook's template for one alert. */
export interface AlertDraftTable {
  alert_id: number;
  template: string;
  values_json: string;
  /** Both, or neither: the text as it was reworded. */
  title: string | null;
  body: string | null;
  updated_at: number;
  updated_by: string;
}
