import type { Span } from '../series/trend-window.ts';
import {
  type FixContext,
  type Neighbour,
  overlapping as overlappingIn,
  turnsWithSeason,
  yearBefore,
} from './fix-context.ts';
import { type ADay, aDayIn, type FixDay, numbersIn } from './fix-day.ts';
import { comparePlatforms } from './fix-platforms.ts';
import { changedAlike, ONE_SIDED, type RateChange, rateChange } from './fix-rates.ts';
import { goesOn } from './fix-trend.ts';
import type { FixDoubt } from './fix-verdict.ts';
import type { FixWeeks } from './fix-weeks.ts';

/** What else may explain a change. */
export interface Explanations {
  /** Complaints a day about all else; null where nothing is compared. */
  readonly others: ADay | null;
  /** Complaints a day in the same weeks 52 weeks before; null where too little was heard then. */
  readonly lastYear: ADay | null;
  readonly overlapping: readonly Neighbour[];
  /** The first explanation of a change in this direction. */
  otherwise(sign: -1 | 1): FixDoubt | null;
}

/** Complaints in both stretches of last year together; of fewer nobody could say that they changed. */
const MIN_COMPLAINTS_LAST_YEAR = 16;

export function explanationsOf(
  days: readonly FixDay[],
  spans: FixWeeks,
  context: FixContext | undefined,
): Explanations {
  const overlapping = overlappingIn(context?.neighbours ?? [], spans);
  if (spans.weeks === 0) return { others: null, lastYear: null, overlapping, otherwise: () => null };
  const past = pastOf(spans);
  const changeOf = (of: 'complaints' | 'others') => changeIn(days, { ...spans, past }, of);
  const own = changeOf('complaints');
  const then = lastYearOf(context?.lastYear ?? [], spans);
  const isOfSeason = (sign: -1 | 1): boolean =>
    then === null
      ? context !== undefined && turnsWithSeason(context.touchpoint, spans, sign)
      : // The direction is told already: this year's.
        changedAlike(sign, own, then.change, ONE_SIDED);
  return {
    others: aDayIn(days, spans, 'others'),
    lastYear: then?.aDay ?? null,
    overlapping,
    otherwise(sign) {
      if (changedAlike(sign, own, changeOf('others'))) return 'alike';
      if (isOfSeason(sign)) return 'season';
      const [before, after] = [past, spans.after].map((span) => numbersIn(days, span, 'complaints'));
      if (goesOn(before ?? [], after ?? [], sign)) return 'trend';
      return overlapping.length > 0 ? 'overlap' : null;
    },
  };
}

/** All whole weeks known of before, which tell how much weeks differ. */
export function pastOf({ before, usual }: Pick<FixWeeks, 'before' | 'usual'>): Span {
  return { from: Math.min(usual.from, before.from), to: before.to };
}

/** The rate of the weeks after beside that of these weeks before. */
export function changeIn(
  days: readonly FixDay[],
  { before, after, past }: { readonly before: Span; readonly after: Span; readonly past: Span },
  of: 'complaints' | 'others',
): RateChange {
  return rateChange(numbersIn(days, before, of), numbersIn(days, after, of), numbersIn(days, past, of));
}

/** What complaints did in the same weeks a year before, on platforms that were heard all the time. */
function lastYearOf(
  days: readonly FixDay[],
  { before, after }: Pick<FixWeeks, 'before' | 'after'>,
): { readonly aDay: ADay; readonly change: RateChange } | null {
  const spans = { before: yearBefore(before), after: yearBefore(after) };
  const { silent, compared } = comparePlatforms(days, spans);
  const those = days.filter(({ platform }) => compared.has(platform) && !silent.includes(platform));
  const [old, now] = [spans.before, spans.after].map((span) => numbersIn(those, span, 'complaints'));
  const all = [...(old ?? []), ...(now ?? [])].reduce((sum, count) => sum + count, 0);
  if (all < MIN_COMPLAINTS_LAST_YEAR) return null;
  const change = changeIn(those, { ...spans, past: spans.before }, 'complaints');
  return { aDay: aDayIn(those, spans, 'complaints'), change };
}
