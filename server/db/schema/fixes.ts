import type { Generated } from 'kysely';
import type { Servqual, Touchpoint } from '../../core/reading/analysis.ts';

/** What a service team did about a touchpoint. A removed one is kept, with who removed it and when. */
export interface FixTable {
  id: Generated<number>;
  watch_id: number;
  touchpoint: Touchpoint;
  /** Null: the touchpoint as a whole. */
  dimension: Servqual | null;
  title: string;
  done_at: number;
  created_at: number;
  created_by: string;
  removed_at: number | null;
  removed_by: string | null;
}

/** What came of a fix, as it was counted then. */
export interface FixProofTable {
  fix_id: number;
  made_at: number;
  /** 1: all its weeks have passed, and some of its posts are forgotten; it stays as it is. */
  final: number;
  /** 1: some of the posts it was counted from are forgotten. */
  partial: number;
  /** The proof, `FixProof`. */
  proof_json: string;
}
