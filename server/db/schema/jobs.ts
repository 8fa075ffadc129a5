import type { Generated } from 'kysely';
import type { JobKind } from '../../core/job/job.ts';

export interface JobTable {
  id: Generated<number>;
  kind: JobKind;
  /** At most one waiting or running job per key. */
  unique_key: string | null;
  payload_json: string;
  /** waiting | running | done | dead */
  status: string;
  run_at: number;
  lease_until: number | null;
  attempts: Generated<number>;
  result_json: string | null;
  error: string | null;
  created_at: number;
  ended_at: number | null;
}
