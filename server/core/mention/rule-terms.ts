import { type Automaton, compileAutomaton } from '../reading/aho-corasick.ts';
import { readTerm } from '../reading/rule-term.ts';

/** Where words of the automaton stand in one text: starts, ascending. */
export type WordPositions = ReadonlyMap<number, readonly number[]>;

export interface CompiledTerm {
  readonly written: string;
  /** Words without which it cannot hold. */
  readonly words: readonly number[];
  holds(found: WordPositions): boolean;
}

/** Enters a term's words under their index; null for a term that cannot be read. */
export function compileTerm(written: string, words: Map<string, number>): CompiledTerm | null {
  const term = readTerm(written);
  if (typeof term === 'string') return null;
  const index = (word: string) => {
    const known = words.get(word) ?? words.size;
    words.set(word, known);
    return known;
  };
  if (term.kind === 'word') {
    const word = index(term.word);
    return { written, words: [word], holds: (found) => found.has(word) };
  }
  const [a, b] = [index(term.a), index(term.b)];
  const { distance } = term;
  const [sizeA, sizeB] = [term.a.length, term.b.length];
  return {
    written,
    words: [a, b],
    holds: (found) => near(found.get(a) ?? [], sizeA, found.get(b) ?? [], sizeB, distance),
  };
}

/** Whether some a and some b do not overlap and at most `distance` units lie between them. */
function near(
  a: readonly number[],
  sizeA: number,
  b: readonly number[],
  sizeB: number,
  distance: number,
): boolean {
  let from = 0;
  for (const start of a) {
    // Later a's lie further right: what is too far left for this one is for them as well.
    while (from < b.length && (b[from] as number) + sizeB + distance < start) from++;
    for (let at = from; at < b.length; at++) {
      const other = b[at] as number;
      if (other - start - sizeA > distance) break;
      if (other >= start + sizeA || start >= other + sizeB) return true;
    }
  }
  return false;
}

/** Finds all words of a folded text in one pass. */
export function createFinder(words: ReadonlyMap<string, number>): (text: string) => WordPositions {
  const automaton: Automaton = compileAutomaton([...words.keys()]);
  return (text) => {
    const found = new Map<number, number[]>();
    automaton.scan(text, (word, start, end) => {
      if (joined(text, start) || joined(text, end)) return;
      const starts = found.get(word);
      if (starts) starts.push(start);
      else found.set(word, [start]);
    });
    return found;
  };
}

/** Whether a Latin word or number runs on across an offset: mac inside machine or imac is not mac. */
function joined(text: string, at: number): boolean {
  return isLatin(text.charCodeAt(at - 1)) && isLatin(text.charCodeAt(at));
}

function isLatin(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || (unit >= 0xc0 && unit < 0x250);
}
