import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table statement_publication (
    id integer primary key, statement_id integer not null references statement(id) on delete cascade,
    outlet text not null, at integer not null, published_by text not null, url text, note text,
    mark text, marked_at integer, marked_by text, mark_reason text
  )`,
  'create index statement_publication_statement on statement_publication(statement_id, at, id)',
  // Where each went out was not asked for so far: only two addresses tell.
  `insert into statement_publication (statement_id, outlet, at, published_by, url)
    select id,
      case when url like '%://weibo.%' or url like '%.weibo.%' then 'weibo'
        when url like '%://mp.weixin.qq.com/%' then 'wechat' else 'other' end,
      published_at, coalesce(published_by, ''), url
    from statement where published_at is not null order by id`,
  'alter table statement drop column published_at',
  'alter table statement drop column published_by',
  'alter table statement drop column url',
] as const;

/** An approved statement goes out in several places, each of which can be corrected or taken down. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
