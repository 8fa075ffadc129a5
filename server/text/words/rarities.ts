import type { WordTable } from './word-table.ts';
import type { WordTrie } from './word-trie.ts';

/** Of jieba's tags those of nouns, verbs, names, adjectives and abbreviations, and of words without a tag. */
const CONTENT = 'nvajx';
const LATIN_TAG = 'eng';

/** Whether the tag at a place of a text is that of a word that says something. What has no tag does. */
export function isContent(text: string, at = 0): boolean {
  if (at >= text.length) return true;
  return CONTENT.includes(text.charAt(at)) || text.startsWith(LATIN_TAG, at);
}

/** What a tree's words are not told by themselves. */
export interface RarityNotes {
  readonly stopWords: readonly string[];
  /** How rare what is not listed is: the mean of what is. */
  readonly average: number;
  /** What is listed and no word of the tree: "word figure" a line. */
  readonly others: string;
}

/**
 * Tells the nodes of a tree how rare their words are, below zero where a word says nothing by itself.
 * @param notes nodes of the tree's words, below zero those of words that say nothing; of two notes of a word
 * the later one counts
 * @param figures "word figure" a line
 * @param stopWords a line each
 */
export function rateWords(
  trie: WordTrie,
  notes: readonly number[],
  figures: string,
  stopWords: string,
): RarityNotes {
  const listed = figuresOf(figures);
  let sum = 0;
  for (const { figure } of listed) sum += figure;
  const average = sum / listed.length;
  for (const note of notes) trie.rate(Math.abs(note), Math.sign(note) * average);
  const others: string[] = [];
  for (const { start, end, figure } of listed) {
    const node = trie.find(figures, start, end);
    if (node === 0) others.push(`${figures.slice(start, end)} ${figure}`);
    else trie.rate(node, Math.sign(trie.rarity(node)) * figure);
  }
  const words = stopWords.split('\n');
  for (const word of words) trie.rate(trie.find(word, 0, word.length), 0);
  return { stopWords: words, average, others: others.join('\n') };
}

/**
 * How rare words are among documents (inverse document frequency, 1..14), as jieba's keyword extraction has it;
 * kept in the cells of a table, below zero where a word says nothing by itself. What is not listed is as rare as
 * the average.
 */
export class Rarities {
  readonly #table: WordTable;
  readonly #notes: RarityNotes;
  readonly #stopWords: ReadonlySet<string>;
  #others: ReadonlyMap<string, number> | null = null;

  constructor(table: WordTable, notes: RarityNotes) {
    this.#table = table;
    this.#notes = notes;
    this.#stopWords = new Set(notes.stopWords);
  }

  /** Tells a word that was added to the table whether it says something, whatever it did before. */
  teach(word: string, cell: number, says = true): void {
    if (this.#stopWords.has(word)) return;
    const known = Math.abs(this.#table.rarity(cell)) || this.#other(word);
    const figure = known ?? this.#notes.average;
    this.#table.rate(cell, says ? figure : -figure);
  }

  /** 0 for a stop word and for what says nothing by itself. */
  of(word: string): number {
    if (this.#stopWords.has(word)) return 0;
    const cell = this.#table.find(word);
    if (cell !== 0) return Math.max(0, this.#table.rarity(cell));
    return this.#other(word) ?? this.#notes.average;
  }

  /** Of what was no word of the tree. */
  #other(word: string): number | undefined {
    const { others } = this.#notes;
    this.#others ??= new Map(
      figuresOf(others).map(({ start, end, figure }) => [others.slice(start, end), figure]),
    );
    return this.#others.get(word);
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
