import { fold } from '../reading/fold.ts';
import { readTerm } from '../reading/rule-term.ts';
import type { Watch } from './watch.ts';

const MIN_WORD_LENGTH = 2;
const MAX_WORD_LENGTH = 12;

/**
 * The words that watches look for, as the segmenter should know them: what `any` and `all` name, folded and
 * without quotes. Neighbourhoods are no words; white space and long phrases are no single word either.
 */
export function wordsOfWatches(watches: readonly Pick<Watch, 'rule'>[]): readonly string[] {
  return [...new Set(watches.flatMap(wordsIn))];
}

/**
 * What the subjects of watches are called: those of these words that stand in the name of their own watch. 云川热力 is one
 * of 云川热力（演示）, 供暖不热 is none.
 */
export function namesOfWatches(watches: readonly Pick<Watch, 'name' | 'rule'>[]): readonly string[] {
  const names = watches.flatMap((watch) => {
    const name = fold(watch.name).text;
    return wordsIn(watch).filter((word) => name.includes(word));
  });
  return [...new Set(names)];
}

function wordsIn({ rule }: Pick<Watch, 'rule'>): readonly string[] {
  return [...rule.any, ...rule.all].flatMap((written) => {
    const term = readTerm(written);
    if (typeof term === 'string' || term.kind !== 'word') return [];
    const { length } = [...term.word];
    return length >= MIN_WORD_LENGTH && length <= MAX_WORD_LENGTH && !/\s/.test(term.word) ? [term.word] : [];
  });
}
