import { type KeptProof, standingProof } from '../../core/service/fix-proof.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { readFixDays } from '../../db/service/fix-days.ts';
import { keepProofs as keep, readKeptProofs, unprovenFixes } from '../../db/service/fix-proofs.ts';

const BATCH = 100;

/**
 * Keeps what came of fixes, before that from which it was counted is forgotten: as soon as two weeks can be compared,
 * again with each week more, and for good once all of them have passed. Returns how many were kept.
 */
export async function keepProofs(deps: { readonly db: Db; readonly now: Instant }): Promise<number> {
  const { db, now } = deps;
  let [after, kept] = [0, 0];
  for (;;) {
    const fixes = await unprovenFixes(db, after, BATCH);
    const last = fixes.at(-1);
    if (last === undefined) return kept;
    const before = await readKeptProofs(
      db,
      fixes.map(({ id }) => id),
    );
    const proofs = new Map<number, KeptProof>();
    for (const [id, counts] of await readFixDays(db, fixes, now)) {
      const proof = standingProof(before.get(id) ?? null, counts);
      if (proof !== null) proofs.set(id, proof);
    }
    await keep(db, proofs);
    kept += proofs.size;
    after = last.id;
  }
}
