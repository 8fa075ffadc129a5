import { type SignHit, signsOf } from './cues/signs.ts';
import { loadLexicon } from './lexicon.ts';
import { type Measure, measuresOf } from './measures/measures.ts';
import { createPreparer, type Reading } from './reading.ts';
import { compileIronies, type Ironies } from './sarcasm.ts';
import { type Score, scoreOf } from './score.ts';
import { type GraveHit, graveHits } from './severity/grave-hits.ts';

/** A text with all that the word lists say of it: what the models see, and every reader after them. */
export interface Prepared {
  readonly reading: Reading;
  readonly measures: readonly Measure[];
  readonly signs: readonly SignHit[];
  readonly grave: readonly GraveHit[];
  readonly score: Score;
  readonly ironies: Ironies;
}

export interface LexiconPreparer {
  readonly version: string;
  prepare(text: string): Prepared;
}

const GRAVE_ENOUGH = 0.5;

/** Compiles the word lists once. What it returns belongs to one thread: its scratch is its own. */
export function createLexiconPreparer(): LexiconPreparer {
  const { lexicon, supplement } = loadLexicon();
  const read = createPreparer(lexicon, supplement);
  const ironies = compileIronies(lexicon);
  return {
    version: lexicon.meta.version,
    prepare(text) {
      const reading = read(text);
      const measures = measuresOf(reading);
      const signs = signsOf(reading);
      const grave = graveHits(reading, signs);
      const score = scoreOf(reading, measures, ironies, grave.filter(weighs));
      return { reading, measures, signs, grave, score, ironies };
    },
  };
}

/** Events that speak for themselves; a vulnerable person or a reporter alone is no grievance. */
function weighs(hit: GraveHit): boolean {
  return (
    !hit.weak &&
    hit.confidence >= GRAVE_ENOUGH &&
    hit.category !== 'vulnerable' &&
    hit.category !== 'media_escalation'
  );
}
