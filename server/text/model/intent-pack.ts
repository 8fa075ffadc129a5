import { INTENTS } from '../../core/reading/analysis.ts';
import { type Platt, packSentences, type SentenceWeights, unpackSentences } from './sentence-pack.ts';

/** One column for each intent, in their order. */
export const INTENT_COLUMNS = INTENTS.length;

export interface IntentWeights extends SentenceWeights, IntentFitted {}

interface IntentFitted {
  /** By column. */
  readonly platt: readonly Platt[];
}

const MAGIC = 'TCI1';

export function packIntents(weights: IntentWeights): Buffer {
  return packSentences(MAGIC, weights, { platt: weights.platt });
}

/** Throws AppError('bad_config') when the file is no such model, of another layout, or damaged. */
export function unpackIntents(file: Uint8Array): { readonly weights: IntentWeights; readonly mark: string } {
  return unpackSentences<IntentFitted>(MAGIC, file, 'model of intents', INTENT_COLUMNS);
}
