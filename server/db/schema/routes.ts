import type { Generated } from 'kysely';

/** A line of the outline that says which alerts go to whom. */
export interface RouteTable {
  id: Generated<number>;
  /** In the whole outline. */
  position: number;
  /** 0 at the top. */
  depth: number;
  name: string;
  match_json: string;
  channels_json: string;
  calls_chain: number;
  goes_on: number;
  active: number;
  /** `Grouping`; null: as of the line above it, or of all. */
  grouping_json: Generated<string | null>;
}
