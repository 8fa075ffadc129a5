import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';
import { engineOf } from '../engine/engine.ts';

const SQLITE = [
  `create table post (
    id integer primary key,
    source text not null, platform text not null, external_id text not null,
    url text, canonical_url text, title text, text text not null, full_length integer,
    author text,
    at integer not null, precision text not null, observed_at integer not null, stored_at integer not null,
    rating integer, region text, voice text not null, metrics_json text not null,
    content_hash integer not null, copy_of integer references post(id), copies integer not null default 0
  )`,
  'create unique index post_source_external_id on post(source, external_id)',
  'create index post_content_hash on post(content_hash)',
  'create index post_at on post(at)',
  'create index post_stored on post(stored_at)',
  'create index post_copy_of on post(copy_of) where copy_of is not null',
  `create table analysis (
    post_id integer primary key references post(id),
    reader text not null, sentiment integer not null, score real not null, quality real not null,
    analysis_json text not null
  )`,
  `create table mention (
    watch_id integer not null, at integer not null, post_id integer not null,
    sentiment integer not null, copy integer not null, counted integer not null, reach integer not null,
    platform text not null, author text, terms_json text not null,
    primary key (watch_id, at, post_id)
  ) without rowid`,
  'create index mention_post on mention(post_id)',
  `create table fact (
    watch_id integer not null, name text not null, at integer not null, post_id integer not null,
    author text, value real,
    primary key (watch_id, name, at, post_id)
  ) without rowid`,
  `create index fact_area on fact(watch_id, at, post_id) where name >= 'area.' and name < 'area/'`,
  `create virtual table post_search using fts5(body, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 0")`,
] as const;

/**
 * Posts and what grows with them, in one partition for each month in China: an old month goes in one piece.
 * A key across partitions must hold the time, so that a post is stored once is kept to by a table of its own.
 */
const POSTGRES = [
  `create table post (
    id integer not null,
    source text not null, platform text not null, external_id text not null,
    url text, canonical_url text, title text, text text not null, full_length integer,
    author text,
    at integer not null, precision text not null, observed_at integer not null, stored_at integer not null,
    rating real, region text, voice text not null, metrics_json text not null,
    content_hash integer not null, copy_of integer, copies integer not null default 0,
    primary key (id, at)
  ) partition by range (at)`,
  `create table post_key (
    source text not null, external_id text not null, post_id integer not null,
    primary key (source, external_id)
  )`,
  'create index post_key_post on post_key(post_id)',
  'create index post_content_hash on post(content_hash)',
  'create index post_at on post(at)',
  'create index post_stored on post(stored_at)',
  'create index post_copy_of on post(copy_of) where copy_of is not null',
  `create table analysis (
    post_id integer primary key,
    reader text not null, sentiment integer not null, score real not null, quality real not null,
    analysis_json text not null
  )`,
  `create table mention (
    watch_id integer not null, at integer not null, post_id integer not null,
    sentiment integer not null, copy integer not null, counted integer not null, reach integer not null,
    platform text not null, author text, terms_json text not null,
    primary key (watch_id, at, post_id)
  ) partition by range (at)`,
  'create index mention_post on mention(post_id)',
  `create table fact (
    watch_id integer not null, name text not null, at integer not null, post_id integer not null,
    author text, value real,
    primary key (watch_id, name, at, post_id)
  ) partition by range (at)`,
  `create index fact_area on fact(watch_id, at, post_id) where name >= 'area.' and name < 'area/'`,
  `create table post_search (
    post_id integer not null, at integer not null, body tsvector not null,
    primary key (post_id, at)
  ) partition by range (at)`,
  'create index post_search_body on post_search using gin (body)',
  'create table post_rest partition of post default',
  'create table mention_rest partition of mention default',
  'create table fact_rest partition of fact default',
  'create table post_search_rest partition of post_search default',
] as const;

