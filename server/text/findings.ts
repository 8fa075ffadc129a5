import type { Servqual, Touchpoint } from '../core/analysis.ts';
import type { Measure } from './measures.ts';
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
  readonly start: number;
  readonly end: number;
  readonly measure?: Measure;
}

/** Everything said about service in a text: stated amounts, then words, then wordless complaints. */
export function findingsOf(reading: Reading, measures: readonly Measure[], score: Score): Finding[] {
  return [...measureFindings(reading, measures), ...wordFindings(reading), ...cueFindings(score)];
}

function measureFindings(reading: Reading, measures: readonly Measure[]): Finding[] {
  const heated = reading.of(KIND.touch).some((hit) => hit.term.name === 'heating');
  return measures.map((measure) => {
    const warm = measure.kind === 'temperature' || measure.unit === 'celsius';
    const slow = !warm && measure.unit !== 'yuan' && measure.unit !== 'percent';
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

function wordFindings(reading: Reading): Finding[] {
  return reading.of(KIND.servqual).map(({ term, start, end }) => {
    const [servqual, polarity] = term.name.split('.') as [Servqual, string];
    return {
      servqual,
      touch: null,
      name: polarity === 'neutral' ? term.text : null,
      weight: term.weight,
      start,
      end,
    };
  });
}

function cueFindings({ cues }: Score): Finding[] {
  return cues.map(({ cue, start, end }) => ({
    servqual: cue.servqual,
    touch: null,
    name: null,
    weight: cue.weight,
    start,
    end,
  }));
}
