import type { Generated } from 'kysely';
import type { ApprovalState } from '../../core/playbook/approval.ts';
import type { Outlet, PublicationMark } from '../../core/playbook/publication.ts';
import type { Level } from '../../core/risk/grade.ts';

/** A statement as it was handed in; see `core/playbook/approval.ts`. */
export interface StatementTable {
  id: Generated<number>;
  alert_id: number;
  template: string;
  title: string;
  body: string;
  level: Level;
  needed: number;
  waiver: string | null;
  state: ApprovalState;
  submitted_at: number;
  submitted_by: string;
  /** Who wrote its words last; null: whoever handed it in, or nobody knows. */
  written_by: string | null;
}

/** Where a statement went out; see `core/playbook/publication.ts`. */
export interface StatementPublicationTable {
  id: Generated<number>;
  statement_id: number;
  outlet: Outlet;
  at: number;
  published_by: string;
  url: string | null;
  note: string | null;
  mark: Generated<PublicationMark | null>;
  marked_at: Generated<number | null>;
  marked_by: Generated<string | null>;
  mark_reason: Generated<string | null>;
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
