import type { Series } from './series.ts';
import { hasSevere } from './situation-facts.ts';
import { wilson } from './wilson.ts';

/** Lower end of the negative share from which a subject is surely in trouble. */
export const TROUBLED_SHARE = 0.3;

/** Somebody speaks of lives at stake, or surely three in ten of the last six hours complain. */
export function isTroubled(series: Series): boolean {
  const { negative, total } = series.lastSixHours;
  return hasSevere(series) || wilson(negative, total).lo >= TROUBLED_SHARE;
}
