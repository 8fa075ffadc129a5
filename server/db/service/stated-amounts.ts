import { sql } from 'kysely';
import { type StatedSide, statedName } from '../../core/mention/stated-facts.ts';
import { keptUnit, toKept } from '../../core/reading/amount-unit.ts';
import type { Span } from '../../core/series/trend-window.ts';
import type { Standard } from '../../core/service/standard.ts';
import type { StatedAmount } from '../../core/service/standing.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { lookUp, type RowType, rowsIn, unionOf } from '../engine/dialect.ts';

/** An amount and the post that states it. */
export interface ToldAmount {
  readonly watchId: number;
  readonly at: Instant;
  readonly postId: number;
  readonly value: number;
}

/** Name of the fact by which posts refer to a standard. */
export function factOf(
  { touchpoint, unit }: Pick<Standard, 'touchpoint' | 'unit'>,
  side: StatedSide,
): string {
  return statedName(side, touchpoint, keptUnit(unit));
}

export const amountKey = (standardId: number, side: StatedSide): string => `${standardId} ${side}`;

const COLUMNS: Readonly<Record<string, RowType>> = {
  standard: 'bigint',
  side: 'text',
  watch: 'bigint',
  fact: 'text',
  start: 'bigint',
  stop: 'bigint',
};

interface AmountRow extends StatedAmount {
  readonly standard: number;
  readonly side: StatedSide;
}

/**
 * What posts of these pieces of time state about some standards, by `amountKey`. All of them are counted: people name
 * few amounts, however many name them. One statement.
 */
export async function readAmounts(
  db: Db,
  asked: readonly { readonly standard: Standard; readonly pieces: readonly Span[] }[],
): Promise<ReadonlyMap<string, readonly StatedAmount[]>> {
  const wanted = asked.flatMap(({ standard, pieces }) =>
    (['actual', 'expected'] as const).flatMap((side) =>
      pieces.map(({ from, to }) => ({
        standard: standard.id,
        side,
        watch: standard.watchId,
        fact: factOf(standard, side),
        start: from,
        stop: to,
      })),
    ),
  );
  if (wanted.length === 0) return new Map();
  const on = sql`f.watch_id = wanted.watch and f.name = wanted.fact and f.at >= wanted.start and f.at < wanted.stop`;
  const { rows } = await sql<AmountRow>`
    select wanted.standard, wanted.side, wanted.start as at, f.value, count(*) as posts
    from ${rowsIn(db, wanted, COLUMNS, 'wanted')} ${lookUp(db, 'fact', 'f', on)}
    group by wanted.standard, wanted.side, wanted.start, f.value order by at, value`.execute(db);
  return Map.groupBy(rows, ({ standard, side }) => amountKey(standard, side));
}

/** A piece of time, and the level that amounts stated in it must not be worse than. */
export interface JudgedPiece extends Span {
  readonly level: number;
}

/** The newest posts that state worse than the level of their time. */
export async function readBroken(
  db: Db,
  standard: Standard,
  pieces: readonly JudgedPiece[],
  limit: number,
): Promise<readonly ToldAmount[]> {
  if (pieces.length === 0) return [];
  const worse = sql.raw(standard.better === 'low' ? '>' : '<');
  const each = pieces.map(
    ({ from, to, level }) => sql`select * from (
      select watch_id as "watchId", at, post_id as "postId", value from fact
      where watch_id = ${standard.watchId} and name = ${factOf(standard, 'actual')}
        and at >= ${from} and at < ${to} and value ${worse} ${toKept(level, standard.unit)}
      order by at desc, post_id desc limit ${sql.lit(limit)}) one`,
  );
  const { rows } = await sql<ToldAmount>`select * from (${unionOf(each)}) told
    order by at desc, "postId" desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
