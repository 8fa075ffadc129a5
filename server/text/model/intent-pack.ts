import type { Intent } from '../../core/reading/analysis.ts';
import { type Platt, packSentences, type SentenceWeights, unpackSentences } from './sentence-pack.ts';

/**
 * Intents by what teaches them, each group in a file of its own, one column for each in this order. Public posts hold many of
 * the first; of the others they hold so few that they would only teach to find none.
 */
export const INTENT_GROUPS = {
  frequent: ['complaint', 'question', 'praise', 'suggestion'],
  rare: ['rumour', 'help', 'escalation_threat', 'boycott_churn', 'spam'],
} as const satisfies Readonly<Record<string, readonly Intent[]>>;
export type IntentGroup = keyof typeof INTENT_GROUPS;

export interface IntentWeights extends SentenceWeights, IntentFitted {}

interface IntentFitted {
  /** By column. */
  readonly platt: readonly Platt[];
}

const MAGIC: Readonly<Record<IntentGroup, string>> = { frequent: 'TCF1', rare: 'TCI2' };

export function packIntents(group: IntentGroup, weights: IntentWeights): Buffer {
  return packSentences(MAGIC[group], weights, { platt: weights.platt });
}

/** Throws AppError('bad_config') when the file is no such model, of another layout, or damaged. */
export function unpackIntents(
  group: IntentGroup,
  file: Uint8Array,
): { readonly weights: IntentWeights; readonly mark: string } {
  const columns = INTENT_GROUPS[group].length;
  return unpackSentences<IntentFitted>(MAGIC[group], file, `model of ${group} intents`, columns);
}
