import type { Generated } from 'kysely';
import type { ReportKind } from '../../core/report/report-period.ts';

/** A report as it was made. */
export interface ReportTable {
  id: Generated<number>;
  /** daily | weekly | monthly | custom */
  kind: ReportKind;
  /** Null: all watches, or the one it was about is gone; its name stands in the snapshot. */
  watch_id: number | null;
  from_at: number;
  to_at: number;
  title: string;
  snapshot_json: string;
  /** As a person worded it; null: as it was made. */
  summary: string | null;
  /** What a person wrote beside each section. */
  remarks_json: string;
  /** One more with each change, so that nobody writes over what they have not seen. */
  version: number;
  made_at: number;
  made_by: string;
  changed_at: number;
  changed_by: string;
}
