import { type Clause, splitClauses } from './clauses.ts';
import { CUES_BY_TRIGGER } from './cues/cues.ts';
import { IRONY_TRIGGERS } from './cues/irony-triggers.ts';
import { SIGN_TRIGGERS } from './cues/sign-table.ts';
import { createFinder, type Hit } from './finder.ts';
import type { Lexicon, Supplement } from './lexicon.ts';
import { type Normalised, normalise } from './normalise.ts';
import { type Part, partsOf } from './post-parts.ts';
import { type Kind, termsOf } from './terms.ts';
import { traitsOf } from './traits.ts';
import type { Words } from './words/segmenter.ts';
import { wordsOf } from './words/words.ts';

export type { Hit };

/** A text prepared once; every reader is a pure function of it. Offsets are into `text`. */
export interface Reading {
  readonly source: Normalised;
  readonly text: string;
  readonly words: Words;
  readonly clauses: readonly Clause[];
  /** See `TRAIT`. */
  readonly traits: number;
  /** In the order of the text; one where all of it is the writer's own. */
  readonly parts: readonly Part[];
  /** Hits of one kind, ascending. */
  of(kind: Kind): readonly Hit[];
}

const NONE: readonly Hit[] = [];

/**
 * Compiles the word lists once; the function it returns prepares one text at a time. Its scratch
 * tables are its own, so a preparer belongs to one thread.
 */
export function createPreparer(lexicon: Lexicon, supplement: Supplement): (text: string) => Reading {
  const find = createFinder(
    termsOf(lexicon, supplement, [...new Set([...CUES_BY_TRIGGER.keys(), ...IRONY_TRIGGERS])], SIGN_TRIGGERS),
  );
  return (given) => {
    const source = normalise(given);
    const words = wordsOf(source.text);
    const kinds = find(source, words.ends);
    const traits = traitsOf(source.text);
    return {
      source,
      text: source.text,
      words,
      clauses: splitClauses(source.text),
      traits,
      parts: partsOf(source, traits),
      of: (kind) => kinds[kind] ?? NONE,
    };
  };
}
