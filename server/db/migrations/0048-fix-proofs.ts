import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** What came of a fix, kept once it is known: the counts that prove it are forgotten with their posts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, [
    `create table fix_proof (
      fix_id integer primary key references fix(id) on delete cascade,
      made_at integer not null, final integer not null, proof_json text not null
    )`,
  ]);
}
