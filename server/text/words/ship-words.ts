import { writeFileSync } from 'node:fs';
import { countWords } from './counted-words.ts';
import { dictionaryFiles } from './dictionary-files.ts';
import { packWords } from './dictionary-pack.ts';
import { SHIPPED_WORDS } from './words.ts';

/** Run where jieba's own files change: what they come to takes the place of what is shipped. */
writeFileSync(SHIPPED_WORDS, packWords(countWords(dictionaryFiles())));
