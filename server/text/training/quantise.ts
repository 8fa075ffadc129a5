import { COLUMN, COLUMNS } from '../model/layout.ts';
import type { Weights } from '../model/table.ts';
import type { Trained } from './trained.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Of a column's weights this share may be cut to the largest byte. */
const CUT = 0.0002;
const MAX_QUANTISED = 127;
/** Gates need fewer steps, and coarse ones pack better; half as many cost half a point of F1 between kinds of posts. */
const MAX_QUANTISED_GATE = 63;

/** Eight bits a weight, each column in steps of its own. */
export function quantise(
  { weights, bias }: Trained,
  { keys, hot }: Pick<Vocabulary, 'keys' | 'hot'>,
): Weights {
  const rows = new Int8Array(keys.length * COLUMNS);
  const steps = new Float32Array(COLUMNS);
  for (let column = 0; column < COLUMNS; column++) {
    const sizes = Float32Array.from(keys, (_, row) =>
      Math.abs(weights[row * COLUMNS + column] as number),
    ).sort();
    const top = sizes[Math.floor((sizes.length - 1) * (1 - CUT))] ?? 0;
    const largest = column < COLUMN.gate ? MAX_QUANTISED : MAX_QUANTISED_GATE;
    const step = Math.fround(top > 0 ? top / largest : 1);
    steps[column] = step;
    for (let row = 0; row < keys.length; row++) {
      const value = Math.round((weights[row * COLUMNS + column] as number) / step);
      rows[row * COLUMNS + column] = Math.max(-largest, Math.min(largest, value));
    }
  }
  return { keys, hot, rows, steps, bias };
}
