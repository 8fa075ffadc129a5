/** Narrow families are many: those of each width begin at the first gap. */
const NARROW = 4;

/** Which cells and which bases are taken. */
export class Places {
  /** After the last cell that is taken. */
  end: number;
  #cells: Uint8Array;
  #bases: Uint8Array;
  #free: number;
  /** Where the last family found room: the next one, no wider, is looked for from there. */
  #from: number;
  /** Families of at least so many go on from one another; narrower ones look at the gaps they left. */
  #width = Number.POSITIVE_INFINITY;

  /** Cells before `first` stay empty: there is the family of whoever has none. */
  constructor(cells: number, first: number) {
    this.end = this.#free = this.#from = first;
    this.#cells = new Uint8Array(cells + 0x2_0000);
    this.#bases = new Uint8Array(this.#cells.length);
  }

  /** Those of a tree that is laid out already. */
  static of({ cells, roots }: Record<'cells' | 'roots', Int32Array>): Places {
    const places = new Places(cells.length >> 1, 1);
    const [taken, bases] = [places.#cells, places.#bases];
    for (let at = 2; at < cells.length; at += 2) {
      const base = cells[at + 1] as number;
      if (base === 0 && cells[at] === 0) continue;
      taken[at >> 1] = 1;
      bases[base] = 1;
      places.end = (at >> 1) + 1;
    }
    for (const cell of roots) if (cell !== 0) places.#take(cell);
    // The gaps are narrow: whoever comes later goes behind them.
    places.#free = places.#from = places.end;
    return places;
  }

  /** Takes one cell; false where it is taken. */
  claim(cell: number): boolean {
    if (this.#cells[cell] === 1) return false;
    this.#take(cell);
    return true;
  }

  /** Any cell at all. */
  takeAny(): number {
    const cell = this.#firstFree();
    this.#take(cell);
    return cell;
  }

  /** Finds a base for a family of symbols, and takes it with their cells. */
  take(family: readonly number[]): number {
    if (family.length < this.#width) {
      this.#width = family.length <= NARROW ? family.length : family.length >> 1;
      this.#from = this.#firstFree();
    }
    const head = family[0] as number;
    this.#from = findRoom(this.#cells, this.#bases, family, this.#from);
    const base = this.#from - head;
    this.#bases[base] = 1;
    for (const symbol of family) this.#take(base + symbol);
    return base;
  }

  #firstFree(): number {
    while (this.#cells[this.#free] === 1) this.#free++;
    return this.#free;
  }

  #take(cell: number): void {
    this.#cells[cell] = 1;
    if (cell >= this.end) this.end = cell + 1;
    if (cell + 0x1_0000 <= this.#cells.length) return;
    this.#cells = doubled(this.#cells);
    this.#bases = doubled(this.#bases);
  }
}

/** The first cell from `from` on where the head of a family may lie. */
function findRoom(cells: Uint8Array, bases: Uint8Array, family: readonly number[], from: number): number {
  const head = family[0] as number;
  for (let cell = from; ; cell++) {
    const base = cell - head;
    if (cells[cell] === 1 || base <= 0 || bases[base] === 1) continue;
    let at = 1;
    while (at < family.length && cells[base + (family[at] as number)] === 0) at++;
    if (at === family.length) return cell;
  }
}

function doubled(flags: Uint8Array): Uint8Array {
  const more = new Uint8Array(flags.length * 2);
  more.set(flags);
  return more;
}
