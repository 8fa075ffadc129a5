import { KINDS, type Term } from './terms.ts';

export interface Hit {
  readonly term: Term;
  readonly start: number;
  readonly end: number;
}

/** Hits by kind, ascending by start. */
export type Kinds = (Hit[] | undefined)[];

/** Keeps hits leftmost first, then longest, within each group: what lies inside another gives way. */
export function createLongest(groups: number) {
  const last = new Int32Array(groups).fill(-1);
  let room = 1_024;
  // Per hit: term (-1 once given way), group, start, end, the group's hit before it.
  let hits = new Int32Array(room * 5);
  let count = 0;

  return {
    add(term: number, group: number, start: number, end: number): void {
      let before = last[group] as number;
      while (before >= 0 && (hits[before + 2] as number) >= start) before = hits[before + 4] as number;
      // An earlier start wins over a longer word; only a hit that stays makes those inside it give way.
      if (before >= 0 && (hits[before + 3] as number) > start) return;
      for (let inside = last[group] as number; inside !== before; inside = hits[inside + 4] as number) {
        hits[inside] = -1;
      }
      if (count === room) {
        room *= 2;
        const more = new Int32Array(room * 5);
        more.set(hits);
        hits = more;
      }
      const at = count++ * 5;
      hits[at] = term;
      hits[at + 1] = group;
      hits[at + 2] = start;
      hits[at + 3] = end;
      hits[at + 4] = before;
      last[group] = at;
    },
    /** The hits by kind, ascending by start; empties the table for the next text. */
    take(terms: readonly Term[]): Kinds {
      const kinds: Kinds = new Array(KINDS);
      for (let at = 0; at < count * 5; at += 5) {
        last[hits[at + 1] as number] = -1;
        const term = hits[at] as number;
        if (term >= 0) insert(kinds, terms[term] as Term, hits[at + 2] as number, hits[at + 3] as number);
      }
      count = 0;
      return kinds;
    },
  };
}

function insert(kinds: Kinds, term: Term, start: number, end: number): void {
  const hit = { term, start, end };
  const known = kinds[term.kind];
  if (!known) {
    kinds[term.kind] = [hit];
    return;
  }
  let at = known.push(hit) - 1;
  for (; at > 0 && (known[at - 1] as Hit).start > start; at--) known[at] = known[at - 1] as Hit;
  known[at] = hit;
}
