import { HOUR, hourOfWeek, type Instant } from './time.ts';

/** A mean that forgets: after `cap` values the newest weighs 1/cap. */
interface Mean {
  count: number;
  mean: number;
}

/** Weeks that an hour of the week remembers, days that an hour of the day and the whole remember. */
const WEEKS_KEPT = 6;
const DAYS_KEPT = 14;
/** Half-life of the level that rides on the weekly shape. */
const LEVEL_HALF = 48 * HOUR;
const DISPERSION_KEPT = 7 * 24 * HOUR;
const LEAST_DISPERSION = 0.02;
const LEAST_EXPECTED = 0.05;

function learn(mean: Mean, value: number, cap: number): void {
  mean.count = Math.min(mean.count + 1, Math.max(2, cap));
  mean.mean += (value - mean.mean) / mean.count;
}

/** Hour of the week, leaning on hour of the day, leaning on the whole, where little was seen yet. */
export function createShape(perVisit: number, perDay: number) {
  const weekly = Array.from({ length: 168 }, (): Mean => ({ count: 0, mean: 0 }));
  const daily = Array.from({ length: 24 }, (): Mean => ({ count: 0, mean: 0 }));
  const whole: Mean = { count: 0, mean: 0 };
  const lean = (own: Mean, weight: number, parent: number) =>
    (own.count * own.mean + weight * parent) / (own.count + weight);
  const slotsOf = (at: Instant) => {
    const hour = hourOfWeek(at);
    return { week: weekly[hour] ?? whole, day: daily[hour % 24] ?? whole };
  };
  return {
    usual(at: Instant): number {
      const { week, day } = slotsOf(at);
      return Math.max(LEAST_EXPECTED, lean(week, 2 * perVisit, lean(day, perVisit, whole.mean)));
    },
    learn(at: Instant, value: number): void {
      const { week, day } = slotsOf(at);
      learn(week, value, perVisit * WEEKS_KEPT);
      learn(day, value, perVisit * DAYS_KEPT);
      learn(whole, value, perDay * DAYS_KEPT);
    },
  };
}

/** How far the last days run above or below the weekly shape, 0.2..8 times. */
export function createLevel(bucketMs: number, prior: number) {
  const keep = 0.5 ** (bucketMs / LEVEL_HALF);
  let seen = 0;
  let shaped = 0;
  return {
    ratio: (usual: number) => Math.min(8, Math.max(0.2, (seen + usual * prior) / (shaped + usual * prior))),
    learn(value: number, usual: number): void {
      seen = seen * keep + value;
      shaped = shaped * keep + usual;
    },
  };
}

/** Variance beyond Poisson: phi of `mu + phi·mu²`, a running mean of what single rows say of it. */
export function createDispersion(bucketMs: number) {
  const cap = Math.max(30, DISPERSION_KEPT / bucketMs);
  let phi = 0.5;
  let count = 0;
  return {
    value: () => Math.max(LEAST_DISPERSION, phi),
    learn(value: number, mu: number): void {
      count = Math.min(count + 1, cap);
      const said = ((value - mu) ** 2 - mu) / (mu * mu);
      phi = Math.max(0, phi + (Math.min(said, 25) - phi) / (count + 20));
    },
  };
}
