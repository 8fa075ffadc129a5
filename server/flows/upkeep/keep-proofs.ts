import { type KeptProof, standingProof } from '../../core/service/kept-proof.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { readFixDays } from '../../db/service/fix-days.ts';
import {
  daysStoredBefore,
  keepProofs as keep,
  readKeptProofs,
  unprovenFixes,
} from '../../db/service/fix-proofs.ts';

const BATCH = 100;

/**
 * Keeps what came of fixes, before that from which it was counted is forgotten: as soon as two weeks can be compared,
 * anew each time while all of it is there, and for good once some of it goes and all its weeks have passed. Returns how
 * many were kept.
 * @param forgetting posts that were stored before are forgotten next
 */
export async function keepProofs(
  deps: { readonly db: Db; readonly now: Instant },
  forgetting: Instant,
): Promise<number> {
  const { db, now } = deps;
  let [after, kept] = [0, 0];
  let going: ReadonlyMap<number, readonly Instant[]> | null = null;
  for (;;) {
    const fixes = await unprovenFixes(db, after, BATCH);
    const last = fixes.at(-1);
    if (last === undefined) return kept;
    going ??= await daysStoredBefore(db, forgetting);
    const before = await readKeptProofs(
      db,
      fixes.map(({ id }) => id),
    );
    const counted = await readFixDays(db, fixes, now);
    const proofs = new Map<number, KeptProof>();
    for (const { id, watchId } of fixes) {
      const counts = counted.get(id);
      const proof = counts && standingProof(before.get(id) ?? null, counts, going.get(watchId));
      if (proof) proofs.set(id, proof);
    }
    await keep(db, proofs);
    kept += proofs.size;
    after = last.id;
  }
}
