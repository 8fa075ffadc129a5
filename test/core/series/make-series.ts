import {
  type HourPoint,
  NOTHING_BESIDE,
  type Recent,
  type Series,
} from '../../../server/core/series/series.ts';
import { DAY, HOUR, hourOfWeek, type Instant, MINUTE, startOfHour } from '../../../server/core/time.ts';
import { gammaDraw, poissonDraw, seeded } from '../../support/random.ts';

/** Monday 2026-11-23 00:00 in China. */
export const MONDAY = Date.UTC(2026, 10, 22, 16);

export interface FakePost {
  readonly at: Instant;
  readonly negative: boolean;
  readonly author: number;
}

export interface Shape {
  /** Mean posts per hour over the week. */
  readonly rate: number;
  readonly seed: number;
  readonly from: Instant;
  readonly to: Instant;
  /** NB2 dispersion of hourly counts. */
  readonly phi?: number;
  readonly negativeShare?: number;
  /** Multiplies the rate of one hour: a crisis, a holiday, a dead source (0). */
  readonly factor?: (hour: Instant) => number;
}

/** Day and night, working week and weekend: how Chinese public posts come. */
export function dailyCourse(at: Instant): number {
  const slot = hourOfWeek(at);
  const hour = slot % 24;
  const day = hour < 6 ? 0.25 : hour < 9 ? 0.8 : hour < 23 ? 1.35 : 0.7;
  return day * (slot >= 120 ? 0.8 : 1.05);
}

/** Posts at random minutes with the given hourly means; the same shape gives the same posts. */
export function posts(shape: Shape): FakePost[] {
  const random = seeded(shape.seed);
  const made: FakePost[] = [];
  for (let hour = startOfHour(shape.from); hour < shape.to; hour += HOUR) {
    const mean = shape.rate * dailyCourse(hour) * (shape.factor?.(hour) ?? 1);
    const gamma = shape.phi ? gammaDraw(random, 1 / shape.phi) * shape.phi : 1;
    for (let n = poissonDraw(random, mean * gamma); n > 0; n--) {
      made.push({
        at: hour + Math.floor(random() * HOUR),
        negative: random() < (shape.negativeShare ?? 0.15),
        author: Math.floor(random() * 1e9),
      });
    }
  }
  return made.sort((a, b) => a.at - b.at);
}

/** `count` posts evenly over the minutes before `until`. */
export function peak(count: number, until: Instant, minutes: number, negative: boolean): FakePost[] {
  return Array.from({ length: count }, (_, i) => ({
    at: until - Math.ceil(((i + 1) * minutes * MINUTE) / (count + 1)),
    negative,
    author: 2e9 + i,
  }));
}

/** What the database gives a detector at `now`, from posts since `knownSince`. */
export function seriesAt(
  all: readonly FakePost[],
  now: Instant,
  knownSince: Instant,
  more: Partial<Series> = {},
): Series {
  const first = Math.max(startOfHour(knownSince), startOfHour(now) - 28 * DAY);
  const hours: HourPoint[] = [];
  for (let hour = first; hour <= now; hour += HOUR)
    hours.push({ hour, total: 0, negative: 0, copies: 0, reach: 0 });
  const known = all.filter((p) => p.at >= first && p.at < now);
  for (const post of known) {
    const index = Math.floor((post.at - first) / HOUR);
    const point = hours[index]!;
    hours[index] = { ...point, total: point.total + 1, negative: point.negative + (post.negative ? 1 : 0) };
  }
  return {
    watchId: 1,
    hours,
    knownHours: Math.min(28 * 24, Math.floor((now - knownSince) / HOUR)),
    lastHour: recent(known, now, 60),
    lastSixHours: recent(known, now, 360),
    claims: [],
    areas6h: 0,
    reach24h: 0,
    topVoice: null,
    hotRank: null,
    examples: [],
    ...NOTHING_BESIDE,
    ...more,
  };
}

function recent(all: readonly FakePost[], now: Instant, minutes: number): Recent {
  const inside = all.filter((p) => p.at >= now - minutes * MINUTE);
  const negative = inside.filter((p) => p.negative);
  return {
    minutes,
    total: inside.length,
    negative: negative.length,
    copies: 0,
    authors: new Set(inside.map((p) => p.author)).size,
    negativeAuthors: new Set(negative.map((p) => p.author)).size,
  };
}
