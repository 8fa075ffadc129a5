import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table ingest_token (
    id integer primary key autoincrement, name text not null unique, hash text not null unique,
    hint text not null, created_at integer not null, last_used_at integer, revoked_at integer,
    received integer not null default 0
  )`,
  `create table ingest_request (
    id integer primary key autoincrement, token_id integer not null references ingest_token(id),
    key text, kind text not null, body_hash text not null, mapping_json text, body blob, status integer,
    answer_json text, created_at integer not null
  )`,
  'create unique index ingest_request_key on ingest_request(token_id, key) where key is not null',
  'create index ingest_request_created on ingest_request(created_at)',
  `create table import_mapping (
    id integer primary key autoincrement, name text not null unique, fingerprint text not null,
    mapping_json text not null, created_at integer not null, used_at integer not null
  )`,
  'create index import_mapping_fingerprint on import_mapping(fingerprint, used_at)',
  `create table import_file (
    id integer primary key autoincrement, name text not null, bytes integer not null, via text not null,
    state text not null, mapping_json text, preview_json text, progress_json text, error text,
    created_at integer not null, started_at integer, ended_at integer
  )`,
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
