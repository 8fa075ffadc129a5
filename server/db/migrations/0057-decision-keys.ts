import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** What was asked for under which key: who gets no answer asks again, and it is not done twice. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, [
    `create table decision_key (
      kind text not null, actor text not null, key text not null, body_hash text not null,
      result_id integer, created_at integer not null, primary key (kind, actor, key)
    )`,
    'create index decision_key_created on decision_key(created_at)',
  ]);
}
