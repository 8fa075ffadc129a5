import type { Generated } from 'kysely';

/** A crisis of the past as people labelled it. A removed one is kept, with who removed it and when. */
export interface CrisisLabelTable {
  id: Generated<number>;
  watch_id: number;
  name: string;
  from_at: number;
  /** Exclusive. */
  to_at: number;
  created_at: number;
  created_by: string;
  removed_at: number | null;
  removed_by: string | null;
}
