import { readFileSync } from 'node:fs';
import { isContent, Rarities, type RarityNotes } from './rarities.ts';
import type { TrieLayout } from './word-layout.ts';
import { WordTable } from './word-table.ts';

/** Words as jieba weighs them: the logarithm of a word's share of all that were counted. */
export interface Dictionary {
  readonly table: WordTable;
  /** Weight of a character that is no word. */
  readonly least: number;
  /** Weight of a word that is listed without a count. */
  readonly usual: number;
  readonly rarities: Rarities;
}

/** What jieba's own files come to. */
export interface CountedWords extends Pick<Dictionary, 'least' | 'usual'> {
  readonly layout: TrieLayout;
  /** How many were counted in all. */
  readonly sum: number;
  readonly notes: RarityNotes;
}

/**
 * @param counted its layout becomes the dictionary's own
 * @param files words of users ("word", "word tag" or "word count tag" a line), which have the last word
 */
export function createDictionary(counted: CountedWords, files: readonly string[]): Dictionary {
  const { layout, sum, least, usual, notes } = counted;
  const table = new WordTable(layout);
  const rarities = new Rarities(table, notes);
  for (const line of files.flatMap((file) => readFileSync(file, 'utf8').split('\n'))) {
    const [word = '', count, tag] = line.split(' ');
    if (word === '') continue;
    const weight = tag === undefined ? usual : weigh(Number.parseInt(count ?? '', 10), sum);
    rarities.teach(word, table.add(word, weight), isContent(tag ?? count ?? ''));
  }
  return { table, least, usual, rarities };
}

export function weigh(count: number, sum: number): number {
  return Math.log(count / sum);
}
