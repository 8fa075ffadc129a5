/** A node of a trie; `word` is 1 + the index of the word that ends here, 0 where none does. */
export interface Node {
  readonly next: Map<number, Node>;
  word: number;
  cell: number;
}

/** A trie laid out flat: the child of `cell` by `symbol` is at base[cell] + symbol, if check names the parent. */
export interface Table {
  base: Int32Array;
  /** The parent's cell; 0 where the cell is free. */
  check: Int32Array;
}

export const ROOT = 1;

/** By UTF-16 unit: those that occur in any word are numbered from 1; 0 means that no word has it. */
export function numberUnits(words: readonly string[]): Uint16Array {
  const symbols = new Uint16Array(0x1_0000);
  let used = 0;
  for (const word of words) {
    for (let at = 0; at < word.length; at++) {
      const unit = word.charCodeAt(at);
      if (symbols[unit] === 0) symbols[unit] = ++used;
    }
  }
  return symbols;
}

/** Distinct words, none of them empty, as a trie by the numbers of their units. */
export function plant(words: readonly string[], symbols: Uint16Array): Node {
  const root: Node = { next: new Map(), word: 0, cell: ROOT };
  words.forEach((word, index) => {
    let node = root;
    for (let at = 0; at < word.length; at++) {
      const symbol = symbols[word.charCodeAt(at)] as number;
      let child = node.next.get(symbol);
      if (!child) {
        child = { next: new Map(), word: 0, cell: 0 };
        node.next.set(symbol, child);
      }
      node = child;
    }
    node.word = index + 1;
  });
  return root;
}

/** Breadth first, each node's children into the first place where all of them fit. */
export function layOut(root: Node, order: Node[]): Table {
  const table: Table = { base: new Int32Array(4_096), check: new Int32Array(4_096) };
  // The root's own cell must never look free.
  table.check[ROOT] = -1;
  let free = ROOT + 1;
  order.push(root);
  for (let at = 0; at < order.length; at++) {
    const node = order[at] as Node;
    if (node.next.size === 0) continue;
    while ((table.check[free] ?? 0) !== 0) free++;
    const symbols = [...node.next.keys()].sort((a, b) => a - b);
    const base = firstFit(table, symbols, Math.max(free - (symbols[0] as number), 1));
    table.base[node.cell] = base;
    for (const [symbol, child] of node.next) {
      child.cell = base + symbol;
      table.check[child.cell] = node.cell;
      order.push(child);
    }
  }
  // A step from any cell stays inside: bases reach at most the last cell plus every symbol.
  grow(table, table.base.reduce((top, base) => Math.max(top, base), 0) + 0x1_0000);
  return table;
}

/** @param symbols ascending, at least one */
function firstFit(table: Table, symbols: readonly number[], from: number): number {
  const reach = (symbols.at(-1) as number) + 1;
  for (let base = from; ; base++) {
    if (base + reach > table.check.length) grow(table, base + reach);
    const { check } = table;
    let at = 0;
    while (at < symbols.length && check[base + (symbols[at] as number)] === 0) at++;
    if (at === symbols.length) return base;
  }
}

function grow(table: Table, size: number): void {
  if (size <= table.check.length) return;
  const room = Math.max(size, table.check.length * 2);
  const base = new Int32Array(room);
  const check = new Int32Array(room);
  base.set(table.base);
  check.set(table.check);
  table.base = base;
  table.check = check;
}
