import type { Generated } from 'kysely';
import type { StandardUnit } from '../../core/reading/amount-unit.ts';
import type { Touchpoint } from '../../core/reading/analysis.ts';
import type { Direction } from '../../core/service/zone.ts';

/** What service is held to; a retired one is kept, with who retired it and when. Its terms are in versions. */
export interface StandardTable {
  id: Generated<number>;
  watch_id: number;
  touchpoint: Touchpoint;
  unit: StandardUnit;
  better: Direction;
  /** The newest of its versions. */
  version: number;
  created_at: number;
  created_by: string;
  retired_at: Generated<number | null>;
  retired_by: Generated<string | null>;
}

/** Terms of a standard from `changed_at` on; key (standard_id, version). */
export interface StandardVersionTable {
  standard_id: number;
  version: number;
  name: string;
  floor: number;
  target: number;
  ideal: number | null;
  owner: string;
  review_at: number | null;
  promise: string | null;
  promise_value: number | null;
  promise_url: string | null;
  promise_from: number | null;
  promise_to: number | null;
  changed_at: number;
  changed_by: string;
}
