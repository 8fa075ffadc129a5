import type { Reading } from '../reading.ts';
import { FEATURE_LIMIT } from './features.ts';

/** Sentences are taken together up to this many characters: what happened is often told in two short ones. */
export const STRETCH = 30;

/** Where each stretch of sentences ends, up to FEATURE_LIMIT. */
export function stretchesOf({ clauses, text }: Reading): number[] {
  const ends: number[] = [];
  let from = 0;
  for (const { sentenceEnd } of clauses) {
    if (sentenceEnd >= FEATURE_LIMIT) break;
    if (sentenceEnd - from < STRETCH) continue;
    ends.push(sentenceEnd);
    from = sentenceEnd;
  }
  const rest = Math.min(text.length, FEATURE_LIMIT) - from;
  // A short remainder goes with what is before it.
  if (ends.length > 0 && rest < STRETCH / 2) ends.pop();
  ends.push(Math.min(text.length, FEATURE_LIMIT));
  return ends;
}
