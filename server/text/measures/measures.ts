import { sortByStart } from '../in-order.ts';
import type { Reading } from '../reading.ts';
import { TRAIT } from '../traits.ts';
import { amountsIn } from './amounts.ts';
import { waitsPast } from './appointments.ts';
import { countsIn } from './counts.ts';
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
  const short = (traits & TRAIT.size) === 0 ? NONE : countsIn(text);
  // What stands beside none of these was not looked at when the models were taught.
  const untaught = (traits & (TRAIT.time | TRAIT.warmth | TRAIT.money)) === 0;
  const amounts = amountsTold(text, traits);
  const told = untaught ? amounts.map((measure) => ({ ...measure, untaught })) : amounts;
  if (late.length === 0 && short.length === 0) return told;
  const more = short.filter(({ start, end }) => !told.some((each) => each.start < end && each.end > start));
  return sortByStart([...late, ...more, ...told]);
}

function amountsTold(text: string, traits: number): readonly Measure[] {
  if ((traits & (TRAIT.time | TRAIT.warmth | TRAIT.money | TRAIT.size)) === 0) return NONE;
  const amounts = amountsIn(text);
  if (amounts.length === 0) return NONE;
  const { found, told } = promisesIn(text, amounts);
  for (const [at, amount] of amounts.entries()) {
    if (told.has(amount)) continue;
    const from = amounts[at - 1]?.end ?? 0;
    const measure = waitIn(text, amount, from) ?? temperatureIn(text, amount, from);
    if (measure !== null) found.push(measure);
  }
  return sortByStart(found);
}
