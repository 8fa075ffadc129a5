import { compileAutomaton } from '../core/reading/aho-corasick.ts';
import { GUARD, guardOf, stands, standsLatin } from './fits.ts';
import { createLongest, type Hit, type Kinds } from './longest.ts';
import { type Normalised, READ_LIMIT } from './normalise.ts';
import type { Term } from './terms.ts';

export type { Hit };

/**
 * Finds every listing that stands in a text. The loop reads packed numbers only and makes objects for
 * nothing but the hits that stay.
 */
export function createFinder(
  terms: readonly Term[],
): (source: Normalised, wordEnds: readonly number[]) => Kinds {
  const listed = [...new Set(terms.map((term) => term.text))];
  const byText = Map.groupBy(terms.keys(), (at) => terms[at]?.text ?? '');
  // Per word: where its listings start in `packed`; per listing: term, guard, group.
  const packed: number[] = [];
  const first = Int32Array.from(listed, (text) => {
    const from = packed.length;
    for (const at of byText.get(text) ?? []) {
      const term = terms[at] as Term;
      packed.push(at, guardOf(term), term.group);
    }
    return from;
  });
  const listings = Int32Array.from(packed);
  const after = Int32Array.from(listed, (_, at) => first[at + 1] ?? packed.length);
  const automaton = compileAutomaton(listed);
  const edges = new Uint8Array(READ_LIMIT + 2);
  const longest = createLongest(Math.max(...terms.map((term) => term.group)) + 1);

  return (source, wordEnds) => {
    const { text } = source;
    markEdges(edges, wordEnds, text.length);
    automaton.scan(text, (word, start, end) => {
      for (let at = first[word] as number; at < (after[word] as number); at += 3) {
        const term = listings[at] as number;
        const guard = listings[at + 1] as number;
        const fits =
          guard === GUARD.latin
            ? standsLatin(terms[term] as Term, source, start, end)
            : stands(guard, text, edges, start, end);
        if (fits) longest.add(term, listings[at + 2] as number, start, end);
      }
    });
    return longest.take(terms);
  };
}

function markEdges(edges: Uint8Array, wordEnds: readonly number[], size: number): void {
  edges.fill(0, 0, size + 1);
  edges[0] = 1;
  for (let at = 0; at < wordEnds.length; at++) edges[wordEnds[at] as number] = 1;
}
