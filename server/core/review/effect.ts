import type { Share } from '../statistics/share.ts';
import { type ShareDifference, shareDifference } from '../statistics/share-difference.ts';
import { wilson } from '../statistics/wilson.ts';
import { DAY, HOUR, type Instant, startOfHour } from '../time.ts';

/**
 * `fell`, `rose`: the negative share changed by more than chance explains, and the number of negative posts an hour did
 * not say otherwise. `early`: the hours have not passed. `few`: too few posts to see a change.
 */
export const EFFECT_VERDICTS = ['fell', 'unclear', 'rose', 'early', 'few'] as const;
export type EffectVerdict = (typeof EFFECT_VERDICTS)[number];

/** What was said in some whole hours. */
export interface EffectSide {
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly posts: number;
  readonly negative: number;
  readonly perHour: number;
  readonly share: Share;
}

export interface EffectAfter {
  /** How long after the answer these hours end. */
  readonly hours: 24 | 72;
  readonly side: EffectSide;
  /** Share after − share before the answer, at 95 %; null where one side says nothing. */
  readonly difference: ShareDifference | null;
  readonly verdict: EffectVerdict;
}

export interface Effect {
  /** The same hours of the day as those before the answer, over the four weeks before the alert. */
  readonly usual: EffectSide;
  /** From the opening to the answer, the last six hours at least; to now while there is none. */
  readonly before: EffectSide;
  /** The hour with most negative posts; null while there was none. */
  readonly peak: EffectSide | null;
  /** Empty while nobody answered. */
  readonly after: readonly EffectAfter[];
}

/** One hour; hours in which nothing was said may be left out. */
export interface EffectHour {
  readonly hour: Instant;
  readonly total: number;
  readonly negative: number;
}

export interface EffectTimes {
  readonly openedAt: Instant;
  readonly answeredAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly now: Instant;
}

const USUAL_DAYS = 28;
const MIN_BEFORE_MS = 6 * HOUR;
/** Fewer on one side, and an interval says next to nothing. */
const MIN_POSTS = 20;
/** As for a fix: even of the half of fewer negative posts nobody could say that they became fewer. */
const MIN_NEGATIVE_POSTS = 8;
const AFTER = [
  { hours: 24, from: 0, to: DAY },
  { hours: 72, from: 2 * DAY, to: 3 * DAY },
] as const;

/** The hours that are looked at, so that no more are read. */
export function effectHours({ openedAt, answeredAt, closedAt, now }: EffectTimes) {
  const turn = startOfHour((answeredAt ?? Math.min(now, closedAt ?? now)) + HOUR - 1);
  const before = { from: Math.min(startOfHour(openedAt), turn - MIN_BEFORE_MS), to: turn };
  const last = answeredAt === null ? turn : turn + 3 * DAY;
  return { from: before.from - (USUAL_DAYS + 1) * DAY, to: last, before };
}

/**
 * The negative share before an alert, before its answer, and after it. It shows that something changed, not why: a peak
 * falls by itself, too, so that the hours after are held against all hours before the answer and not against the worst.
 * Posts count as independent of each other: where they are about one thing, the interval is somewhat too narrow.
 */
export function effectOf({
  hours,
  ...times
}: EffectTimes & { readonly hours: readonly EffectHour[] }): Effect {
  const { before: span } = effectHours(times);
  const before = sideOf(hours, span.from, span.to);
  const ended = Math.min(times.now, times.closedAt ?? times.now);
  const during = hours.filter(({ hour }) => hour >= span.from && hour < Math.max(ended, span.to));
  const worst = during.reduce<EffectHour | null>(
    (most, hour) => (hour.negative > (most?.negative ?? 0) ? hour : most),
    null,
  );
  return {
    usual: usualOf(hours, span.from, span.to),
    before,
    peak: worst && sideOf([worst], worst.hour, worst.hour + HOUR),
    after: times.answeredAt === null ? [] : AFTER.map((each) => afterOf(hours, before, each, times.now)),
  };
}

function sideOf(hours: readonly EffectHour[], from: Instant, to: Instant): EffectSide {
  return summed(
    hours.filter(({ hour }) => hour >= from && hour < to),
    from,
    to,
    (to - from) / HOUR,
  );
}

function summed(inside: readonly EffectHour[], from: Instant, to: Instant, length: number): EffectSide {
  const posts = inside.reduce((sum, { total }) => sum + total, 0);
  const negative = inside.reduce((sum, hour) => sum + hour.negative, 0);
  const share = { p: posts > 0 ? negative / posts : null, ...wilson(negative, posts) };
  return { from, to, posts, negative, perHour: posts / length, share };
}

/** Hours of the day in which the span lies, in the 28 days that end a day before it. */
function usualOf(hours: readonly EffectHour[], from: Instant, to: Instant): EffectSide {
  const length = Math.min(DAY, to - from);
  const [start, end] = [from - (USUAL_DAYS + 1) * DAY, from - DAY];
  const inside = hours.filter(
    ({ hour }) => hour >= start && hour < end && (((hour - from) % DAY) + DAY) % DAY < length,
  );
  return summed(inside, start, end, (USUAL_DAYS * length) / HOUR);
}

function afterOf(
  hours: readonly EffectHour[],
  before: EffectSide,
  window: (typeof AFTER)[number],
  now: Instant,
): EffectAfter {
  const side = sideOf(hours, before.to + window.from, before.to + window.to);
  const difference = shareDifference(partOf(side), partOf(before));
  const verdict = now < side.to ? 'early' : verdictOf(before, side, difference);
  return { hours: window.hours, side, difference, verdict };
}

function partOf({ negative: hits, posts: n }: EffectSide) {
  return { hits, n };
}

function verdictOf(
  before: EffectSide,
  after: EffectSide,
  difference: EffectAfter['difference'],
): EffectVerdict {
  if (difference === null || Math.min(before.posts, after.posts) < MIN_POSTS) return 'few';
  const hourly = (side: EffectSide) => side.negative / ((side.to - side.from) / HOUR);
  if (difference.lo > 0 && hourly(after) >= hourly(before)) return 'rose';
  if (before.negative < MIN_NEGATIVE_POSTS) return 'few';
  return difference.hi < 0 && hourly(after) <= hourly(before) ? 'fell' : 'unclear';
}
