const PLACES = 1 << 15;

/**
 * Tells what was met before within a group, for a few thousand keys at a time: places in a table, marked with the
 * round and the group that filled them, so that nothing has to be emptied between texts.
 */
export class Distinct {
  readonly #keys = new Int32Array(PLACES);
  readonly #marks = new Int32Array(PLACES);
  #from = 1;
  #groups = 0;

  /** Forgets everything; groups are numbered from 0. */
  begin(groups: number): void {
    this.#from += this.#groups;
    this.#groups = groups;
    if (this.#from + groups < 0x7fff_ffff) return;
    this.#marks.fill(0);
    this.#from = 1;
  }

  /** True the first time that a key comes in a group. At most half as many as there are places may come. */
  isNew(key: number, group: number): boolean {
    const mark = this.#from + group;
    let at = ((key >>> 4) ^ Math.imul(group, 0x9e5)) & (PLACES - 1);
    while ((this.#marks[at] as number) >= this.#from) {
      if (this.#marks[at] === mark && this.#keys[at] === (key | 0)) return false;
      at = (at + 1) & (PLACES - 1);
    }
    this.#keys[at] = key;
    this.#marks[at] = mark;
    return true;
  }
}
