import type { Generated } from 'kysely';

/** A time in which alerts of some watches or stories do not ring. One that is over is kept. */
export interface SilenceTable {
  id: Generated<number>;
  matcher_json: string;
  from_at: number;
  /** Exclusive. */
  until_at: number;
  author: string;
  reason: string;
  created_at: number;
  /** When a person ended it early, or called it off before it began. */
  ended_at: number | null;
  ended_by: string | null;
}

/** What was asked for under which `Idempotency-Key`, for a day. */
export interface DecisionKeyTable {
  /** comment | silence */
  kind: string;
  actor: string;
  key: string;
  body_hash: string;
  /** Null while it is under way. */
  result_id: number | null;
  created_at: number;
}
