import { sql } from 'kysely';
import type { Fix } from '../../core/service/fix.ts';
import type { FixProof } from '../../core/service/fix-proof.ts';
import type { KeptProof } from '../../core/service/kept-proof.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import { stepOf } from '../series/series-range.ts';
import { toFix } from './fixes.ts';

type Later = 'lastYear' | 'overlapping';
/** As an earlier version kept it, which did not tell these. */
type EarlierProof = Omit<FixProof, Later> & Partial<Pick<FixProof, Later>>;

function told({ lastYear = null, overlapping = [], ...proof }: EarlierProof): FixProof {
  return { ...proof, lastYear, overlapping };
}

/** What is kept of what came of fixes, by their ids. */
export async function readKeptProofs(
  db: Db,
  fixIds: readonly number[],
): Promise<ReadonlyMap<number, KeptProof>> {
  if (fixIds.length === 0) return new Map();
  const rows = await db.selectFrom('fix_proof').selectAll().where('fix_id', 'in', fixIds).execute();
  return new Map(
    rows.map(({ fix_id, made_at, final, partial, proof_json }) => [
      fix_id,
      {
        madeAt: made_at,
        final: final === 1,
        partial: partial === 1,
        proof: told(parseJson(proof_json)),
      },
    ]),
  );
}

/** Keeps them, in place of what was kept before; one that is final stays. */
export async function keepProofs(db: Db, proofs: ReadonlyMap<number, KeptProof>): Promise<void> {
  for (const [id, { madeAt, final, partial, proof }] of proofs) {
    const values = {
      made_at: madeAt,
      final: final ? 1 : 0,
      partial: partial ? 1 : 0,
      proof_json: JSON.stringify(proof),
    };
    await db
      .insertInto('fix_proof')
      .values({ fix_id: id, ...values })
      .onConflict((conflict) =>
        conflict.column('fix_id').doUpdateSet(values).where('fix_proof.final', '=', 0),
      )
      .execute();
  }
}

/** A batch of those of which no final proof is kept, by their ids. */
export async function unprovenFixes(db: Db, after: number, limit: number): Promise<readonly Fix[]> {
  const rows = await db
    .selectFrom('fix as f')
    .leftJoin('fix_proof as p', 'p.fix_id', 'f.id')
    .selectAll('f')
    .where('f.id', '>', after)
    .where('f.removed_at', 'is', null)
    .where((is) => is.or([is('p.final', 'is', null), is('p.final', '=', 0)]))
    .orderBy('f.id')
    .limit(limit)
    .execute();
  return rows.map(toFix);
}

/** For each watch, the days of which it counts posts that were stored before a time. */
export async function daysStoredBefore(
  db: Db,
  before: Instant,
): Promise<ReadonlyMap<number, readonly Instant[]>> {
  const { rows } = await sql<{ watchId: number; day: Instant }>`
    select distinct watch_id as "watchId", ${stepOf('day')} as day from (
      select m.watch_id, m.at as hour from post p join mention m on m.post_id = p.id
      where p.stored_at < ${before} and m.counted = 1) old`.execute(db);
  return new Map(
    [...Map.groupBy(rows, ({ watchId }) => watchId)].map(([id, days]) => [id, days.map(({ day }) => day)]),
  );
}
