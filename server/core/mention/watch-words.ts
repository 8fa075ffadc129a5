import { readTerm } from '../reading/rule-term.ts';
import type { Watch } from './watch.ts';

const SHORTEST = 2;
const LONGEST = 12;

/**
 * The words that watches look for, as the segmenter should know them: what `any` and `all` name, folded and
 * without quotes. Neighbourhoods are no words; white space and long phrases are no single word either.
 */
export function wordsOfWatches(watches: readonly Pick<Watch, 'rule'>[]): readonly string[] {
  const words = new Set<string>();
  for (const written of watches.flatMap(({ rule }) => [...rule.any, ...rule.all])) {
    const term = readTerm(written);
    if (typeof term === 'string' || term.kind !== 'word') continue;
    const { length } = [...term.word];
    if (length >= SHORTEST && length <= LONGEST && !/\s/.test(term.word)) words.add(term.word);
  }
  return [...words];
}
