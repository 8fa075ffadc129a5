import type { Span } from '../series/trend-window.ts';
import { type FixContext, type Neighbour, timesApart } from './fix-context.ts';
import { type ADay, type FixDay, weeksOf, within } from './fix-day.ts';
import {
  type Difference,
  type Dispersion,
  differenceOf,
  dispersionOf,
  type FixSide,
  sideOf,
  sumOf,
  type WeekCounts,
} from './fix-estimate.ts';
import { changeIn, type Explanations, explanationsOf, pastOf } from './fix-explanations.ts';
import { comparePlatforms, heardSince } from './fix-platforms.ts';
import { ONE_SIDED, signOf, signOfRate } from './fix-rates.ts';
import {
  type FixConclusion,
  type FixDoubt,
  type FixSigns,
  type FixVerdict,
  verdictOf,
} from './fix-verdict.ts';
import { type FixTimes, type FixWeeks, fixWeeks, WEEK } from './fix-weeks.ts';

export interface FixProof {
  readonly verdict: FixVerdict;
  readonly doubt: FixDoubt | null;
  /** Platforms that were not heard on one side, by name. */
  readonly silent: readonly string[];
  /** Small platforms that were heard on one side alone, by name: nothing of them is counted. */
  readonly leftOut: readonly string[];
  /** Whole weeks compared, the same on both sides, 4 at most; 0: too early, or too little known of before. */
  readonly weeks: number;
  readonly before: FixSide;
  readonly after: FixSide;
  /** Share after − share before, at 95 %; null where there is nothing to compare. */
  readonly difference: Difference | null;
  /** Weeks before without the last one, 8 at most, and what it was after beside them; null where none is compared. */
  readonly usual: (FixSide & { readonly difference: Difference | null }) | null;
  /** Complaints a day about all else; null where that was not counted. */
  readonly others: ADay | null;
  /** Complaints a day in the same weeks a year before; null where nobody watched then. */
  readonly lastYear: ADay | null;
  /** Other fixes of the same complaints that took effect in these weeks, earliest first. */
  readonly overlapping: readonly Neighbour[];
}

export type FixCounts = FixTimes & {
  readonly days: readonly FixDay[];
  /** Without: nothing is known of what else happened. */
  readonly context?: FixContext;
};

/**
 * What came of a fix: complaints in whole weeks after it beside as many before, and beside the usual, as a share of all
 * mentions and as a number a day. It shows that something changed, not why. A fix is mostly made when it has become
 * bad, so the week before it is bad by choice: without it, the weeks before tell what would have come back by itself.
 * In simulated years without any effect (40 mentions a day, a fifth of them complaints, the logit of a day ± 0.5 with a
 * correlation of 0 to 0.5 from one day to the next) `better` or `worse` is said of at most 5 % of fixes made on any
 * day or after the worst week, and of at most 3 % where all other talk doubles, triples or falls to a third while
 * complaints stay. Half the complaints are found after four weeks in 82 to 98 % while other talk stays, in 64 to 74 %
 * where it swings by a third for weeks. Where trouble lasts for weeks (0.8), up to 6 % are false and 70 % are found. The
 * end of a season in which complaints fall to a third (6 a day) is called `better` in 1 % where the year before is known, and
 * in 98 % where it is not; that complaints were falling already costs at most 3 % of what is found.
 */
export function proveFix({ days, context, ...known }: FixCounts): FixProof {
  const times = timesApart(known, context?.neighbours ?? []);
  const spans = spansOf(days, times);
  const { silent, leftOut, compared } = comparePlatforms(days, spans);
  const those = days.filter(({ platform }) => compared.has(platform));
  const { before: old, after: now, usual: ever } = spans;
  const spread = dispersionOf([weeksIn(those, pastOf(spans)), weeksIn(those, now)]);
  const side = (span: Span) => countedSide(those, span, spread);
  const [before, after] = [side(old), side(now)];
  const long = spans.weeks > 0 ? side(ever) : null;
  const explained = explanationsOf(those, spans, context);
  const { others, lastYear, overlapping } = explained;
  const figures = {
    silent,
    leftOut,
    weeks: spans.weeks,
    before,
    after,
    difference: differenceOf(before, after, spread),
    usual: long && { ...long, difference: differenceOf(long, after, spread) },
    others,
    lastYear,
    overlapping,
  };
  return { ...conclude(figures, those, spans, explained), ...figures };
}

/** Weeks in which what is heard today was heard: one old post is no beginning. */
function spansOf(days: readonly FixDay[], times: FixTimes): FixWeeks {
  const spans = fixWeeks(times);
  const since = heardSince(days, pastOf(spans));
  return since === null ? spans : fixWeeks({ ...times, since });
}

type ProofFigures = Omit<FixProof, 'verdict' | 'doubt'>;

function conclude(
  figures: ProofFigures,
  days: readonly FixDay[],
  spans: FixWeeks,
  { otherwise }: Explanations,
): FixConclusion {
  const { before, after, usual, difference, silent } = figures;
  if (spans.early) return { verdict: 'early', doubt: null };
  if (spans.weeks === 0) return { verdict: 'few', doubt: null };
  if (silent.length > 0) return { verdict: 'unclear', doubt: 'silence' };
  const { after: now } = spans;
  const changeOf = (span: Span) =>
    changeIn(days, { before: span, after: now, past: pastOf(spans) }, 'complaints');
  const signs = (share: Difference | null, span: Span): FixSigns => ({
    share: share === null ? 0 : signOf(share),
    rate: signOfRate(changeOf(span), ONE_SIDED),
  });
  return verdictOf({
    before,
    after,
    usual,
    change: signs(difference, spans.before),
    lasting: signs(usual?.difference ?? null, spans.usual),
    stoodOut: stoodOut(days, spans.usual),
    otherwise,
  });
}

/** Whether the last week before a fix stood out from those before it. */
function stoodOut(days: readonly FixDay[], usual: Span): boolean {
  const spread = dispersionOf([weeksIn(days, usual)]);
  const last = countedSide(days, { from: usual.to, to: usual.to + WEEK }, spread);
  const difference = differenceOf(countedSide(days, usual, spread), last, spread);
  return difference !== null && signOf(difference) !== 0;
}

function weeksIn(days: readonly FixDay[], span: Span): readonly WeekCounts[] {
  return weeksOf(span).map((from) => sumOf(within(days, { from, to: from + WEEK })));
}

function countedSide(days: readonly FixDay[], span: Span, spread: Dispersion): FixSide {
  const inside = within(days, span);
  const copies = inside.reduce((sum, day) => sum + day.copies, 0);
  return sideOf(span, { ...sumOf(inside), copies }, spread);
}
