import { KINDS, type Term } from './terms.ts';

export interface Hit {
  readonly term: Term;
  readonly start: number;
  readonly end: number;
}

const WIDTH = 4;
const GROUP = 1;
const START = 2;
const END = 3;

/** Hits by kind, ascending by start. */
export type Kinds = (Hit[] | undefined)[];

/**
 * Keeps hits leftmost first, then longest, within each group: what overlaps another gives way. They are added in
 * the order of their start, those of one start in the order of their end.
 */
export function createLongest(groups: number) {
  /** Of each group the hit that was kept last. */
  const last = new Int32Array(groups).fill(-1);
  let room = 1_024;
  // Per hit: term (-1 once given way), group, start, end.
  let hits = new Int32Array(room * WIDTH);
  let count = 0;

  return {
    add(term: number, group: number, start: number, end: number): void {
      const before = last[group] as number;
      if (before >= 0) {
        // Of one start the longer word wins, and of one word the later listing.
        if (hits[before + START] === start) hits[before] = -1;
        else if ((hits[before + END] as number) > start) return;
      }
      if (count === room) {
        room *= 2;
        const more = new Int32Array(room * WIDTH);
        more.set(hits);
        hits = more;
      }
      const at = count++ * WIDTH;
      hits[at] = term;
      hits[at + GROUP] = group;
      hits[at + START] = start;
      hits[at + END] = end;
      last[group] = at;
    },
    /** The hits by kind, ascending by start; empties the table for the next text. */
    take(terms: readonly Term[]): Kinds {
      const kinds: Kinds = new Array(KINDS);
      for (let at = 0; at < count * WIDTH; at += WIDTH) {
        last[hits[at + GROUP] as number] = -1;
        const number = hits[at] as number;
        if (number < 0) continue;
        put(kinds, terms[number] as Term, hits[at + START] as number, hits[at + END] as number);
      }
      count = 0;
      return kinds;
    },
  };
}

function put(kinds: Kinds, term: Term, start: number, end: number): void {
  const hit = { term, start, end };
  const known = kinds[term.kind];
  if (known === undefined) kinds[term.kind] = [hit];
  else known.push(hit);
}
