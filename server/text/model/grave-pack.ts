import { SEVERITIES } from '../../core/reading/analysis.ts';
import { type Platt, packSentences, type SentenceWeights, unpackSentences } from './sentence-pack.ts';

/** One column for each category, in their order, and last one for whether anything grave happened at all. */
export const GRAVE_COLUMNS = SEVERITIES.length + 1;

export interface GraveWeights extends SentenceWeights, GraveFitted {}

interface GraveFitted {
  /** Of the logits of categories, and of the last column's. */
  readonly category: Platt;
  readonly anything: Platt;
  /** Listed words whose use in earnest and in jest was taught. */
  readonly taught: readonly string[];
}

const MAGIC = 'TCG2';

export function packGrave(weights: GraveWeights): Buffer {
  const { category, anything, taught } = weights;
  return packSentences(MAGIC, weights, { category, anything, taught });
}

/** Throws AppError('bad_config') when the file is no such model, of another layout, or damaged. */
export function unpackGrave(file: Uint8Array): { readonly weights: GraveWeights; readonly mark: string } {
  return unpackSentences<GraveFitted>(MAGIC, file, 'model of grave events', GRAVE_COLUMNS);
}
