import type { Span } from '../series/trend-window.ts';
import { DAY, type Instant } from '../time.ts';
import type { WeekNumbers } from './fix-rates.ts';
import { WEEK } from './fix-weeks.ts';

/** One day in China on one platform; days in which nothing was said may be left out. Originals only. */
export interface FixDay {
  /** Start of the day. */
  readonly at: Instant;
  readonly platform: string;
  readonly mentions: number;
  readonly complaints: number;
  /** Negative mentions that are not about what the fix is about. */
  readonly others: number;
  /** Copies of complaints. */
  readonly copies: number;
}

type Counted = 'complaints' | 'others';

export const within = (days: readonly FixDay[], { from, to }: Span): readonly FixDay[] =>
  days.filter(({ at }) => at >= from && at < to);

/** Starts of the whole weeks of a span. */
export function weeksOf({ from, to }: Span): readonly Instant[] {
  return Array.from({ length: Math.round((to - from) / WEEK) }, (_, i) => from + i * WEEK);
}

function countIn(days: readonly FixDay[], span: Span, of: Counted): number {
  return within(days, span).reduce((sum, day) => sum + day[of], 0);
}

/** So many in each whole week of a span. */
export function numbersIn(days: readonly FixDay[], span: Span, of: Counted): WeekNumbers {
  return weeksOf(span).map((from) => countIn(days, { from, to: from + WEEK }, of));
}

/** A number a day, before and after. */
export interface ADay {
  readonly before: number;
  readonly after: number;
}

export function aDayIn(
  days: readonly FixDay[],
  { before, after }: { readonly before: Span; readonly after: Span },
  of: Counted,
): ADay {
  const aDay = (span: Span): number => (countIn(days, span, of) * DAY) / (span.to - span.from);
  return { before: aDay(before), after: aDay(after) };
}
