import { habitualHour, specialDay } from '../../time/calendar.ts';
import { DAY, HOUR, type Instant } from '../../time.ts';
import type { HourPoint } from '../series.ts';
import { fitWeek } from './fit.ts';
import type { Measure, Samples } from './model.ts';

/** After so long an hour of history weighs half as much. */
const HALF_LIFE = 14 * DAY;
const HOURLY = 2 ** (HOUR / HALF_LIFE);
/** −ln of one in a million: rarer silence is a dead source. */
const IMPOSSIBLE = 14;
/** Shorter silence is not looked at: nobody notices a source that was dead for an hour. */
const MIN_SILENT_HOURS = 3;

/**
 * The hours of history as samples. A holiday stands for a Sunday, a shifted workday for a Wednesday, and
 * both weigh less; recent weeks weigh more; runs of silence that the volume makes impossible, and hours in which
 * feeds were out of order, weigh nothing.
 */
export function samplesOf(hours: readonly HourPoint[], measure: Measure, until: Instant): Samples {
  const all = plainSamples(hours, 'total', until);
  const silent = deadHours(all);
  const samples = measure === 'total' ? all : plainSamples(hours, measure, until);
  for (const i of silent) samples.weights[i] = 0;
  return samples;
}

function plainSamples(hours: readonly HourPoint[], measure: Measure, until: Instant): Samples {
  const { length } = hours;
  const slots = new Uint8Array(length);
  const counts = new Float64Array(length);
  const weights = new Float64Array(length);
  let weight = 0.5 ** ((until - (hours[0]?.hour ?? until)) / HALF_LIFE);
  for (let i = 0; i < length; i++) {
    const point = hours[i];
    if (!point) continue;
    const special = specialDay(point.hour);
    slots[i] = habitualHour(point.hour, special);
    counts[i] = point[measure];
    weights[i] = point.partial ? 0 : weight * (special?.weight ?? 1);
    weight *= HOURLY;
  }
  return { length, slots, counts, weights };
}

/** Indexes of hours in runs of silence that would happen less than once in a million by chance. */
function deadHours(samples: Samples): readonly number[] {
  const runs = silentRuns(samples.counts);
  if (runs.length === 0) return [];
  // Two rounds suffice: this is about orders of magnitude.
  const { slots } = fitWeek(samples, 2);
  return runs
    .filter(([from, to]) => {
      let unlikely = 0;
      // ln of the chance of an empty hour, in the negative binomial with a cautious dispersion of 0.5.
      for (let i = from; i < to; i++) unlikely += 2 * Math.log1p(0.5 * (slots[samples.slots[i] ?? 0] ?? 0));
      return unlikely > IMPOSSIBLE;
    })
    .flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));
}

/** Runs [from, to) of empty hours that the mean alone makes worth a look. */
function silentRuns(counts: Float64Array): readonly (readonly [number, number])[] {
  const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length);
  // No hour is usually more than five times the mean for long.
  const least = Math.max(MIN_SILENT_HOURS, IMPOSSIBLE / (2 * Math.log1p(0.5 * 5 * mean)));
  const runs: [number, number][] = [];
  let from = 0;
  for (let i = 0; i <= counts.length; i++) {
    if (counts[i] === 0) continue;
    if (i - from >= least) runs.push([from, i]);
    from = i + 1;
  }
  return runs;
}
