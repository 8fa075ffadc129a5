import { readFileSync } from 'node:fs';
import { WordTrie } from './word-trie.ts';

/** Words as jieba weighs them: the logarithm of a word's share of all that were counted. */
export interface Dictionary {
  readonly trie: WordTrie;
  /** Weight of a character that is no word. */
  readonly least: number;
  /** Weight of a word that is listed without a count. */
  readonly usual: number;
}

/**
 * Reads jieba's dictionary ("word count tag" a line) and then those of users ("word", "word tag" or "word count
 * tag"), which have the last word.
 */
export function readDictionary(file: string, own: readonly string[]): Dictionary {
  const text = readFileSync(file, 'utf8');
  const { ends, counts } = linesOf(text);
  let sum = 0;
  for (const count of counts) sum += count;
  const weigh = (count: number) => Math.log(count / sum);
  const trie = new WordTrie();
  let start = 0;
  for (const [line, count] of counts.entries()) {
    trie.add(text, start, text.indexOf(' ', start), weigh(count));
    start = (ends[line] as number) + 1;
  }
  const sorted = counts.toSorted();
  const usual = weigh(sorted[sorted.length >> 1] as number);
  for (const each of own) addOwn(trie, readFileSync(each, 'utf8'), weigh, usual);
  return { trie, least: weigh(sorted[0] as number), usual };
}

function addOwn(trie: WordTrie, text: string, weigh: (count: number) => number, usual: number): void {
  for (const line of text.split('\n')) {
    const [word = '', count, tag] = line.split(' ');
    trie.add(word, 0, word.length, tag === undefined ? usual : weigh(Number.parseInt(count ?? '', 10)));
  }
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
