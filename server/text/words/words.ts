import { readFileSync } from 'node:fs';
import { createDictionary } from './dictionary.ts';
import { dictionaryFiles } from './dictionary-files.ts';
import { unpackWords } from './dictionary-pack.ts';
import { Segmenter, type Words } from './segmenter.ts';

/** What jieba's own files come to, as `ship-words.ts` makes it. */
export const SHIPPED_WORDS = new URL('./words.bin', import.meta.url);

let segmenter: Segmenter | null = null;

/**
 * Cuts a text into words with this thread's dictionary, which is read on the first call.
 * Words that no dictionary lists stay apart: a hidden Markov guess would join some that the lists must see apart.
 */
export function wordsOf(text: string): Words {
  segmenter ??= open();
  return segmenter.cut(text);
}

/** Teaches this thread words of the user's own; white space inside a word can never match. */
export function addWords(words: readonly string[]): void {
  segmenter ??= open();
  segmenter.add(words.filter((word) => word !== '' && !/\s/.test(word)));
}

/** How rare a word is among documents, 1..14; 0 for a stop word and for what says nothing by itself. */
export function rarityOf(word: string): number {
  segmenter ??= open();
  return segmenter.rarityOf(word);
}

/** Throws `bad_config` when a dictionary is missing or damaged. */
function open(): Segmenter {
  return new Segmenter(
    createDictionary(unpackWords(readFileSync(SHIPPED_WORDS)), dictionaryFiles().userDict),
  );
}
