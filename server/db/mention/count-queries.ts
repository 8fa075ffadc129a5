import { type RawBuilder, sql } from 'kysely';
import { FACT_NAMES, PAIR_NAMES } from '../../core/mention/facts.ts';
import { FINE_STEP } from '../../core/series/bucket.ts';
import { isFacet } from '../../core/series/tally.ts';
import { CHINA_OFFSET, DAY, HOUR } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { byEngine, elementsOf, indexedBy, joinInOrder } from '../engine/dialect.ts';

type Fragment = RawBuilder<unknown>;

/** What is counted, as subqueries: mentions with their columns, and the same with the `name` of each fact. */
export interface Counted {
  readonly mentions: Fragment;
  readonly facts: Fragment;
  /** Since when it is counted in steps of five minutes; may speak of the mention `m`. */
  readonly young: Fragment;
}

/** One table of counts: its key, its amounts, and what some mentions come to in it. */
export interface CountTable {
  readonly name: 'bucket' | 'fine_bucket' | 'facet_bucket' | 'facet_day' | 'term_bucket';
  readonly key: readonly string[];
  readonly amounts: readonly string[];
  /** @param sign −1 for what is taken out */
  count(db: Db, of: Counted, sign: 1 | -1): Fragment;
}

/** Facets of the closed list; the other ones are places. */
const FACETS = [...FACT_NAMES.filter(isFacet), ...PAIR_NAMES];
export const IS_AREA = sql`name >= 'area.' and name < 'area/'`;

const startOf = (step: number) => sql`m.at / ${sql.lit(step)} * ${sql.lit(step)}`;
const DAY_OF = sql`(m.at + ${sql.lit(CHINA_OFFSET)}) / ${sql.lit(DAY)} * ${sql.lit(DAY)} - ${sql.lit(CHINA_OFFSET)}`;
const AMOUNTS = ['count', 'copies', 'reach'];
const amountsOf = (sign: 1 | -1) => {
  const by = sql.lit(sign);
  return sql`${by} * count(*) as count, ${by} * sum(m.copy) as copies, ${by} * sum(m.reach) as reach`;
};

/** Condition that a fact has one of these names, each of them a step in its key. */
export function isNamed(db: Db, column: string, names: readonly string[]): Fragment {
  return byEngine(db, {
    sqlite: sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(names)}))`,
    postgres: sql`${sql.ref(column)} = any(cast(${names} as text[]))`,
  });
}

/** The facts of a watch's mentions that are facets, with their mentions. `inside` speaks of `at` and `post_id`. */
export function facetsOf(db: Db, watchId: number, inside: Fragment): Fragment {
  const those = sql`watch_id = ${watchId} and ${inside}`;
  // PostgreSQL leaves out partitions by what is said of each table by itself.
  const mentions = byEngine(db, {
    sqlite: sql`cross join mention m on m.watch_id = ${watchId} and`,
    postgres: sql`join (select * from mention where ${those}) m on`,
  });
  return sql`(select f.name, m.* from (
      select name, at, post_id from fact where ${isNamed(db, 'name', FACETS)} and ${those}
      union all
      select name, at, post_id from fact ${indexedBy(db, 'fact_area')} where ${IS_AREA} and ${those}) f
    ${mentions} m.at = f.at and m.post_id = f.post_id)`;
}

/** Everything that is counted, but who wrote: a sketch is no sum. */
export const COUNT_TABLES: readonly CountTable[] = [
  {
    name: 'bucket',
    key: ['watch_id', 'hour', 'platform', 'sentiment'],
    amounts: AMOUNTS,
    count: (_, { mentions }, sign) => sql`
      select m.watch_id, ${startOf(HOUR)} as hour, m.platform, m.sentiment, ${amountsOf(sign)}
      from ${mentions} m where m.counted = 1 group by 1, 2, 3, 4`,
  },
  {
    name: 'fine_bucket',
    key: ['watch_id', 'at', 'platform', 'sentiment'],
    amounts: AMOUNTS,
    count: (_, { mentions, young }, sign) => sql`
      select m.watch_id, ${startOf(FINE_STEP)} as at, m.platform, m.sentiment, ${amountsOf(sign)}
      from ${mentions} m where m.counted = 1 and m.at >= ${young} group by 1, 2, 3, 4`,
  },
  {
    name: 'facet_bucket',
    key: ['watch_id', 'facet', 'hour', 'platform', 'sentiment'],
    amounts: AMOUNTS,
    count: (_, { facts }, sign) => sql`
      select m.watch_id, m.name as facet, ${startOf(HOUR)} as hour, m.platform, m.sentiment, ${amountsOf(sign)}
      from ${facts} m where true group by 1, 2, 3, 4, 5`,
  },
  {
    name: 'facet_day',
    key: ['watch_id', 'facet', 'day', 'sentiment'],
    amounts: AMOUNTS,
    count: (_, { facts }, sign) => sql`
      select m.watch_id, m.name as facet, ${DAY_OF} as day, m.sentiment, ${amountsOf(sign)}
      from ${facts} m where true group by 1, 2, 3, 4`,
  },
  {
    name: 'term_bucket',
    key: ['watch_id', 'day', 'term'],
    amounts: ['count', 'negative', 'positive'],
    count: (db, { mentions }, sign) => sql`
      select m.watch_id, ${DAY_OF} as day, k.value as term, ${sql.lit(sign)} * count(*) as count,
        ${sql.lit(sign)} * count(*) filter (where m.sentiment < 0) as negative,
        ${sql.lit(sign)} * count(*) filter (where m.sentiment > 0) as positive
      from ${mentions} m ${joinInOrder(db)} analysis r on r.post_id = m.post_id
        cross join ${elementsOf(db, sql`r.analysis_json`, 'keywords', 'k')}
      where m.counted = 1 group by 1, 2, 3`,
  },
];

/** All tables in which mentions are counted. */
export const COUNTED_IN = [...COUNT_TABLES.map(({ name }) => name), 'author_bucket'] as const;

export function columnsOf(names: readonly string[]): Fragment {
  return sql.join(names.map((name) => sql.ref(name)));
}
