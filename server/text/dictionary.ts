import { readFileSync } from 'node:fs';
import type { DictionaryFiles } from './dictionary-files.ts';
import { isContent, Rarities } from './rarities.ts';
import { WordTrie } from './word-trie.ts';

/** Words as jieba weighs them: the logarithm of a word's share of all that were counted. */
export interface Dictionary {
  readonly trie: WordTrie;
  /** Weight of a character that is no word. */
  readonly least: number;
  /** Weight of a word that is listed without a count. */
  readonly usual: number;
  readonly rarities: Rarities;
}

/**
 * Reads jieba's dictionary ("word count tag" a line) and then those of users ("word", "word tag" or "word count
 * tag"), which have the last word, and how rare its words are.
 */
export function readDictionary(files: Omit<DictionaryFiles, 'hmmDict'>): Dictionary {
  const text = readFileSync(files.dict, 'utf8');
  const { ends, counts } = linesOf(text);
  let sum = 0;
  for (const count of counts) sum += count;
  const weigh = (count: number) => Math.log(count / sum);
  const trie = new WordTrie();
  /** Of each word its node, below zero where the word says nothing by itself. */
  const notes: number[] = [];
  let start = 0;
  for (let line = 0; line < counts.length; line++) {
    const end = text.indexOf(' ', start);
    const node = trie.add(text, start, end, weigh(counts[line] as number));
    notes.push(isContent(text, text.indexOf(' ', end + 1) + 1) ? node : -node);
    start = (ends[line] as number) + 1;
  }
  const sorted = counts.toSorted();
  const usual = weigh(sorted[sorted.length >> 1] as number);
  for (const file of files.userDict) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const [word = '', count, tag] = line.split(' ');
      const weight = tag === undefined ? usual : weigh(Number.parseInt(count ?? '', 10));
      const node = trie.add(word, 0, word.length, weight);
      notes.push(isContent(tag ?? count ?? '') ? node : -node);
    }
  }
  const figures = readFileSync(files.idfDict, 'utf8');
  const stopWords = readFileSync(files.stopWordDict, 'utf8');
  const rarities = new Rarities(trie, notes, figures, stopWords);
  return { trie, least: weigh(sorted[0] as number), usual, rarities };
}

/** Where each line ends and what it counts. */
function linesOf(text: string): { ends: number[]; counts: Float64Array } {
  const ends: number[] = [];
  const counts: number[] = [];
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    let count = 0;
    for (let at = text.indexOf(' ', start) + 1; at < stop; at++) {
      const digit = text.charCodeAt(at) - 0x30;
      if (digit < 0 || digit > 9) break;
      count = count * 10 + digit;
    }
    ends.push(stop);
    counts.push(count);
    start = stop + 1;
  }
  return { ends, counts: Float64Array.from(counts) };
}
