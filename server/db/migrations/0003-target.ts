import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const CHANGES = [
  `alter table watch add column rivals_json text not null default '[]'`,
  'alter table mention add column target text',
  'alter table mention add column target_json text',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, CHANGES);
}
