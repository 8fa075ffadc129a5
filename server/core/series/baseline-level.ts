import type { Fit, Samples } from './baseline-model.ts';

/** A level must have held on most of so many days before it is the new usual. */
const DAYS = 5;
const DAY_HOURS = 24;
/** Standard errors within which a recent level is that of the four weeks. */
const SURE = 2;
/** Standard error of a median beside that of a mean, for large counts. */
const MEDIAN_ERROR = 1.25;

/**
 * The fit, moved to the level of the last five days where most of them agree on another one: a baseline of four
 * weeks, and one that leaves bursts out, would take weeks to follow. The median of the five daily ratios of
 * observed to expected is brought nearer to 1 by two standard errors, so noise moves nothing.
 */
export function atRecentLevel(fitted: Fit): Fit {
  const { samples, slots, phi } = fitted;
  const ratios: number[] = [];
  let errors = 0;
  for (let end = samples.length; end >= DAY_HOURS && ratios.length < DAYS; end -= DAY_HOURS) {
    const day = readDay(samples, slots, end - DAY_HOURS, end);
    if (day === null) return fitted;
    ratios.push(day.observed / day.expected);
    errors += 1 / day.expected + (phi * day.squares) / day.expected ** 2;
  }
  if (ratios.length < DAYS) return fitted;
  const ratio = ratios.sort((a, b) => a - b)[DAYS >> 1] ?? 1;
  const error = (MEDIAN_ERROR * Math.sqrt(errors)) / DAYS;
  const sure = Math.max(0, Math.abs(ratio - 1) - SURE * error);
  if (sure === 0) return fitted;
  const level = 1 + Math.sign(ratio - 1) * sure;
  return { ...fitted, slots: slots.map((mu) => mu * level) };
}

/** Null where a part of the day is left out: a dead source, or a holiday, says nothing about the level. */
function readDay(samples: Samples, slots: Float64Array, from: number, to: number) {
  let observed = 0;
  let expected = 0;
  let squares = 0;
  for (let i = from; i < to; i++) {
    if (samples.weights[i] === 0) return null;
    const mu = slots[samples.slots[i] ?? 0] ?? 0;
    observed += samples.counts[i] ?? 0;
    expected += mu;
    squares += mu * mu;
  }
  return expected > 0 ? { observed, expected, squares } : null;
}
