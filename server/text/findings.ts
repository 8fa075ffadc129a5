import type { Servqual, Touchpoint } from '../core/reading/analysis.ts';
import type { SignHit } from './cues/signs.ts';
import type { Measure } from './measures/measures.ts';
import { ownSideOf } from './own-side.ts';
import type { Reading } from './reading.ts';
import type { Score } from './score.ts';
import { KIND } from './terms.ts';

/** What one sentence says about one dimension or touchpoint. */
export interface Finding {
  readonly servqual: Servqual | null;
  readonly touch: Touchpoint | null;
  readonly name: string | null;
  /** Weight of the word itself; 0 where only its surroundings say. */
  readonly weight: number;
  /** Whether that weight stands whatever its clause feels. */
  readonly sure?: boolean;
  readonly start: number;
  readonly end: number;
  readonly measure?: Measure;
}

/** Everything said about service in a text: stated amounts, then words, then wordless complaints. */
export function findingsOf(
  reading: Reading,
  measures: readonly Measure[],
  score: Score,
  signs: readonly SignHit[],
): Finding[] {
  const found = measures.length === 0 ? [] : measureFindings(reading, measures);
  addWords(found, reading);
  for (const { cue, start, end } of score.cues) {
    found.push({ servqual: cue.servqual, touch: null, name: null, weight: cue.weight, start, end });
  }
  addSigns(found, signs);
  return found;
}

function measureFindings(reading: Reading, measures: readonly Measure[]): Finding[] {
  const heated = reading.of(KIND.touch).some((hit) => hit.term.name === 'heating');
  return measures.map((measure) => {
    const warm = measure.about === 'warmth';
    const slow = measure.about === 'waiting';
    return {
      servqual: slow ? 'responsiveness' : 'reliability',
      touch: warm && (heated || measure.worse) ? 'heating' : null,
      name: warm ? '室温' : slow ? '等候' : null,
      weight: measure.worse ? -0.5 : 0,
      start: measure.start,
      end: measure.end,
      measure,
    };
  });
}

function addWords(found: Finding[], reading: Reading): void {
  for (const hit of reading.of(KIND.servqual)) {
    const side = ownSideOf(reading, hit);
    if (side === null) continue;
    const { servqual, neutral } = kindOf(hit.term.name);
    const name = neutral ? hit.term.text : null;
    found.push({ servqual, touch: null, name, ...side, start: hit.start, end: hit.end });
  }
}

const kinds = new Map<string, { readonly servqual: Servqual; readonly neutral: boolean }>();

/** What the name of a service word says: `reliability.neutral`. */
function kindOf(name: string): { readonly servqual: Servqual; readonly neutral: boolean } {
  const known = kinds.get(name);
  if (known !== undefined) return known;
  const [servqual = '', side] = name.split('.');
  const kind = { servqual: servqual as Servqual, neutral: side === 'neutral' };
  kinds.set(name, kind);
  return kind;
}

/** What a sign of a side of its own weighs, like a listed word. */
const SIGN = 0.4;

function addSigns(found: Finding[], signs: readonly SignHit[]): void {
  for (const { name, start, end, side } of signs) {
    if (!name.startsWith('servqual.')) continue;
    const servqual = name.slice('servqual.'.length) as Servqual;
    found.push({ servqual, touch: null, name: null, weight: side * SIGN, start, end });
  }
}
