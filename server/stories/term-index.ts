import { strongest } from './strongest.ts';
import { type TermVector, termAt, weightAt } from './term-weights.ts';

/** So many of a post's strongest terms lead to it, and so many of a text's lead to posts. */
const KEPT = 40;
const ASKED = 40;
const ROW_BITS = 18;
/** So many of the latest posts are known for a term. */
const ROW = 16;

/** Which posts have a term among their strongest: the latest of them. Posts are named by the slots they are in. */
export interface TermIndex {
  enter(slot: number, vector: TermVector): void;
  /** The slots that share most with a text, best first. Some may be empty or have another post by now. */
  find(vector: TermVector, most: number): readonly number[];
}

export function createTermIndex(): TermIndex {
  // Nought is what an empty place says.
  const rows = new Int32Array(ROW << ROW_BITS);
  const next = new Uint8Array(1 << ROW_BITS);
  let votes = new Float32Array(1_024);
  const voted = new Int32Array(ASKED * ROW);
  const rowOf = (term: number) => Math.imul(term, 0x9e37_79b1) >>> (32 - ROW_BITS);
  return {
    enter(slot, vector) {
      if (slot >= votes.length) votes = new Float32Array(slot * 2);
      const kept = Math.min(KEPT, vector.length);
      for (let each = 0; each < kept; each++) {
        const row = rowOf(termAt(vector, each));
        rows[row * ROW + (next[row] as number)] = slot + 1;
        next[row] = ((next[row] as number) + 1) % ROW;
      }
    },
    find(vector, most) {
      let size = 0;
      const asked = Math.min(ASKED, vector.length);
      for (let each = 0; each < asked; each++) {
        const first = rowOf(termAt(vector, each)) * ROW;
        const weight = weightAt(vector, each) ** 2;
        for (let at = first; at < first + ROW; at++) {
          const slot = (rows[at] as number) - 1;
          if (slot < 0) break;
          if (votes[slot] === 0) voted[size++] = slot;
          votes[slot] = (votes[slot] as number) + weight;
        }
      }
      const best = strongest(voted.subarray(0, size), votes, most);
      for (let each = 0; each < size; each++) votes[voted[each] as number] = 0;
      return best;
    },
  };
}
