import { layOut, type Node, numberUnits, plant } from '../core/reading/double-array.ts';

/**
 * Listed words as a tree over UTF-16 units, laid out as a double array (Aoe, 1989). A cell is four numbers, so
 * that a step costs one line of cache: where its children start, which cell it is a child of, and 1 + the number
 * of the word that ends there.
 */
export interface TermTree {
  readonly cells: Int32Array;
  /** By UTF-16 unit: how many numbers after the start of a family its child by this unit lies; 0 for what no word has. */
  readonly steps: Int32Array;
  /** By UTF-16 unit: the cell of the words that begin with it; a cell without children where none does. */
  readonly roots: Int32Array;
}

const WIDTH = 4;
export const CHILDREN = 0;
export const PARENT = 1;
export const WORD = 2;

/** Words must be distinct and not empty. */
export function growTermTree(words: readonly string[]): TermTree {
  const symbols = numberUnits(words);
  const order: Node[] = [];
  const { base, check } = layOut(plant(words, symbols), order);
  const cells = new Int32Array((base.length + 1) * WIDTH);
  for (const { cell, word } of order) {
    cells[cell * WIDTH + CHILDREN] = (base[cell] as number) * WIDTH;
    cells[cell * WIDTH + PARENT] = (check[cell] as number) * WIDTH;
    cells[cell * WIDTH + WORD] = word;
  }
  const roots = new Int32Array(0x1_0000).fill(base.length * WIDTH);
  for (const [symbol, child] of order[0]?.next ?? []) roots[symbols.indexOf(symbol)] = child.cell * WIDTH;
  return { cells, steps: Int32Array.from(symbols, (symbol) => symbol * WIDTH), roots };
}