const TABLES = [
  `create table bucket (
    watch_id integer not null, hour integer not null, platform text not null, sentiment integer not null,
    count integer not null, copies integer not null, reach integer not null,
    primary key (watch_id, hour, platform, sentiment)
  ) without rowid`,
  `create table facet_bucket (
    watch_id integer not null, hour integer not null, facet text not null,
    count integer not null, negative integer not null,
    primary key (watch_id, hour, facet)
  ) without rowid`,
  `create table watch (
    id integer primary key autoincrement, name text not null unique, rule_json text not null,
    people_json text not null, sources_json text not null, active integer not null,
    created_at integer not null, updated_at integer not null
  )`,
  `create table feed (
    id integer primary key autoincrement, name text not null, source text not null, params_json text not null,
    every integer not null, active integer not null, created_at integer not null,
    last_run_at integer, last_ok_at integer, last_posts_at integer, next_at integer,
    failures integer not null default 0
  )`,
  'create unique index feed_source_params on feed(source, params_json)',
  `create table feed_run (
    id integer primary key, feed_id integer not null references feed(id) on delete cascade,
    started_at integer not null, ended_at integer not null, outcome text not null,
    fetched integer not null, stored integer not null, known integer not null, refused integer not null,
    wall text, detail text not null, bytes integer not null, lag_p50 integer, lag_p95 integer
  )`,
  'create index feed_run_feed on feed_run(feed_id, started_at)',
  `create table fetch_memory (
    url text primary key, etag text, last_modified text, body_hash text not null, fetched_at integer not null
  ) without rowid`,
  `create table robots (
    origin text primary key, status integer not null, body text, fetched_at integer not null
  ) without rowid`,
  `create table refusal (
    id integer primary key, at integer not null, origin text not null, position integer not null,
    reason text not null, excerpt text not null
  )`,
  'create unique index refusal_once on refusal(origin, position, reason, excerpt)',
  'create index refusal_at on refusal(at)',
  'create index refusal_origin on refusal(origin, at)',
  `create table alert (
    id integer primary key autoincrement, watch_id integer not null references watch(id), level text not null,
    status text not null, risk_json text not null, findings_json text not null, metrics_json text not null,
    records_json text not null, playbooks_json text not null, examples_json text not null,
    opened_at integer not null, changed_at integer not null,
    acknowledged_at integer, acknowledged_by text, closed_at integer
  )`,
  `create unique index alert_one_open on alert(watch_id) where status in ('open', 'acknowledged')`,
  'create index alert_opened on alert(opened_at)',
  `create table alert_change (
    id integer primary key, alert_id integer not null references alert(id), at integer not null,
    kind text not null, from_level text, to_level text not null, actor text not null, note text,
    inputs_json text not null
  )`,
  'create index alert_change_alert on alert_change(alert_id, at)',
  `create table alert_step (
    alert_id integer not null references alert(id), playbook text not null, step_no integer not null,
    done_at integer not null, done_by text not null, note text,
    primary key (alert_id, playbook, step_no)
  ) without rowid`,
  `create table alert_draft (
    alert_id integer not null references alert(id), template text not null, values_json text not null,
    updated_at integer not null, updated_by text not null,
    primary key (alert_id, template)
  ) without rowid`,
  `create table channel (
    id integer primary key autoincrement, kind text not null, name text not null, settings_json text not null,
    min_level text not null, active integer not null, created_at integer not null
  )`,
  `create table delivery (
    id integer primary key, alert_id integer not null references alert(id),
    change_id integer not null references alert_change(id), channel_id integer not null references channel(id),
    status text not null, reason text, attempts integer not null default 0, created_at integer not null,
    next_at integer not null, sent_at integer, answer text,
    unique (change_id, channel_id)
  )`,
  `create index delivery_waiting on delivery(next_at) where status = 'waiting'`,
  'create index delivery_alert on delivery(alert_id)',
  `create table job (
    id integer primary key, kind text not null, unique_key text, payload_json text not null,
    status text not null, run_at integer not null, lease_until integer, attempts integer not null default 0,
    result_json text, error text, created_at integer not null, ended_at integer
  )`,
  `create unique index job_unique on job(unique_key) where unique_key is not null and status in ('waiting', 'running')`,
  `create index job_running on job(lease_until) where status = 'running'`,
  `create index job_ended on job(ended_at) where status in ('done', 'dead')`,
  `create index job_due on job(run_at) where status = 'waiting'`,
  `create table situation (
    watch_id integer primary key references watch(id) on delete cascade, at integer not null,
    risk_json text not null, metrics_json text not null
  )`,
  'create table setting (key text primary key, value text not null) without rowid',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, engineOf(db) === 'postgres' ? POSTGRES : SQLITE);
  await define(db, TABLES);
}
