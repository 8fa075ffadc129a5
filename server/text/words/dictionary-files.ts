import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../core/errors.ts';

const OWN_WORDS = fileURLToPath(new URL('./user.dict.utf8', import.meta.url));
const FOLDER = fileURLToPath(new URL('./submodules/cppjieba/dict/', import.meta.resolve('nodejieba')));

/** Where nodejieba's dictionaries lie, and our own words beside its. */
export interface DictionaryFiles {
  /** Words with how common they are and what they are. */
  readonly dict: string;
  readonly hmmDict: string;
  /** How rare words are among documents. */
  readonly idfDict: string;
  readonly stopWordDict: string;
  readonly userDict: readonly string[];
}

/** Throws `bad_config` when one is missing. */
export function dictionaryFiles(): DictionaryFiles {
  const files = {
    dict: `${FOLDER}jieba.dict.utf8`,
    hmmDict: `${FOLDER}hmm_model.utf8`,
    idfDict: `${FOLDER}idf.utf8`,
    stopWordDict: `${FOLDER}stop_words.utf8`,
  };
  const userDict = [`${FOLDER}user.dict.utf8`, OWN_WORDS];
  const missing = [...Object.values(files), ...userDict].filter((file) => !existsSync(file));
  if (missing.length > 0) {
    throw new AppError('bad_config', `word dictionary missing: ${missing.join(', ')}; run npm ci again`);
  }
  return { ...files, userDict };
}
