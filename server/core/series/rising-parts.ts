import type { RisingPart } from './series.ts';
import type { Complaining, SlowRise } from './slow-rise.ts';

/** What makes up most of a slow rise, one of each kind; absent where none does. */
export interface RisingMost {
  readonly touch?: RisingPart;
  readonly area?: RisingPart;
  readonly term?: RisingPart;
}

/** The part of the rise that is its; with less it is not what the rise is about. */
const MIN_RISE_SHARE = 0.4;
/** Fewer complaints of the last week name nothing. */
const MIN_LAST_WEEK_COMPLAINTS = 6;
/** A word that grows no faster than all complaints do is in all of them: the watch's own name. */
const FASTER = 1.25;

/** What rises: a touchpoint, a place, a keyword. */
export function risingMost(parts: readonly RisingPart[], { weeks }: Pick<SlowRise, 'weeks'>): RisingMost {
  const [start, end] = [weeks[0], weeks.at(-1)];
  if (start === undefined || end === undefined) return {};
  const [touch, area, term] = ['touch', 'area', 'term'].map((kind) => {
    const own = parts.filter(({ fact }) => fact.startsWith(`${kind}.`));
    const rising = own.filter((part) => isMost(part, start, end));
    return rising.sort((a, b) => more(b, start, end) - more(a, start, end))[0];
  });
  return { ...(touch && { touch }), ...(area && { area }), ...(term && { term }) };
}

function isMost(part: RisingPart, start: Complaining, end: Complaining): boolean {
  const all = more({ first: start.negative, last: end.negative }, start, end);
  if (part.last < MIN_LAST_WEEK_COMPLAINTS || more(part, start, end) < MIN_RISE_SHARE * all) return false;
  const growth = (last: number, first: number) => (last + 0.5) / (first + 0.5);
  return (
    !part.fact.startsWith('term.') ||
    growth(part.last, part.first) >= FASTER * growth(end.negative, start.negative)
  );
}

/** Complaints more than by the share of the first week. */
function more(
  { first, last }: Pick<RisingPart, 'first' | 'last'>,
  start: Complaining,
  end: Complaining,
): number {
  return last - (first * end.total) / Math.max(1, start.total);
}
