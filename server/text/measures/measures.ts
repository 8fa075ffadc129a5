import { sortByStart } from '../in-order.ts';
import type { Reading } from '../reading.ts';
import { TRAIT } from '../traits.ts';
import { amountsIn } from './amounts.ts';
import { waitsPast } from './appointments.ts';
import type { Measure } from './measure.ts';
import { promisesIn } from './promises.ts';
import { temperatureIn } from './temperatures.ts';
import { waitIn } from './waits.ts';

export type { Measure };

const NONE: readonly Measure[] = [];

/** Every stated amount, ascending; a wait or a temperature inside a promise is not told twice. */
export function measuresOf({ text, traits }: Reading): readonly Measure[] {
  if ((traits & TRAIT.number) === 0) return NONE;
  const late = (traits & TRAIT.clock) === 0 ? NONE : waitsPast(text);
  if ((traits & (TRAIT.time | TRAIT.warmth | TRAIT.money)) === 0) return late;
  const amounts = amountsIn(text);
  if (amounts.length === 0) return late;
  const { found, told } = promisesIn(text, amounts);
  found.push(...late);
  for (const [at, amount] of amounts.entries()) {
    if (told.has(amount)) continue;
    const from = amounts[at - 1]?.end ?? 0;
    const measure = waitIn(text, amount, from) ?? temperatureIn(text, amount, from);
    if (measure !== null) found.push(measure);
  }
  return sortByStart(found);
}
