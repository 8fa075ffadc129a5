import { type Kysely, sql } from 'kysely';

const CHANGES = [
  `alter table watch add column rivals_json text not null default '[]'`,
  'alter table mention add column target text',
  'alter table mention add column target_json text',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const change of CHANGES) await sql.raw(change).execute(db);
}
