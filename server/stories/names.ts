import { fold } from '../core/reading/fold.ts';
import { hashNext, hashOf, MAX_NAME_LENGTH, MIN_NAME_LENGTH, NO_LETTERS, readNames } from './name-table.ts';
import { TERM_COUNT, type Terms } from './story-terms.ts';

/** Terms of letters, then as many again for names. */
export const TERMS_WITH_NAMES = 2 * TERM_COUNT;

/** What a text names: each once, as a term, with how often. */
export interface Names extends Terms {
  /** Those of them that are places. */
  readonly places: readonly number[];
}

/** Further on nobody is named for the first time. */
const MAX_LETTERS = 4_000;
/** What writers mark as one thing: #a topic#, 《a work》, “a byword”, 【a heading】. */
const MARKED =
  /#([^#\n]{2,24})#|《([^《》\n]{2,24})》|[“「『"]([^”」』"\n]{2,12})[”」』"]|【([^【】\n]{2,12})】/g;

/** What a town, a province, a county or a district is called in full. */
const RANKS: ReadonlySet<number> = new Set([...'市省县区'].map((letter) => letter.charCodeAt(0)));

const termOfName = (hash: number): number => TERM_COUNT + ((hash >>> 14) & (TERM_COUNT - 1));

/**
 * Finds names: people, places, bodies and products that the dictionary has, the longest first as one reads, and
 * whatever the writer marks as one. The same name is the same term in every text.
 */
export function namesOf(title: string | null, text: string): Names {
  const { text: folded } = fold(`${title ?? ''}\n${text.slice(0, MAX_LETTERS)}`);
  const counts = new Map<number, number>();
  const places = new Set<number>();
  const count = (term: number) => counts.set(term, (counts.get(term) ?? 0) + 1);
  for (const [, ...names] of folded.matchAll(MARKED)) {
    count(termOfName(hashOf(names.find((name) => name !== undefined) ?? '')));
  }
  eachKnown(folded, (hash, isPlace) => {
    const term = termOfName(hash);
    count(term);
    if (isPlace) places.add(term);
  });
  return {
    terms: Int32Array.from(counts.keys()),
    counts: Uint16Array.from(counts.values()),
    places: [...places],
  };
}

/** The longest known name at each place that no name before it takes. */
function eachKnown(text: string, found: (hash: number, isPlace: boolean) => void): void {
  const table = readNames();
  for (let at = 0; at + 1 < text.length; ) {
    if (!table.begins(text.charCodeAt(at), text.charCodeAt(at + 1))) {
      at++;
      continue;
    }
    const most = Math.min(MAX_NAME_LENGTH, text.length - at);
    let [hash, longest, name, kind] = [NO_LETTERS, 0, 0, 0];
    for (let length = 1; length <= most; length++) {
      const letter = text.charCodeAt(at + length - 1);
      hash = hashNext(hash, letter);
      const longer = length < MIN_NAME_LENGTH ? 0 : table.kindOf(hash);
      if (longer === 0) continue;
      // 大连市 is 大连.
      const isSame = kind === 2 && longest === length - 1 && RANKS.has(letter);
      if (!isSame) [name, kind] = [hash, longer];
      longest = length;
    }
    if (longest > 0) found(name, kind === 2);
    at += Math.max(1, longest);
  }
}
