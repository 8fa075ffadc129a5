import { layOut, type Node, numberUnits, plant, ROOT, type Table } from './double-array.ts';

/**
 * Many words found in one pass (Aho and Corasick, 1975) over UTF-16 units, laid out as a double array
 * (Aoe, 1989): typed arrays only, so a scan allocates nothing and thousands of words cost what ten do.
 */
export interface Automaton {
  /** Reports every occurrence of every word, overlapping ones too, in order of their end. */
  scan(text: string, found: (word: number, start: number, end: number) => void): void;
}

// One cell: four numbers.
const WIDTH = 4;
const BASE = 0;
const CHECK = 1;
const FAIL = 2;
const OUTPUT = 3;

/** Words must be distinct and not empty; `found` gets their index in `words`. */
export function compileAutomaton(words: readonly string[]): Automaton {
  const symbols = numberUnits(words);
  const order: Node[] = [];
  const { cells, word, rest } = weave(order, layOut(plant(words, symbols), order));
  const length = Int32Array.from(words, (each) => each.length);

  return {
    scan(text, found) {
      let cell = ROOT * WIDTH;
      for (let at = 0; at < text.length; at++) {
        const symbol = symbols[text.charCodeAt(at)] as number;
        if (symbol === 0) {
          cell = ROOT * WIDTH;
          continue;
        }
        let next = (cells[cell + BASE] as number) + symbol * WIDTH;
        while (cells[next + CHECK] !== cell && cell !== ROOT * WIDTH) {
          cell = cells[cell + FAIL] as number;
          next = (cells[cell + BASE] as number) + symbol * WIDTH;
        }
        if (cells[next + CHECK] !== cell) continue;
        cell = next;
        for (let hit = cells[cell + OUTPUT] as number; hit !== 0; ) {
          const index = word[hit] as number;
          found(index, at + 1 - (length[index] as number), at + 1);
          hit = rest[hit] as number;
        }
      }
    },
  };
}

/**
 * Everything a step needs side by side, so that it costs one cache line: where children start, the
 * parent, where to go on when no child fits, and the longest word that ends here. `rest` leads from a
 * word to the next shorter one that ends at the same place.
 */
function weave(order: readonly Node[], { base, check }: Table) {
  const cells = new Int32Array(base.length * WIDTH);
  const word = new Int32Array(order.length + 1);
  const rest = new Int32Array(order.length + 1);
  const fail = new Int32Array(base.length);
  for (const [at, node] of order.entries()) {
    for (const [symbol, child] of node.next) {
      let back = node.cell === ROOT ? 0 : (fail[node.cell] as number);
      while (back !== 0 && check[(base[back] as number) + symbol] !== back) back = fail[back] as number;
      fail[child.cell] = back === 0 ? ROOT : (base[back] as number) + symbol;
    }
    const { cell } = node;
    const shorter = cells[(fail[cell] as number) * WIDTH + OUTPUT] as number;
    // Breadth first: what a cell fails to is shallower, so its output is already known.
    if (node.word !== 0) {
      word[at] = node.word - 1;
      rest[at] = shorter;
    }
    cells[cell * WIDTH + BASE] = (base[cell] as number) * WIDTH;
    cells[cell * WIDTH + CHECK] = (check[cell] as number) * WIDTH;
    cells[cell * WIDTH + FAIL] = (fail[cell] as number) * WIDTH;
    cells[cell * WIDTH + OUTPUT] = node.word !== 0 ? at : shorter;
  }
  return { cells, word, rest };
}
