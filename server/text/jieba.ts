import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import nodejieba from 'nodejieba';
import { AppError } from '../core/errors.ts';

const OWN_WORDS = fileURLToPath(new URL('./user.dict.utf8', import.meta.url));
const DICTIONARIES = fileURLToPath(new URL('./submodules/cppjieba/dict/', import.meta.resolve('nodejieba')));
/** Words with how common they are and what they are. */
export const DICTIONARY = `${DICTIONARIES}jieba.dict.utf8`;

let loaded = false;

/** Told of every call of native code, around it; `enter` may throw to forbid the call. */
export interface NativeGate {
  enter(): void;
  leave(): void;
}

let gate: NativeGate = { enter() {}, leave() {} };

/**
 * Sets who is told of native calls in this thread. A thread that is ended inside one takes the whole
 * process along (node-addon-api throws where nobody can catch), so whoever ends threads must know.
 */
export function guardNative(next: NativeGate): void {
  gate = next;
}

function guarded<T>(call: () => T): T {
  gate.enter();
  try {
    return call();
  } finally {
    gate.leave();
  }
}

/**
 * Cuts a text by native code. Readers cut by `wordsOf`, which gives the same words in a sixth of the time: this
 * is what it is held against. Lone surrogates must be gone. The dictionary (some 250 MB) loads on the first
 * call of a thread.
 */
export function tokens(text: string): string[] {
  if (!loaded) load();
  return guarded(() => nodejieba.cut(text));
}

/** Teaches this thread's native dictionary words of the user's own. */
export function teach(words: readonly string[]): void {
  if (!loaded) load();
  guarded(() => {
    for (const word of words) nodejieba.insertWord(word);
  });
}

/** What the dictionary says of a word: its part of speech, and how rare it is among documents. */
export interface WordNote {
  /** As jieba tags: `n`, `vn`, `nr`, …; `x` where no dictionary says. */
  readonly tag: string;
  /** Inverse document frequency, 1..14; that of an average word where it is not known. */
  readonly rarity: number;
}

/** Looks a word up; null for stop words and for what is no word by itself. Some 20 µs: remember the answer. */
export function lookUp(word: string): WordNote | null {
  if (!loaded) load();
  return guarded(() => {
    const [found] = nodejieba.extract(word, 1);
    if (found === undefined || found.word !== word) return null;
    return { tag: nodejieba.tag(word)[0]?.tag ?? 'x', rarity: found.weight };
  });
}

/** Where the dictionaries lie. Throws `bad_config` when one is missing: the library itself would abort the process. */
export function dictionaryFiles() {
  const files = {
    dict: DICTIONARY,
    hmmDict: `${DICTIONARIES}hmm_model.utf8`,
    idfDict: `${DICTIONARIES}idf.utf8`,
    stopWordDict: `${DICTIONARIES}stop_words.utf8`,
  };
  const userDict = [`${DICTIONARIES}user.dict.utf8`, OWN_WORDS];
  const missing = [...Object.values(files), ...userDict].filter((file) => !existsSync(file));
  if (missing.length > 0) {
    throw new AppError('bad_config', `word dictionary missing: ${missing.join(', ')}; run npm ci again`);
  }
  return { ...files, userDict };
}

function load(): void {
  const { userDict, ...files } = dictionaryFiles();
  guarded(() => nodejieba.load({ ...files, userDict: userDict.join('|') }));
  loaded = true;
}
