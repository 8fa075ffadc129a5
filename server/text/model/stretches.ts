import type { Reading } from '../reading.ts';
import { FEATURE_LIMIT } from './features.ts';

/** Sentences are taken together up to this many characters: what happened is often told in two short ones. */
export const STRETCH = 30;

/** Where each stretch of sentences ends, up to FEATURE_LIMIT. */
export function stretchesOf({ clauses, text }: Pick<Reading, 'clauses' | 'text'>): number[] {
  return stretchesBetween(0, text.length, clauses);
}

/** Those of a part of a text. */
export function stretchesBetween(start: number, end: number, clauses: Reading['clauses']): number[] {
  const ends: number[] = [];
  const until = Math.min(end, FEATURE_LIMIT);
  let from = start;
  for (const { sentenceEnd } of clauses) {
    if (sentenceEnd >= FEATURE_LIMIT || sentenceEnd >= end) break;
    if (sentenceEnd - from < STRETCH) continue;
    ends.push(sentenceEnd);
    from = sentenceEnd;
  }
  // A short remainder goes with what is before it.
  if (ends.length > 0 && until - from < STRETCH / 2) ends.pop();
  ends.push(until);
  return ends;
}
