import nodejieba from 'nodejieba';
import { dictionaryFiles } from './dictionary-files.ts';

let loaded = false;

/**
 * Cuts a text by nodejieba's own code. Readers cut by `wordsOf`, which gives the same words in a sixth of the
 * time: this is what it is held against. Lone surrogates must be gone. The dictionaries (some 250 MB, seconds)
 * load on the first call of a thread.
 */
export function tokens(text: string): string[] {
  if (!loaded) load();
  return nodejieba.cut(text);
}

/** How rare nodejieba finds a word that says something, 0 where it finds none: `rarityOf` is held against it. */
export function nativeRarity(word: string, isContent: (tag: string) => boolean): number {
  if (!loaded) load();
  const [found] = nodejieba.extract(word, 1);
  if (found === undefined || found.word !== word) return 0;
  return isContent(nodejieba.tag(word)[0]?.tag ?? 'x') ? found.weight : 0;
}

/** Teaches this thread's native dictionary words of the user's own. */
export function teach(words: readonly string[]): void {
  if (!loaded) load();
  for (const word of words) nodejieba.insertWord(word);
}

function load(): void {
  const { userDict, ...files } = dictionaryFiles();
  nodejieba.load({ ...files, userDict: userDict.join('|') });
  loaded = true;
}
