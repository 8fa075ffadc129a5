import type { HourPoint, Recent, Series } from '../../server/core/series.ts';
import { DAY, HOUR, hourOfWeek, type Instant, MINUTE, startOfHour } from '../../server/core/time.ts';

/** Monday 2026-11-23 00:00 in China. */
export const MONDAY = Date.UTC(2026, 10, 22, 16);

/** A seeded generator of numbers in 0..1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

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

function poissonDraw(random: () => number, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalDraw(random)));
  const limit = Math.exp(-mean);
  let product = random();
  let n = 0;
  while (product > limit) {
    product *= random();
    n++;
  }
  return n;
}

function normalDraw(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Marsaglia and Tsang, with the boost for shapes under one. */
function gammaDraw(random: () => number, shape: number): number {
  if (shape < 1) return gammaDraw(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalDraw(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
