import type { Generated } from 'kysely';
import type { ReviewStatus } from '../../core/review/review.ts';

/** What people concluded from an alert; an alert without a row was not reviewed yet. */
export interface ReviewTable {
  alert_id: number;
  /** working | done */
  status: ReviewStatus;
  /** Grows with every save; who saves names the one they read. */
  version: number;
  /** 0/1; null: nobody said. */
  false_alarm: number | null;
  answers_json: string;
  updated_at: number;
  updated_by: string;
}

/** What is to be changed, by whom and until when. A removed one is kept, with who removed it. */
export interface ReviewMeasureTable {
  id: Generated<number>;
  alert_id: number;
  what: string;
  owner: string;
  due_at: number;
  version: number;
  done_at: number | null;
  done_by: string | null;
  created_at: number;
  created_by: string;
  removed_at: number | null;
  removed_by: string | null;
}
