import { type Kysely, sql } from 'kysely';
import { define } from '../engine/ddl.ts';
import { engineOf } from '../engine/engine.ts';

const TABLE = `create table facet_day (
  watch_id integer not null, facet text not null, day integer not null, sentiment integer not null,
  count integer not null, copies integer not null, reach integer not null,
  primary key (watch_id, facet, day, sentiment)
) without rowid`;
/** As of the other counts: what came to nothing is found at once; a count grows in its place. */
const CARE = {
  sqlite: 'create index facet_day_empty on facet_day(watch_id) where count <= 0',
  postgres: 'alter table facet_day set (fillfactor = 80)',
} as const;

/** Facets by the day in China and without platforms, from what is counted by the hour. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, [TABLE]);
  await define(db, [CARE[engineOf(db)]]);
  await sql`insert into facet_day (watch_id, facet, day, sentiment, count, copies, reach)
    select watch_id, facet, (hour + 28800000) / 86400000 * 86400000 - 28800000, sentiment,
      sum(count), sum(copies), sum(reach)
    from facet_bucket group by 1, 2, 3, 4`.execute(db);
}
