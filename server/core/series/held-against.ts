import { DAY } from '../time.ts';
import {
  type Complaining,
  type DayCount,
  type SlowRise,
  SURE,
  WEEK_DAYS,
  withoutWorst,
} from './slow-rise.ts';

/** Weeks before a rise that show how the watch swings anyhow. */
const EARLIER_WEEKS = 8;
/** Fewer weeks prove nothing. */
const MIN_EARLIER_RISES = 4;
export const EARLIER_DAYS = EARLIER_WEEKS * WEEK_DAYS;

/**
 * A rise, no surer than the weeks before it let it be: where shares swing from week to week by themselves, four that
 * climb are no doubling. The line's error is at least that of a line through weeks that swing as those did.
 * @param earlier days before the rise, in any order; with fewer than four weeks of them it stays as it is
 */
export function heldAgainst(rise: SlowRise, earlier: readonly DayCount[]): SlowRise {
  const logits = Array.from({ length: EARLIER_WEEKS }, (_, back) => {
    const from = rise.since - (back + 1) * WEEK_DAYS * DAY;
    return withoutWorst(earlier.filter(({ day }) => day >= from && day < from + WEEK_DAYS * DAY));
  })
    .filter(({ total }) => total > 0)
    .map(logitOf);
  if (logits.length < MIN_EARLIER_RISES) return rise;
  const mean = logits.reduce((all, logit) => all + logit, 0) / logits.length;
  const swing = logits.reduce((all, logit) => all + (logit - mean) ** 2, 0) / (logits.length - 1);
  const steps = rise.weeks.length - 1;
  const spread = rise.weeks.reduce((all, _, week) => all + (week - steps / 2) ** 2, 0);
  const grown = steps * WEEK_DAYS * Math.log(rise.perDay);
  return {
    ...rise,
    timesLow: Math.min(rise.timesLow, Math.exp(grown - SURE * steps * Math.sqrt(swing / spread))),
  };
}

function logitOf({ total, negative }: Complaining): number {
  return Math.log((negative + 0.5) / (Math.max(0, total - negative) + 0.5));
}
