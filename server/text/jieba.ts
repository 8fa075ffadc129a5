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
 * Cuts a text into words, in order and without loss: joined they give the text again. Lone surrogates
 * must be gone. Words no dictionary lists stay apart (no hidden Markov guess: it costs a quarter of the
 * speed and joins words that the lexicon must see apart). The dictionary (some 250 MB) loads on the first call of a thread.
 */
export function tokens(text: string): string[] {
  if (!loaded) load();
  return guarded(() => nodejieba.cut(text));
}

/** Teaches this thread words of the user's own; white space inside a word can never match. */
export function addWords(words: readonly string[]): void {
  if (!loaded) load();
  const good = words.filter((word) => word !== '' && !/\s/.test(word));
  guarded(() => {
    for (const word of good) nodejieba.insertWord(word);
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

/** Throws `bad_config` when a dictionary is missing: the library itself would abort the process. */
function load(): void {
  const files = {
    dict: DICTIONARY,
    hmmDict: `${DICTIONARIES}hmm_model.utf8`,
    idfDict: `${DICTIONARIES}idf.utf8`,
    stopWordDict: `${DICTIONARIES}stop_words.utf8`,
  };
  const own = [`${DICTIONARIES}user.dict.utf8`, OWN_WORDS];
  const missing = [...Object.values(files), ...own].filter((file) => !existsSync(file));
  if (missing.length > 0) {
    throw new AppError('bad_config', `word dictionary missing: ${missing.join(', ')}; run npm ci again`);
  }
  guarded(() => nodejieba.load({ ...files, userDict: own.join('|') }));
  loaded = true;
}
