import { median } from '../statistics/median.ts';
import { normalScore } from '../statistics/normal.ts';
import { seasonalKendall } from '../statistics/seasonal-kendall.ts';
import { DAY, HOUR, type Instant, startOfDay } from '../time.ts';

/** Posts, and how many of them complain. */
export interface Complaining {
  readonly total: number;
  readonly negative: number;
}

/** One day in China. */
export interface DayCount extends Complaining {
  readonly day: Instant;
}

/** Complaints that become a larger part of what is said, week by week. */
export interface SlowRise {
  /** Start of the first week and end of the last; whole days in China. */
  readonly since: Instant;
  readonly until: Instant;
  /** Oldest first. */
  readonly weeks: readonly Complaining[];
  /** How many times the share of the first week that of the last one is, their worst days aside. */
  readonly times: number;
  /** How many times it surely is: the lower end of the line's, 95 % one-sided; see `held-against.ts`. */
  readonly timesLow: number;
  /** What a day makes of the odds of a complaint, as a factor. */
  readonly perDay: number;
  /** −log10 of the probability that shares which do not rise bring such a slope. */
  readonly score: number;
  /** How many times the variance of chance that of a week's share is. */
  readonly dispersion: number;
}

export const WEEK_DAYS = 7;
/** Weeks that are looked at. */
const STRETCHES = [4, 3] as const;
/** Days before the last morning that are looked at. */
export const RISE_DAYS = WEEK_DAYS * Math.max(...STRETCHES);
/** A day counts from so long after its midnight on: a calm word comes in the morning. */
const MORNING = 8 * HOUR;
/** So many times the share of the first week, or it is not worth a word. */
const MIN_GROWTH_FACTOR = 1.5;
/** Surely so many times, and it is more than a hint. */
export const DOUBLED = 2;
/** So many complaints in the last week, and so many more than by the share of the first, or there are too few to tell. */
const MIN_NEGATIVE_POSTS = 12;
const MIN_EXCESS_POSTS = 8;
/** No week falls below this part of the one before. */
const STEADY = 0.9;
/** So much of the whole rise may come in one step: what leaps is for other detectors to find. */
const MAX_STEP_SHARE = 0.9;
/** Days of each week that count no more than the worst of the others. */
const WORST_DAYS = 2;
/**
 * Days in a row resemble each other: of the swing beyond chance a week keeps so many times what independent days have.
 */
const TOGETHER = 3;
/** Standard errors of a one-sided 95 %. */
export const SURE = 1.645;
/** The median of the square of a standard normal. */
const MEDIAN_SQUARE = 0.455;
/** No share is believed to be steadier than this from week to week, relative to itself. */
const MIN_SWING = 0.06;
/** Complaints' worth of belief that a day of the week is like the others. */
const DAY_PRIOR = 10;
/** Both are asked for; on simulated quiet weeks looked at each morning fewer than one in 400 holds a false one. */
const MIN_SCORE = 3;
const MIN_KENDALL_SCORE = 3.2;

/** The end of the last day that counts. */
export function lastMorning(now: Instant): Instant {
  return startOfDay(now - MORNING);
}

/** Since when a day says what was really said; of what is older than four weeks that is not asked. */
export function knownSince(knownHours: number, now: Instant): Instant {
  return knownHours >= RISE_DAYS * 24 ? Number.NEGATIVE_INFINITY : now - knownHours * HOUR;
}

/** So much of the growth of these weeks is that of every year where the last one's had as many complaints. */
const MORE_THAN_LAST_YEAR = 1.5;
export const YEAR = 52 * WEEK_DAYS * DAY;

/** Whether the same weeks of the year before rose nearly as much: what comes every autumn is no news. */
export function isSeasonal({ since, weeks, times }: SlowRise, lastYear: readonly DayCount[]): boolean {
  const weekOf = (week: number) => {
    const from = since - YEAR + week * WEEK_DAYS * DAY;
    return sum(lastYear.filter(({ day }) => day >= from && day < from + WEEK_DAYS * DAY));
  };
  const [first, last] = [weekOf(0), weekOf(weeks.length - 1)];
  if (first.total === 0 || last.negative < MIN_NEGATIVE_POSTS) return false;
  return times < MORE_THAN_LAST_YEAR * (shareOf(last) / shareOf(first));
}

/** Whether complaints may rise at all, by what is at hand: spares whoever looks all the work. */
export function mayRise(days: readonly DayCount[], until: Instant): boolean {
  const weekOf = (week: number) =>
    sum(
      days.filter(
        ({ day }) => day >= until - (week + 1) * WEEK_DAYS * DAY && day < until - week * WEEK_DAYS * DAY,
      ),
    );
  const [last, ...before] = [0, 1, 2, 3].map(weekOf);
  if (last === undefined || last.negative < MIN_NEGATIVE_POSTS) return false;
  return before.slice(1).some((week) => week.total > 0 && shareOf(last) >= MAY_TIMES * shareOf(week));
}

/** Less than what is asked for, as the worst days are not set apart yet. */
const MAY_TIMES = 1.3;

/**
 * Whether the share of complaints has risen for three or four weeks; the surer stretch. Shares are held against each
 * other, so no growth of all that is said is a rise, and those of whole weeks, so no rhythm of the week is one. Two
 * yardsticks have to agree. The empirical logits of the weeks are fitted by a line by weighted least squares, with the
 * variance of chance times the dispersion of the days about their week; the worst two days of a week count no more than
 * the third, so that some bad days make no trend. And Kendall's score of the days of each weekday must be great.
 * Source: J. E. Grizzle, C. F. Starmer, G. G. Koch, Biometrics 25 (1969) 489–504; the logits: D. R. Cox, The Analysis
 * of Binary Data (1970) § 3.2; the dispersion: P. McCullagh, J. A. Nelder, Generalized Linear Models (1989) § 4.5.
 * @param days whole days in any order; those without a post may be left out
 * @param until the end of the last whole day
 * @param knownSince days before it prove nothing
 */
