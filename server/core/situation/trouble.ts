import { SEVERE, SEVERITY_WEIGHT, severityOf } from '../risk/severity-weight.ts';
import type { Series } from '../series/series.ts';
import { wilson } from '../statistics/wilson.ts';

/** Lower end of the negative share from which a subject is surely in trouble. */
const TROUBLED_SHARE = 0.3;

/** Somebody speaks of lives at stake, or surely three in ten of the last six hours complain. */
export function isTroubled(series: Series): boolean {
  const { negative, total } = series.lastSixHours;
  return hasSevere(series) || wilson(negative, total).lo >= TROUBLED_SHARE;
}

/** Whether anybody claims what one claim of is worth a look. */
export function hasSevere(series: Series): boolean {
  return series.claims.some((claim) => {
    const category = severityOf(claim.fact);
    return category !== null && claim.authors24h > 0 && SEVERITY_WEIGHT[category] >= SEVERE;
  });
}
