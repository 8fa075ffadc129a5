import type { Instant } from '../time.ts';
import { type FixCounts, type FixProof, proveFix } from './fix-proof.ts';
import { fixReach, fixWeeks } from './fix-weeks.ts';

/** A proof that is kept when what it was counted from is forgotten. */
export interface KeptProof {
  readonly madeAt: Instant;
  /** All its weeks have passed, and what it was counted from is no longer whole: it stays as it is. */
  readonly final: boolean;
  /** Some of the posts it was counted from are forgotten. */
  readonly partial: boolean;
  readonly proof: FixProof;
}

/**
 * Which proof stands, the kept one or what is counted today. While all its posts are there, today's does: posts come
 * late, labels are corrected, imports are taken back. Once some are forgotten, what is counted from fewer weeks takes
 * nothing back, and when all weeks have passed what was counted last stays.
 * @param going days of which posts are forgotten after this count
 */
export function standingProof(
  kept: KeptProof | null,
  counted: FixCounts,
  going: readonly Instant[] = [],
): KeptProof | null {
  if (kept?.final) return kept;
  const { from, to } = fixReach(counted.doneAt);
  const partial = kept?.partial === true || going.some((day) => day >= from && day < to);
  const final = partial && fixWeeks(counted).over;
  const proof = proveFix(counted);
  if (kept?.partial && proof.weeks < kept.proof.weeks) return { ...kept, final };
  // Of what is compared with nothing yet, nothing is worth keeping.
  if (proof.weeks === 0 && kept === null && !partial) return null;
  return { madeAt: counted.now, final, partial, proof };
}
