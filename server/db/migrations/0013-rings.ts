import { type Kysely, sql } from 'kysely';
import { define } from '../engine/ddl.ts';
import { engineOf } from '../engine/engine.ts';

const STATEMENTS = [
  // Dead jobs are few and looked for among very many that are done.
  `create index job_dead on job(ended_at) where status = 'dead'`,
] as const;

/** Which turn of each clock was last taken: only where several processes may have clocks. */
const POSTGRES = [`create table ring (name text primary key, slot integer not null)`] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
  if (engineOf(db) !== 'postgres') return;
  await define(db, POSTGRES);
  // Written every second and never looked at by an older transaction: room to do it in place.
  await sql`alter table ring set (fillfactor = 20)`.execute(db);
}
