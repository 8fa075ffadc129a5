import { readDictionary } from './dictionary.ts';
import { dictionaryFiles, teach } from './jieba.ts';
import { Segmenter, type Words } from './segmenter.ts';

let segmenter: Segmenter | null = null;

/**
 * Cuts a text into words with this thread's dictionary, which is read on the first call (half a second).
 * Words that no dictionary lists stay apart: a hidden Markov guess would join some that the lists must see apart.
 */
export function wordsOf(text: string): Words {
  segmenter ??= open();
  return segmenter.cut(text);
}

/** Teaches this thread words of the user's own; white space inside a word can never match. */
export function addWords(words: readonly string[]): void {
  segmenter ??= open();
  const good = words.filter((word) => word !== '' && !/\s/.test(word));
  segmenter.add(good);
  teach(good);
}

/** Throws `bad_config` when a dictionary is missing. */
function open(): Segmenter {
  const { dict, userDict } = dictionaryFiles();
  return new Segmenter(readDictionary(dict, userDict));
}
