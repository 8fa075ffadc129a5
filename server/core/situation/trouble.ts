import { SEVERE, SEVERITY_WEIGHT, severityOf } from '../risk/severity-weight.ts';
import type { Series } from '../series/series.ts';
import { authorsBeyondUsual } from '../series/usual/claims.ts';
import { usualShare } from '../series/usual/share.ts';
import { wilson } from '../statistics/wilson.ts';
import type { Instant } from '../time.ts';

/** Lower end of the negative share from which a subject is surely in trouble, and how far above the usual it lies. */
const TROUBLED_SHARE = 0.3;
/** A share this much above the usual is no longer how the watch is talked of anyway. */
const ABOVE_USUAL = 0.1;
/** Two complaints of two at night are no trouble yet. */
const MIN_COMPLAINTS = 5;
const HOURS = 6;

/**
 * Somebody speaks of lives at stake, or surely three in ten of the last six hours complain, and more than usually do.
 */
export function isTroubled(series: Series, now: Instant): boolean {
  if (hasSevere(series)) return true;
  const { negative, total } = series.lastSixHours;
  const least = Math.max(TROUBLED_SHARE, usuallyNegative(series, now) + ABOVE_USUAL);
  return negative >= MIN_COMPLAINTS && wilson(negative, total).lo >= least;
}

/** What share of six hours usually complains, 0..1; 0 where nothing is known. */
function usuallyNegative(series: Series, now: Instant): number {
  return usualShare(series, HOURS, now)?.mean ?? 0;
}

/** Whether anybody claims what one claim of is worth a look, and more than on any day. */
export function hasSevere(series: Series): boolean {
  return series.claims.some((claim) => {
    const category = severityOf(claim.fact);
    return category !== null && authorsBeyondUsual(claim) > 0 && SEVERITY_WEIGHT[category] >= SEVERE;
  });
}
