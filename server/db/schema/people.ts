import type { Generated } from 'kysely';
import type { Turn } from '../../core/alert/duty.ts';
import type { BriefKind } from '../../core/notices/brief.ts';

/** Somebody who is rung. */
export interface PersonTable {
  id: Generated<number>;
  name: string;
  title: string;
  zone: string;
  /** `WorkingHours`; null: at any time. */
  hours_json: string | null;
  created_at: number;
}

/** Whose channel it is; no row: everybody's. */
export interface PersonChannelTable {
  channel_id: number;
  person_id: number;
  /** In what order a person's channels are tried. */
  position: number;
}

/** An on-call chain beside the one that needs no row. */
export interface DutyChainTable {
  id: Generated<number>;
  position: number;
  name: string;
}

/** Which watch has which chain; no row: the one without a row. */
export interface DutyWatchTable {
  watch_id: number;
  chain_id: number;
}

/** A step of an on-call chain. */
export interface DutyStepTable {
  id: Generated<number>;
  /** null: of the chain without a row. */
  chain_id: Generated<number | null>;
  position: number;
  name: string;
  people_json: string;
  /** everyone | day | week */
  turn: Turn;
  starts_at: number;
  zone: string;
}

/** Somebody stands in at a step, [from_at, until_at). */
export interface DutySwapTable {
  id: Generated<number>;
  step_id: number;
  person_id: number;
  from_at: number;
  until_at: number;
  by: string;
  created_at: number;
}

/** A summary that somebody gets at set times. */
export interface BriefTable {
  id: Generated<number>;
  person_id: number;
  /** hourly | daily | weekly */
  kind: BriefKind;
  minute: number;
  weekday: number;
  watches_json: string;
  /** skip | line */
  quiet: string;
  /** The turn that was sent last. */
  told_until: number;
}
