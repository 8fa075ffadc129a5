import type { Fix } from '../../core/service/fix.ts';
import type { FixProof, KeptProof } from '../../core/service/fix-proof.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import { toFix } from './fixes.ts';

/** What is kept of what came of fixes, by their ids. */
export async function readKeptProofs(
  db: Db,
  fixIds: readonly number[],
): Promise<ReadonlyMap<number, KeptProof>> {
  if (fixIds.length === 0) return new Map();
  const rows = await db.selectFrom('fix_proof').selectAll().where('fix_id', 'in', fixIds).execute();
  return new Map(
    rows.map(({ fix_id, made_at, final, proof_json }) => [
      fix_id,
      { madeAt: made_at, final: final === 1, proof: parseJson<FixProof>(proof_json) },
    ]),
  );
}

/** Keeps them, in place of what was kept before; one that is final stays. */
export async function keepProofs(db: Db, proofs: ReadonlyMap<number, KeptProof>): Promise<void> {
  for (const [id, { madeAt, final, proof }] of proofs) {
    const values = { made_at: madeAt, final: final ? 1 : 0, proof_json: JSON.stringify(proof) };
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
