import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table audit (
    id integer primary key autoincrement, at integer not null, who text not null, role text, action text not null,
    object_id text, detail text not null, previous text not null, seal text not null
  )`,
  'create index audit_who on audit(who, id)',
  'create index audit_action on audit(action, id)',
] as const;

/** Who changed what, each row sealed with the one before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
