import type { Span } from '../series/trend-window.ts';
import type { Share } from '../statistics/share.ts';
import { studentT } from '../statistics/student-t.ts';
import { DAY, type Instant, startOfDay } from '../time.ts';

/**
 * `better`, `worse`: the share of complaints changed by more than chance explains, and their number a day did not say
 * otherwise. `unclear`: chance could explain it, or nothing was said after. `early`: less than a whole week has passed.
 * `few`: too few complaints before to see a change, or no whole week known of then.
 */
export const FIX_VERDICTS = ['better', 'worse', 'unclear', 'early', 'few'] as const;
export type FixVerdict = (typeof FIX_VERDICTS)[number];

/** What people wrote in whole weeks on one side of a fix. */
export interface FixSide extends Span {
  readonly mentions: number;
  readonly complaints: number;
  /** Complaints among all mentions, with an interval that takes days as its units. */
  readonly share: Share;
  readonly perDay: number;
}

export interface FixProof {
  readonly verdict: FixVerdict;
  /** Whole weeks compared, the same on both sides, 4 at most; 0: too early, or nothing known of before. */
  readonly weeks: number;
  readonly before: FixSide;
  readonly after: FixSide;
  /** Share after − share before, at 95 %; null where there is nothing to compare. */
  readonly difference: { readonly value: number; readonly lo: number; readonly hi: number } | null;
}

/** One day in China; days in which nothing was said may be left out. */
export interface FixDay {
  /** Start of the day. */
  readonly at: Instant;
  readonly mentions: number;
  readonly complaints: number;
}

/** What is known of the time around a fix. */
export interface FixTimes {
  readonly doneAt: Instant;
  readonly now: Instant;
  /** When the first mention was counted; null when none ever was. */
  readonly since: Instant | null;
}

const WEEK = 7 * DAY;
const MOST_WEEKS = 4;
/** Complaints before: even of the half of fewer nobody could say that they became fewer. */
const FEWEST = 8;

/** The whole weeks on both sides of a fix; its own day is of neither, unless it was done as the day began. */
export function fixWeeks({ doneAt, now, since }: FixTimes) {
  const [end, start] = [startOfDay(doneAt), startOfDay(doneAt + DAY - 1)];
  const known = since === null ? end : startOfDay(since + DAY - 1);
  const passed = Math.floor((now - start) / WEEK);
  const weeks = Math.max(0, Math.min(MOST_WEEKS, passed, Math.floor((end - known) / WEEK)));
  const before: Span = { from: end - weeks * WEEK, to: end };
  const after: Span = { from: start, to: start + weeks * WEEK };
  return { weeks, early: passed < 1, before, after };
}

/**
 * What came of a fix: the share of complaints among all mentions in whole weeks after it beside as many before. It
 * tells that something changed, not why. Days count as independent of each other: where trouble lasts for days, the
 * interval is somewhat too narrow. Difference of two means whose variances differ: B. L. Welch, Biometrika 34 (1947)
 * 28–35; degrees of freedom: F. E. Satterthwaite, Biometrics Bulletin 2 (1946) 110–114.
 */
export function proveFix({ days, ...times }: FixTimes & { readonly days: readonly FixDay[] }): FixProof {
  const { weeks, early, ...spans } = fixWeeks(times);
  const [one, other] = [estimateOf(spans.before, days), estimateOf(spans.after, days)];
  const [before, after] = [sideOf(spans.before, one), sideOf(spans.after, other)];
  const difference = differenceOf(one, other);
  return {
    verdict: early ? 'early' : verdictOf(before, after, difference),
    weeks,
    before,
    after,
    difference,
  };
}

interface Estimate {
  readonly mentions: number;
  readonly complaints: number;
  /** Null where nothing was said. */
  readonly ratio: number | null;
  /** Of the ratio. */
  readonly variance: number;
  /** Degrees of freedom: days − 1. */
  readonly freedom: number;
}

/**
 * Complaints / mentions as a ratio estimate R over m days with n mentions and c complaints each, since posts of one
 * day are about one thing: var R = m/(m−1) · Σ(c − R·n)² / (Σn)². Source: W. G. Cochran, Sampling Techniques, 3rd ed.
 * (1977), §6.4. Never less than the binomial R(1−R)/Σn, nor than that with one complaint and one other mention added
 * (A. Agresti, B. Caffo, The American Statistician 54 (2000) 280–288): none in five is no certain zero.
 */
function estimateOf({ from, to }: Span, days: readonly FixDay[]): Estimate {
  const inside = days.filter(({ at }) => at >= from && at < to);
  const mentions = inside.reduce((sum, day) => sum + day.mentions, 0);
  const complaints = inside.reduce((sum, day) => sum + day.complaints, 0);
  const m = Math.round((to - from) / DAY);
  if (mentions === 0) return { mentions, complaints, ratio: null, variance: 0, freedom: m - 1 };
  const ratio = complaints / mentions;
  // Of a day without mentions the term is 0; it counts in m.
  const squares = inside.reduce((sum, day) => sum + (day.complaints - ratio * day.mentions) ** 2, 0);
  const clustered = ((m / (m - 1)) * squares) / mentions ** 2;
  const binomial = (ratio * (1 - ratio)) / mentions;
  const added = (complaints + 1) / (mentions + 2);
  const variance = Math.max(clustered, binomial, (added * (1 - added)) / (mentions + 2));
  return { mentions, complaints, ratio, variance, freedom: m - 1 };
}

function sideOf(span: Span, { mentions, complaints, ratio, variance, freedom }: Estimate): FixSide {
  const days = (span.to - span.from) / DAY;
  const perDay = days > 0 ? complaints / days : 0;
  if (ratio === null) return { ...span, mentions, complaints, share: { p: null, lo: 0, hi: 1 }, perDay };
  const reach = studentT(freedom) * Math.sqrt(variance);
  const share = { p: ratio, lo: Math.max(0, ratio - reach), hi: Math.min(1, ratio + reach) };
  return { ...span, mentions, complaints, share, perDay };
}

function differenceOf(before: Estimate, after: Estimate): FixProof['difference'] {
  if (before.ratio === null || after.ratio === null) return null;
  const variance = before.variance + after.variance;
  const freedom =
    variance ** 2 / (before.variance ** 2 / before.freedom + after.variance ** 2 / after.freedom);
  const reach = studentT(freedom) * Math.sqrt(variance);
  const value = after.ratio - before.ratio;
  return { value, lo: Math.max(-1, value - reach), hi: Math.min(1, value + reach) };
}

/** A flood of other mentions makes the share of complaints small, and silence makes it large: their number must agree. */
function verdictOf(before: FixSide, after: FixSide, difference: FixProof['difference']): FixVerdict {
  if (difference !== null && difference.lo > 0 && after.perDay >= before.perDay) return 'worse';
  if (before.complaints < FEWEST) return 'few';
  if (difference !== null && difference.hi < 0 && after.perDay <= before.perDay) return 'better';
  return 'unclear';
}
