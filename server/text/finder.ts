import { READ_LIMIT } from '../core/reading/analysis.ts';
import { GUARD, guardOf, stands, standsLatin } from './fits.ts';
import { createLongest, type Hit, type Kinds } from './longest.ts';
import type { Normalised } from './normalise.ts';
import { CHILDREN, growTermTree, PARENT, WORD } from './term-tree.ts';
import type { Term } from './terms.ts';

export type { Hit };

/** Listings by word: those of word n start at first[n] of `packed` and end at first[n + 1]. */
interface Listings {
  readonly words: readonly string[];
  readonly first: Int32Array;
  /** Three numbers each: term, guard, group. */
  readonly packed: Int32Array;
}

function listingsOf(terms: readonly Term[]): Listings {
  const byText = Map.groupBy(terms.keys(), (at) => terms[at]?.text ?? '');
  const packed: number[] = [];
  const first: number[] = [];
  for (const places of byText.values()) {
    first.push(packed.length);
    for (const at of places) {
      const term = terms[at] as Term;
      packed.push(at, guardOf(term), term.group);
    }
  }
  first.push(packed.length);
  return { words: [...byText.keys()], first: Int32Array.from(first), packed: Int32Array.from(packed) };
}

/**
 * Finds every listing that stands in a text. The loop reads packed numbers only and makes objects for
 * nothing but the hits that stay.
 */
export function createFinder(
  terms: readonly Term[],
): (source: Normalised, wordEnds: readonly number[]) => Kinds {
  const { words, first, packed } = listingsOf(terms);
  const { cells, steps, roots } = growTermTree(words);
  const edges = new Uint8Array(READ_LIMIT + 2);
  const longest = createLongest(Math.max(...terms.map((term) => term.group)) + 1);

  const report = (word: number, source: Normalised, start: number, end: number) => {
    for (let at = first[word] as number; at < (first[word + 1] as number); at += 3) {
      const term = packed[at] as number;
      const guard = packed[at + 1] as number;
      const fits =
        guard === GUARD.latin
          ? standsLatin(terms[term] as Term, source, start, end)
          : stands(guard, source.text, edges, start, end);
      if (fits) longest.add(term, packed[at + 2] as number, start, end);
    }
  };

  return (source, wordEnds) => {
    const { text } = source;
    const size = text.length;
    markEdges(edges, wordEnds, size);
    for (let start = 0; start < size; start++) {
      let cell = roots[text.charCodeAt(start)] as number;
      for (let end = start + 1; ; end++) {
        const word = cells[cell + WORD] as number;
        if (word !== 0) report(word - 1, source, start, end);
        if (end === size) break;
        const child = (cells[cell + CHILDREN] as number) + (steps[text.charCodeAt(end)] as number);
        if (cells[child + PARENT] !== cell) break;
        cell = child;
      }
    }
    return longest.take(terms);
  };
}

function markEdges(edges: Uint8Array, wordEnds: readonly number[], size: number): void {
  edges.fill(0, 0, size + 1);
  edges[0] = 1;
  for (let at = 0; at < wordEnds.length; at++) edges[wordEnds[at] as number] = 1;
}
