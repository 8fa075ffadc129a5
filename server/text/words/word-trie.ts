import { layOutWords, type TrieLayout } from './word-layout.ts';

/** Weights are numbered; a cell has sixteen bits for the number. */
const MAX_WEIGHTS = 0xffff;

/**
 * Words with their weights as a tree over UTF-16 units: each node has a list of children, ascending by unit, so
 * that a sorted dictionary is taken in without a search. Words may be added at any time.
 */
export class WordTrie {
  #units = new Uint16Array(1 << 19);
  #first = new Int32Array(1 << 19);
  #last = new Int32Array(1 << 19);
  #next = new Int32Array(1 << 19);
  #words = new Uint16Array(1 << 19);
  #rarities = new Float64Array(1 << 19);
  /** Nodes of the first units of words, by unit; 0 where no word starts with it. */
  readonly #roots = new Int32Array(0x1_0000);
  /** Number 0 is that of no word. */
  readonly #weights = [Number.NaN];
  readonly #numbers = new Map<number, number>();
  /** Node 0 is none. */
  #count = 1;
  #layout: TrieLayout | null = null;

  /**
   * Adds the word in [start, end) of a text, or gives a known one another weight. Its node; 0, and nothing is
   * added, where it is empty.
   */
  add(text: string, start: number, end: number, weight: number): number {
    if (start >= end) return 0;
    const head = text.charCodeAt(start);
    let node = this.#roots[head] as number;
    if (node === 0) {
      node = this.#open(head);
      this.#roots[head] = node;
    }
    for (let at = start + 1; at < end; at++) node = this.#child(node, text.charCodeAt(at));
    this.#words[node] = this.#numberOf(weight);
    this.#layout = null;
    return node;
  }

  /** The node of the word in [start, end) of a text; 0 where it is none. */
  find(text: string, start: number, end: number): number {
    let node = start < end ? (this.#roots[text.charCodeAt(start)] as number) : 0;
    for (let at = start + 1; at < end && node !== 0; at++) {
      const unit = text.charCodeAt(at);
      node = this.#first[node] as number;
      while (node !== 0 && (this.#units[node] as number) < unit) node = this.#next[node] as number;
      if (node !== 0 && this.#units[node] !== unit) return 0;
    }
    return this.#words[node] === 0 ? 0 : node;
  }

  /** How rare a node's word is, as it was told; 0 where nothing was. */
  rarity(node: number): number {
    return this.#rarities[node] as number;
  }

  /** Tells how rare a node's word is. */
  rate(node: number, rarity: number): void {
    this.#rarities[node] = rarity;
    this.#layout = null;
  }

  /** As laid out for cutting; the same object until a word is added. */
  layout(): TrieLayout {
    this.#layout ??= layOutWords({
      count: this.#count,
      units: this.#units,
      first: this.#first,
      next: this.#next,
      words: this.#words,
      rarities: this.#rarities,
      roots: this.#roots,
      weights: Float64Array.from(this.#weights),
    });
    return this.#layout;
  }

  #child(parent: number, unit: number): number {
    const last = this.#last[parent] as number;
    if (last !== 0 && this.#units[last] === unit) return last;
    if (last === 0 || (this.#units[last] as number) < unit) {
      const node = this.#open(unit);
      if (last === 0) this.#first[parent] = node;
      else this.#next[last] = node;
      this.#last[parent] = node;
      return node;
    }
    let before = 0;
    let at = this.#first[parent] as number;
    for (; (this.#units[at] as number) < unit; at = this.#next[at] as number) before = at;
    if (this.#units[at] === unit) return at;
    const node = this.#open(unit);
    this.#next[node] = at;
    if (before === 0) this.#first[parent] = node;
    else this.#next[before] = node;
    return node;
  }

  #open(unit: number): number {
    if (this.#count === this.#units.length) this.#grow();
    this.#units[this.#count] = unit;
    return this.#count++;
  }

  #grow(): void {
    const grown = <T extends Float64Array | Int32Array | Uint16Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    const size = this.#count * 2;
    this.#units = grown(new Uint16Array(size), this.#units);
    this.#words = grown(new Uint16Array(size), this.#words);
    this.#rarities = grown(new Float64Array(size), this.#rarities);
    this.#first = grown(new Int32Array(size), this.#first);
    this.#last = grown(new Int32Array(size), this.#last);
    this.#next = grown(new Int32Array(size), this.#next);
  }

  #numberOf(weight: number): number {
    const known = this.#numbers.get(weight);
    if (known !== undefined) return known;
    const number = this.#weights.length;
    if (number > MAX_WEIGHTS) throw new RangeError('a dictionary has more weights than can be numbered');
    this.#weights.push(weight);
    this.#numbers.set(weight, number);
    return number;
  }
}