export function slowRise(days: readonly DayCount[], until: Instant, knownSince: Instant): SlowRise | null {
  const byDay = new Map(days.map((each) => [each.day, each]));
  const found = STRETCHES.flatMap((count) => {
    const since = until - count * WEEK_DAYS * DAY;
    if (since < knownSince) return [];
    const weeks = Array.from({ length: count }, (_, week) =>
      Array.from(
        { length: WEEK_DAYS },
        (__, n) => byDay.get(since + (week * WEEK_DAYS + n) * DAY) ?? NOTHING,
      ),
    );
    const rise = judge(weeks);
    return rise ? [{ since, until, ...rise }] : [];
  });
  return found.sort((a, b) => b.score - a.score)[0] ?? null;
}

const NOTHING: Complaining = { total: 0, negative: 0 };

function judge(days: readonly (readonly Complaining[])[]): Omit<SlowRise, 'since' | 'until'> | null {
  const weeks = days.map(sum);
  const tame = days.map(withoutWorst);
  const shares = tame.map(shareOf);
  const [first = 0, last = 0, end = NOTHING] = [shares[0], shares.at(-1), weeks.at(-1)];
  const times = last / first;
  if (times < MIN_GROWTH_FACTOR || end.negative < MIN_NEGATIVE_POSTS) return null;
  if (end.negative - first * end.total < MIN_EXCESS_POSTS) return null;
  const steps = shares.slice(1).map((share, i) => share / (shares[i] ?? share));
  if (steps.some((step) => step < STEADY)) return null;
  if (Math.log(Math.max(...steps)) > MAX_STEP_SHARE * Math.log(times)) return null;
  if (seasonalKendall(byWeekday(days)) < MIN_KENDALL_SCORE) return null;
  const dispersion = dispersionOf(days, shares);
  const { slope, error } = lineThrough(tame, dispersion);
  const score = normalScore(slope / error) - Math.log10(STRETCHES.length);
  if (score < MIN_SCORE) return null;
  const timesLow = Math.exp((slope - SURE * error) * (days.length - 1));
  return { weeks, times, timesLow, perDay: Math.exp(slope / WEEK_DAYS), score, dispersion };
}

function sum(days: readonly Complaining[]): Complaining {
  return {
    total: days.reduce((all, { total }) => all + total, 0),
    negative: days.reduce((all, { negative }) => all + negative, 0),
  };
}

/** The week with its worst days brought down to the share of the worst of the others. */
export function withoutWorst(days: readonly Complaining[]): Complaining {
  const shares = days.map(({ total, negative }) => (total === 0 ? 0 : negative / total));
  const most = shares.sort((a, b) => b - a)[WORST_DAYS] ?? 1;
  return sum(days.map(({ total, negative }) => ({ total, negative: Math.min(negative, total * most) })));
}

/** Half a complaint and half another post added, so that "never" is not "impossible". */
function shareOf({ total, negative }: Complaining): number {
  return (negative + 0.5) / (total + 1);
}

function byWeekday(weeks: readonly (readonly Complaining[])[]): readonly (readonly number[])[] {
  return Array.from({ length: WEEK_DAYS }, (_, n) =>
    weeks.flatMap((week) => {
      const { total, negative } = week[n] ?? NOTHING;
      return total > 0 ? [negative / total] : [];
    }),
  );
}

/**
 * The days about the share of their week and their day of the week, beside what chance brings; by the median of the
 * squares, as a burst is not how a watch usually swings.
 */
function dispersionOf(days: readonly (readonly Complaining[])[], shares: readonly number[]): number {
  const factors = Array.from({ length: WEEK_DAYS }, (_, n) => {
    const seen = days.reduce((all, week) => all + (week[n]?.negative ?? 0), 0);
    const usual = days.reduce((all, week, w) => all + (week[n]?.total ?? 0) * (shares[w] ?? 0), 0);
    return (seen + DAY_PRIOR) / (usual + DAY_PRIOR);
  });
  const squares = days.flatMap((week, w) =>
    week.flatMap(({ total, negative }, n) => {
      const mean = Math.min(0.99, (shares[w] ?? 0) * (factors[n] ?? 1));
      return total > 0 ? [(negative - total * mean) ** 2 / (total * mean * (1 - mean))] : [];
    }),
  );
  const free = ((days.length - 1) * (WEEK_DAYS - 1)) / (days.length * WEEK_DAYS);
  return 1 + TOGETHER * Math.max(0, median(squares) / (MEDIAN_SQUARE * free) - 1);
}

function lineThrough(weeks: readonly Complaining[], dispersion: number) {
  const points = weeks.map(({ total, negative }, week) => {
    const [yes, no] = [negative + 0.5, Math.max(0, total - negative) + 0.5];
    const weight = 1 / (dispersion * (1 / yes + 1 / no) + MIN_SWING ** 2);
    return { week, logit: Math.log(yes / no), weight };
  });
  const all = points.reduce((sum, { weight }) => sum + weight, 0);
  const middle = points.reduce((sum, { week, weight }) => sum + week * weight, 0) / all;
  const spread = points.reduce((sum, { week, weight }) => sum + weight * (week - middle) ** 2, 0);
  const slope =
    points.reduce((sum, { week, logit, weight }) => sum + weight * (week - middle) * logit, 0) / spread;
  return { slope, error: 1 / Math.sqrt(spread) };
}
