import type { Dictionary } from './dictionary.ts';
import { SYMBOL_SHIFT, type TrieLayout } from './word-layout.ts';
import { childOf } from './word-table.ts';

/** The words of a text, in order and without loss. */
export interface Words {
  /** Where each ends; it starts where the one before ends. */
  readonly ends: readonly number[];
  /** Of each its cell in the layout: two words are the same where the cells are. 0: a character that is no word. */
  readonly cells: readonly number[];
  readonly layout: TrieLayout;
}

const NUMBER_MASK = (1 << SYMBOL_SHIFT) - 1;
/** No word reaches across these. */
const SEPARATORS = ' \t\n，。';

/**
 * Cuts texts into the likeliest sequence of words: of all ways through the words that stand in a text, the one
 * whose weights add up highest; of equals the one with the shorter word first. These are the words that
 * nodejieba's `cut` gives, whose sums are added in the same order here. What is saved is the journey across the
 * border of native code and a tree of 250 MB that sweeps every cache clean.
 */
export class Segmenter {
  readonly #dictionary: Dictionary;
  #layout!: TrieLayout;
  /** As those of the layout, but for separators, and for what is no word: so no step has to ask. */
  #symbols!: Uint16Array;
  #weights!: Float64Array;
  /** Of the text in hand, by unit: its symbol, the highest sum from there on, and the first word of that way. */
  #text = new Uint16Array(0);
  #best = new Float64Array(0);
  #ends = new Int32Array(0);
  #cells = new Int32Array(0);

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
    this.#take();
  }

  /** Teaches words; without white space, and not empty. */
  add(words: readonly string[]): void {
    const { table, usual, rarities } = this.#dictionary;
    for (const word of words) rarities.teach(word, table.add(word, usual));
    this.#take();
  }

  /** How rare a word is among documents; see `Rarities`. */
  rarityOf(word: string): number {
    return this.#dictionary.rarities.of(word);
  }

  cut(text: string): Words {
    if (this.#text.length <= text.length) this.#grow(text.length * 2 + 1);
    this.#weigh(text, this.#spell(text));
    let count = 0;
    for (let at = 0; at < text.length; at = this.#ends[at] as number) count++;
    const ends = new Array<number>(count);
    const cells = new Array<number>(count);
    let at = 0;
    for (let word = 0; word < count; word++) {
      cells[word] = this.#cells[at] as number;
      at = this.#ends[at] as number;
      ends[word] = at;
    }
    return { ends, cells, layout: this.#layout };
  }

  #take(): void {
    const { table, least } = this.#dictionary;
    const { layout } = table;
    this.#symbols = layout.symbols.slice();
    for (const each of SEPARATORS) this.#symbols[each.charCodeAt(0)] = layout.strange + 1;
    this.#weights = layout.weights.slice();
    this.#weights[0] = least;
    this.#layout = layout;
  }

  /** Writes a text in symbols; tells whether it has characters of two units. */
  #spell(text: string): boolean {
    const symbols = this.#symbols;
    const out = this.#text;
    let pairs = false;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      out[at] = symbols[unit] as number;
      if ((unit & 0xfc00) === 0xd800) pairs = true;
    }
    return pairs;
  }

  /** From the end of the text to its start: the best way on from each unit. */
  #weigh(text: string, pairs: boolean): void {
    const { cells, roots, strange } = this.#layout;
    const [symbols, best, ends, chosen] = [this.#text, this.#best, this.#ends, this.#cells];
    const weights = this.#weights;
    const size = text.length;
    best[size] = 0;
    for (let at = size - 1; at >= 0; at--) {
      const symbol = symbols[at] as number;
      let cell = roots[symbol] as number;
      let end = at + 1;
      if (pairs && isPair(text, at)) cell = childOf(cells, cell, symbols[end++] as number);
      let most = (best[end] as number) + (weights[(cells[cell * 2] as number) & NUMBER_MASK] as number);
      ends[at] = end;
      chosen[at] = cell;
      let base = cells[cell * 2 + 1] as number;
      while (base !== 0 && end < size) {
        const next = symbols[end] as number;
        cell = base + next;
        const entry = cells[cell * 2] as number;
        if (entry >>> SYMBOL_SHIFT !== next) break;
        end++;
        base = cells[cell * 2 + 1] as number;
        if ((entry & NUMBER_MASK) === 0) continue;
        const sum = (best[end] as number) + (weights[entry & NUMBER_MASK] as number);
        if (sum <= most) continue;
        most = sum;
        ends[at] = end;
        chosen[at] = cell;
      }
      // Sums start anew at a separator, as jieba's do: else they would be rounded otherwise.
      best[at] = symbol > strange ? 0 : most;
    }
  }

  #grow(size: number): void {
    this.#text = new Uint16Array(size);
    this.#best = new Float64Array(size);
    this.#ends = new Int32Array(size);
    this.#cells = new Int32Array(size);
  }
}

function isPair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
}
