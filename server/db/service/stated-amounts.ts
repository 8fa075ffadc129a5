import { type RawBuilder, sql } from 'kysely';
import { type StatedSide, statedName } from '../../core/mention/stated-facts.ts';
import { keptUnit } from '../../core/reading/amount-unit.ts';
import type { Span } from '../../core/series/trend-window.ts';
import type { Standard } from '../../core/service/standard.ts';
import type { StatedAmount } from '../../core/service/standing.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { unionOf } from '../engine/dialect.ts';

/** Posts looked into for one standard and stretch, the newest first: more hardly move what comes of them. */
const MOST_AMOUNTS = 2_000;

/** An amount and the post that tells it. */
export interface ToldAmount extends StatedAmount {
  readonly watchId: number;
  readonly name: string;
  readonly postId: number;
}

/** Name of the fact by which posts tell of a standard. */
export function factOf(
  { touchpoint, unit }: Pick<Standard, 'touchpoint' | 'unit'>,
  side: StatedSide,
): string {
  return statedName(side, touchpoint, keptUnit(unit));
}

export const amountKey = (watchId: number, name: string): string => `${watchId} ${name}`;

/** What posts of these stretches tell of some standards, newest first, by `amountKey`. One statement. */
export async function readAmounts(
  db: Db,
  standards: readonly Standard[],
  spans: readonly Span[],
): Promise<ReadonlyMap<string, readonly ToldAmount[]>> {
  const asked = new Map(
    standards.flatMap((standard) =>
      (['actual', 'expected'] as const).map((side) => {
        const name = factOf(standard, side);
        return [amountKey(standard.watchId, name), { watchId: standard.watchId, name }] as const;
      }),
    ),
  );
  const each = [...asked.values()].flatMap(({ watchId, name }) =>
    spans.map(({ from, to }) => newestOf(watchId, name, from, to)),
  );
  if (each.length === 0) return new Map();
  const { rows } = await sql<ToldAmount>`select * from (${unionOf(each)}) told
    order by at desc, "postId" desc, name, "watchId"`.execute(db);
  return Map.groupBy(rows, (row) => amountKey(row.watchId, row.name));
}

function newestOf(watchId: number, name: string, from: Instant, to: Instant): RawBuilder<unknown> {
  return sql`select * from (
    select watch_id as "watchId", name, at, post_id as "postId", value from fact
    where watch_id = ${watchId} and name = ${name} and at >= ${from} and at < ${to}
    order by at desc, post_id desc limit ${sql.lit(MOST_AMOUNTS)}) one`;
}
