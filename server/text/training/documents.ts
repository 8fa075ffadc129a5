import { featuresOf } from '../model/features.ts';
import type { Prepared } from '../prepared.ts';

/** Distinct features of a text, as the reader sees them. */
export function documentOf({ reading, score }: Prepared): Uint32Array {
  const { hashes, count } = featuresOf(reading, score);
  return Uint32Array.from(new Set(hashes.subarray(0, count)));
}
