import type { Generated } from 'kysely';
import type { StandIn } from '../../core/alert/stand-in.ts';
import type { Level } from '../../core/risk/grade.ts';

/** Where alerts ring. */
export interface ChannelTable {
  id: Generated<number>;
  kind: string;
  name: string;
  settings_json: string;
  /** The lowest level it rings for. */
  min_level: Level;
  active: number;
  created_at: number;
  /** When it is left in peace; null: never. */
  quiet_json: Generated<string | null>;
  /** The most messages in an hour. */
  per_hour: Generated<number>;
  /** When a test message last arrived. */
  proven_at: Generated<number | null>;
  tested_at: Generated<number | null>;
  /** Why the last test did not arrive; null: it did, or there was none. */
  test_fault: Generated<string | null>;
  /** Whose device it is, by the account; null: no device, or nobody's with an account. */
  account_id: Generated<number | null>;
  /** When it was removed: only its name is left, for the record; null: it was not. */
  removed_at: Generated<number | null>;
}

/** Outbox: written in the transaction of the change it reports. Unique (change_id, channel_id). */
export interface DeliveryTable {
  id: Generated<number>;
  alert_id: number;
  change_id: number;
  channel_id: number;
  /** waiting | sent | failed | held */
  status: string;
  reason: string | null;
  attempts: Generated<number>;
  created_at: number;
  next_at: number;
  sent_at: number | null;
  answer: string | null;
  /** What the tries so far got done, in the words of its channel. */
  done: Generated<string | null>;
  /** The branch that led there, by its names then; null: none did. */
  route: Generated<string | null>;
  /** The silence that holds it, or held it. */
  silence_id: Generated<number | null>;
  /** 1: held, and to be told when what holds it is over. */
  owed: Generated<number>;
  /** When it was sent after all, or was found not to need sending. */
  released_at: Generated<number | null>;
  /** The message that carried it together with others. */
  notice_id: Generated<number | null>;
  /** When what a group holds is sent; null: that is for others to say. */
  due_at: Generated<number | null>;
  /** `StandIn`: why this channel stands in for one that could not; null: it was its own turn. */
  stands_in: Generated<StandIn | null>;
}

/** How the messages of alerts are worded. */
export interface MessageTemplateTable {
  id: Generated<number>;
  /** null: for all channels without one of their own. */
  channel_id: number | null;
  title: string;
  body: string;
  updated_at: number;
  updated_by: string;
}
