import { AUTHORITY } from '../mention/authority.ts';
import type { Voice } from '../mention/post.ts';
import { DAY, HOUR, type Instant, startOfDay } from '../time.ts';

/** A platform's first post of a story, and how many followed. */
export interface Arrival {
  readonly platform: string;
  readonly firstAt: Instant;
  readonly posts: number;
}

/** An arrival with its milliseconds after the origin. */
export interface SpreadStep extends Arrival {
  readonly delay: number;
}

/** The platforms in the order of their first posts; of equals the one with more posts first. */
export function spreadPath(arrivals: readonly Arrival[]): readonly SpreadStep[] {
  const path = arrivals.toSorted(
    (a, b) => a.firstAt - b.firstAt || b.posts - a.posts || (a.platform < b.platform ? -1 : 1),
  );
  const origin = path[0]?.firstAt ?? 0;
  return path.map((each) => ({ ...each, delay: each.firstAt - origin }));
}

/** What makes a post carry a story far. */
export interface Loudness {
  readonly copies: number;
  readonly reach: number;
  readonly voice: Voice;
}

const FULL_REACH = 7;
const FULL_COPIES = 3;

/**
 * How far a post carries its story, 0..1: two fifths its reach (logarithmic, ten million are full, as in the
 * risk index), two fifths its copies (a thousand are full), one fifth the authority of its voice.
 */
export function amplification({ copies, reach, voice }: Loudness): number {
  const far = Math.min(1, Math.log10(1 + Math.max(0, reach)) / FULL_REACH);
  const often = Math.min(1, Math.log10(1 + Math.max(0, copies)) / FULL_COPIES);
  return 0.4 * far + 0.4 * often + 0.2 * AUTHORITY[voice];
}

/** One clock hour of a story, or one day of a long one. */
export interface StoryPoint {
  readonly at: Instant;
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
  readonly copies: number;
}

/** A story longer than this is charted by days. */
const MAX_HOURLY_SPAN_MS = 7 * DAY;

/**
 * The sentiment path from first to last without a gap: by hour, or by day of China where it is longer than a
 * week. Hours without a post are zeros.
 * @param hours in the order of time
 */
export function storyTimeline(hours: readonly StoryPoint[]): {
  readonly unit: 'hour' | 'day';
  readonly points: readonly StoryPoint[];
} {
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return { unit: 'hour', points: [] };
  const byHour = last.at - first.at <= MAX_HOURLY_SPAN_MS;
  const step = byHour ? HOUR : DAY;
  const startOf = byHour ? (at: Instant) => at : startOfDay;
  const sums = new Map<Instant, StoryPoint>();
  for (let at = startOf(first.at); at <= last.at; at += step) sums.set(at, { at, ...NOTHING });
  for (const hour of hours) {
    const at = startOf(hour.at);
    sums.set(at, add(sums.get(at) ?? { at, ...NOTHING }, hour));
  }
  return { unit: byHour ? 'hour' : 'day', points: [...sums.values()] };
}

const NOTHING = { negative: 0, neutral: 0, positive: 0, copies: 0 };

function add(sum: StoryPoint, hour: StoryPoint): StoryPoint {
  return {
    at: sum.at,
    negative: sum.negative + hour.negative,
    neutral: sum.neutral + hour.neutral,
    positive: sum.positive + hour.positive,
    copies: sum.copies + hour.copies,
  };
}

const BARS = 24;

/** A story's whole life in at most 24 bars of equal length, from the first post to the last. */
export function lifeBars(
  hours: readonly { readonly hour: Instant; readonly count: number }[],
): readonly number[] {
  const times = hours.map(({ hour }) => hour);
  const from = Math.min(...times);
  const span = (Math.max(...times) - from) / HOUR + 1;
  if (!Number.isFinite(span)) return [];
  const bars = new Array<number>(Math.min(BARS, span)).fill(0);
  for (const { hour, count } of hours) {
    const at = Math.floor((((hour - from) / HOUR) * bars.length) / span);
    bars[at] = (bars[at] ?? 0) + count;
  }
  return bars;
}
