import { Places } from './word-places.ts';

/**
 * A tree of words as a double array (Aoe, 1989), so that a step costs one look into memory. A cell is two
 * numbers: the symbol that leads to it above the number of its word's weight, and the base of its children (0:
 * it has none). The child by a symbol lies `symbol` cells after the base, if the cell there says that this
 * symbol leads to it: no two parents have the same base.
 */
export interface TrieLayout {
  readonly cells: Int32Array;
  /** By UTF-16 unit; what no word has is `strange`. */
  readonly symbols: Uint16Array;
  /** A symbol that leads nowhere; the one after it does not, either. Both may be looked for in any family. */
  readonly strange: number;
  /** By symbol: the cell of a word's first unit; cell 0, which is empty, where no word starts with it. */
  readonly roots: Int32Array;
  /** By number; 0 is that of no word. */
  readonly weights: Float64Array;
  /** By cell: how rare the word is that ends there; 0 where none does. */
  readonly rarities: Float64Array;
}

/** A tree as lists of children. Node 0 is none. */
export interface TrieNodes {
  readonly count: number;
  readonly units: Uint16Array;
  readonly first: Int32Array;
  readonly next: Int32Array;
  /** Number of the weight of the word that ends there; 0 where none does. */
  readonly words: Uint16Array;
  /** How rare that word is. */
  readonly rarities: Float64Array;
  /** By unit. */
  readonly roots: Int32Array;
  readonly weights: Float64Array;
}

/** Where a cell keeps the symbol; the number of the weight is below. */
export const SYMBOL_SHIFT = 16;

/** Wide families first, while there is room: those of one child fill the gaps. */
export function layOutWords(nodes: TrieNodes): TrieLayout {
  const { symbols, size } = symbolsOf(nodes);
  const places = new Places(nodes.count * 2, size);
  const cellOf = new Int32Array(nodes.count);
  const bases = new Int32Array(nodes.count);
  for (const parent of widestFirst(nodes)) {
    const family: number[] = [];
    for (let at = nodes.first[parent] as number; at !== 0; at = nodes.next[at] as number) family.push(at);
    const base = places.take(family.map((node) => symbols[nodes.units[node] as number] as number));
    bases[parent] = base;
    for (const node of family) cellOf[node] = base + (symbols[nodes.units[node] as number] as number);
  }
  const roots = new Int32Array(size + 2);
  for (const [unit, node] of nodes.roots.entries()) {
    if (node === 0) continue;
    // A cell that no symbol leads to, lest it be taken for somebody's child.
    cellOf[node] = places.takeAny();
    roots[symbols[unit] as number] = cellOf[node] as number;
  }
  const cells = new Int32Array((places.end + size + 2) * 2);
  const rarities = new Float64Array(cells.length >> 1);
  for (let node = 1; node < nodes.count; node++) {
    rarities[cellOf[node] as number] = nodes.rarities[node] as number;
    const at = (cellOf[node] as number) * 2;
    const unit = nodes.units[node] as number;
    const symbol = nodes.roots[unit] === node ? 0 : (symbols[unit] as number);
    cells[at] = (symbol << SYMBOL_SHIFT) | (nodes.words[node] as number);
    cells[at + 1] = bases[node] as number;
  }
  for (const [unit, symbol] of symbols.entries()) if (symbol === 0) symbols[unit] = size;
  return { cells, symbols, strange: size, roots, weights: nodes.weights, rarities };
}

function symbolsOf({ count, units }: TrieNodes): { symbols: Uint16Array; size: number } {
  const symbols = new Uint16Array(0x1_0000);
  let size = 1;
  for (let node = 1; node < count; node++) {
    const unit = units[node] as number;
    if (symbols[unit] === 0) symbols[unit] = size++;
  }
  return { symbols, size };
}

/** Nodes that have children, those with the most before the others. */
function widestFirst({ count, first, next }: TrieNodes): Int32Array {
  const widths = new Uint16Array(count);
  const places = new Int32Array(0x1_0000);
  for (let node = 1; node < count; node++) {
    let width = 0;
    for (let at = first[node] as number; at !== 0; at = next[at] as number) width++;
    widths[node] = width;
    places[width] = (places[width] as number) + 1;
  }
  let from = 0;
  for (let width = places.length - 1; width > 0; width--) {
    const many = places[width] as number;
    places[width] = from;
    from += many;
  }
  const order = new Int32Array(from);
  for (let node = 1; node < count; node++) {
    const width = widths[node] as number;
    if (width === 0) continue;
    order[places[width] as number] = node;
    places[width] = (places[width] as number) + 1;
  }
  return order;
}
