import type { WordTrie } from './word-trie.ts';

/** Of jieba's tags those of nouns, verbs, names, adjectives and abbreviations, and of words without a tag. */
const CONTENT = 'nvajx';
const LATIN_TAG = 'eng';

/** Whether the tag at a place of a text is that of a word that says something. What has no tag does. */
export function isContent(text: string, at = 0): boolean {
  if (at >= text.length) return true;
  return CONTENT.includes(text.charAt(at)) || text.startsWith(LATIN_TAG, at);
}

/**
 * How rare words are among documents (inverse document frequency, 1..14), as jieba's keyword extraction has it;
 * kept in the nodes of a tree, below zero where a word says nothing by itself. What is not listed is as rare as
 * the average.
 */
export class Rarities {
  readonly #trie: WordTrie;
  readonly #stopWords: ReadonlySet<string>;
  readonly #average: number;
  /** Of what is no word of the tree. */
  readonly #others = new Map<string, number>();

  /**
   * @param notes nodes of the tree's words, below zero those of words that say nothing; of two notes of a word
   * the later one counts
   * @param figures "word figure" a line
   * @param stopWords a line each
   */
  constructor(trie: WordTrie, notes: readonly number[], figures: string, stopWords: string) {
    this.#trie = trie;
    this.#stopWords = new Set(stopWords.split('\n'));
    const listed = figuresOf(figures);
    let sum = 0;
    for (const { figure } of listed) sum += figure;
    this.#average = sum / listed.length;
    for (const note of notes) trie.rate(Math.abs(note), Math.sign(note) * this.#average);
    for (const { start, end, figure } of listed) {
      const node = trie.find(figures, start, end);
      if (node === 0) this.#others.set(figures.slice(start, end), figure);
      else trie.rate(node, Math.sign(trie.rarity(node)) * figure);
    }
    for (const word of this.#stopWords) trie.rate(trie.find(word, 0, word.length), 0);
  }

  /** A word that was added to the tree says something, whatever it was before. */
  teach(word: string, node: number): void {
    if (this.#stopWords.has(word)) return;
    const known = Math.abs(this.#trie.rarity(node)) || this.#others.get(word);
    this.#trie.rate(node, known ?? this.#average);
  }

  /** 0 for a stop word and for what says nothing by itself. */
  of(word: string): number {
    if (this.#stopWords.has(word)) return 0;
    const node = this.#trie.find(word, 0, word.length);
    if (node !== 0) return Math.max(0, this.#trie.rarity(node));
    return this.#others.get(word) ?? this.#average;
  }
}

/** Where each word stands, and its figure. */
function figuresOf(text: string): { start: number; end: number; figure: number }[] {
  const found: { start: number; end: number; figure: number }[] = [];
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf(' ', start);
    const line = text.indexOf('\n', start);
    const stop = line < 0 ? text.length : line;
    if (end > start && end < stop) found.push({ start, end, figure: Number(text.slice(end + 1, stop)) });
    start = stop + 1;
  }
  return found;
}
