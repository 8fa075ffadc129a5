import { readFileSync } from 'node:fs';
import { type CountedWords, weigh } from './dictionary.ts';
import type { DictionaryFiles } from './dictionary-files.ts';
import { isContent, rateWords } from './rarities.ts';
import { WordTrie } from './word-trie.ts';

/** Reads jieba's dictionary ("word count tag" a line), and how rare its words are. */
export function countWords(files: Pick<DictionaryFiles, 'dict' | 'idfDict' | 'stopWordDict'>): CountedWords {
  const text = readFileSync(files.dict, 'utf8');
  const { ends, counts } = linesOf(text);
  let sum = 0;
  for (const count of counts) sum += count;
  const trie = new WordTrie();
  /** Of each word its node, below zero where the word says nothing by itself. */
  const nodes: number[] = [];
  let start = 0;
  for (let line = 0; line < counts.length; line++) {
    const end = text.indexOf(' ', start);
    const node = trie.add(text, start, end, weigh(counts[line] as number, sum));
    nodes.push(isContent(text, text.indexOf(' ', end + 1) + 1) ? node : -node);
    start = (ends[line] as number) + 1;
  }
  const sorted = counts.toSorted();
  const figures = readFileSync(files.idfDict, 'utf8');
  const notes = rateWords(trie, nodes, figures, readFileSync(files.stopWordDict, 'utf8'));
  return {
    layout: trie.layout(),
    sum,
    least: weigh(sorted[0] as number, sum),
    usual: weigh(sorted[sorted.length >> 1] as number, sum),
    notes,
  };
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
