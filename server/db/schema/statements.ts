import type { Generated } from 'kysely';

/** A statement as it was handed in; see `core/playbook/approval.ts`. */
export interface StatementTable {
  id: Generated<number>;
  alert_id: number;
  template: string;
  title: string;
  body: string;
  level: string;
  needed: number;
  waiver: string | null;
  state: string;
  submitted_at: number;
  submitted_by: string;
  published_at: Generated<number | null>;
  published_by: Generated<string | null>;
  url: Generated<string | null>;
}

/** Key (statement_id, person): each person decides once. */
export interface StatementDecisionTable {
  statement_id: number;
  /** `nameKey` of who decided. */
  person: string;
  decided_by: string;
  at: number;
  approves: number;
  note: string | null;
}
