import { SYMBOL_SHIFT, type TrieLayout } from './word-layout.ts';
import { Places } from './word-places.ts';

const NUMBER_MASK = (1 << SYMBOL_SHIFT) - 1;
const MAX_WEIGHTS = NUMBER_MASK;
const MAX_SYMBOLS = 0xffff;
/** Room for so many cells more is made at once. */
export const ROOM = 1 << 16;

/**
 * A tree of words that is laid out and takes in more of them: where a new child finds its place taken, its whole
 * family moves. The arrays of the layout it is given become its own.
 */
export class WordTable {
  #layout: TrieLayout;
  /** Which cells are taken: known when the first word is added. */
  #places: Places | null = null;

  constructor(layout: TrieLayout) {
    this.#layout = layout;
  }

  /** The same object until a word is added or rated. */
  get layout(): TrieLayout {
    return this.#layout;
  }

  /** The cell of a word; 0 where it is none. */
  find(word: string): number {
    const { cells, roots, symbols } = this.#layout;
    let cell = roots[symbols[word.charCodeAt(0)] ?? 0] ?? 0;
    for (let at = 1; at < word.length && cell !== 0; at++)
      cell = childOf(cells, cell, symbols[word.charCodeAt(at)] as number);
    return cell !== 0 && ((cells[cell * 2] as number) & NUMBER_MASK) !== 0 ? cell : 0;
  }

  /**
   * Adds a word, or gives a known one another weight. Its cell, which holds until the next word is added; 0, and
   * nothing is added, where it is empty.
   */
  add(word: string, weight: number): number {
    if (word === '') return 0;
    this.#layout = { ...this.#layout };
    let cell = this.#rootOf(this.#symbolOf(word.charCodeAt(0)));
    for (let at = 1; at < word.length; at++) cell = this.#childOf(cell, this.#symbolOf(word.charCodeAt(at)));
    const number = this.#numberOf(weight);
    const { cells } = this.#layout;
    cells[cell * 2] = ((cells[cell * 2] as number) & ~NUMBER_MASK) | number;
    return cell;
  }

  /** How rare the word of a cell is, as it was told; 0 where nothing was. */
  rarity(cell: number): number {
    return this.#layout.rarities[cell] as number;
  }

  /** Tells how rare the word of a cell is. */
  rate(cell: number, rarity: number): void {
    this.#layout = { ...this.#layout };
    this.#layout.rarities[cell] = rarity;
  }

  #symbolOf(unit: number): number {
    const { symbols, strange, roots } = this.#layout;
    const known = symbols[unit] as number;
    if (known !== strange) return known;
    if (strange >= MAX_SYMBOLS) throw new RangeError('a dictionary has more characters than can be numbered');
    for (let at = 0; at < symbols.length; at++) if (symbols[at] === strange) symbols[at] = strange + 1;
    symbols[unit] = strange;
    const more = new Int32Array(roots.length + 1);
    more.set(roots);
    this.#layout = { ...this.#layout, strange: strange + 1, roots: more };
    this.#makeRoom();
    return strange;
  }

  #rootOf(symbol: number): number {
    const { roots } = this.#layout;
    if (roots[symbol] === 0) {
      // A cell that no symbol leads to, lest it be taken for somebody's child.
      roots[symbol] = this.#taken.takeAny();
      this.#makeRoom();
    }
    return roots[symbol] as number;
  }

  #childOf(parent: number, symbol: number): number {
    const { cells } = this.#layout;
    const known = childOf(cells, parent, symbol);
    if (known !== 0) return known;
    const base = cells[parent * 2 + 1] as number;
    if (base === 0 || !this.#taken.claim(base + symbol)) this.#move(parent, symbol);
    const cell = (this.#layout.cells[parent * 2 + 1] as number) + symbol;
    this.#layout.cells[cell * 2] = symbol << SYMBOL_SHIFT;
    return cell;
  }

  /** Finds a place for the children of a cell and for one more. */
  #move(parent: number, symbol: number): void {
    const { cells: before, strange } = this.#layout;
    const old = before[parent * 2 + 1] as number;
    const children: number[] = [];
    for (let each = 1; old !== 0 && each < strange; each++)
      if ((before[(old + each) * 2] as number) >>> SYMBOL_SHIFT === each) children.push(each);
    const base = this.#taken.take([...children, symbol].toSorted((a, b) => a - b));
    this.#makeRoom();
    const { cells, rarities } = this.#layout;
    for (const each of children) {
      cells.copyWithin((base + each) * 2, (old + each) * 2, (old + each + 1) * 2);
      cells.fill(0, (old + each) * 2, (old + each + 1) * 2);
      rarities[base + each] = rarities[old + each] as number;
      rarities[old + each] = 0;
    }
    cells[parent * 2 + 1] = base;
  }

  get #taken(): Places {
    this.#places ??= Places.of(this.#layout);
    return this.#places;
  }

  /** A step from any cell stays inside. */
  #makeRoom(): void {
    const { strange, cells, rarities } = this.#layout;
    const needed = this.#taken.end + strange + 2;
    if (needed <= rarities.length) return;
    const more = { cells: new Int32Array((needed + ROOM) * 2), rarities: new Float64Array(needed + ROOM) };
    more.cells.set(cells);
    more.rarities.set(rarities);
    this.#layout = { ...this.#layout, ...more };
  }

  #numberOf(weight: number): number {
    const { weights } = this.#layout;
    const known = weights.indexOf(weight);
    if (known > 0) return known;
    if (weights.length > MAX_WEIGHTS)
      throw new RangeError('a dictionary has more weights than can be numbered');
    this.#layout = { ...this.#layout, weights: Float64Array.of(...weights, weight) };
    return weights.length;
  }
}

/** The child of a cell by a symbol; 0 where there is none. */
export function childOf(cells: Int32Array, cell: number, symbol: number): number {
  const base = cells[cell * 2 + 1] as number;
  const found = base + symbol;
  return base !== 0 && (cells[found * 2] as number) >>> SYMBOL_SHIFT === symbol ? found : 0;
}
