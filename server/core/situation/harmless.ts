import type { Finding } from '../finding/finding.ts';
import { isColdStart } from '../series/baseline/baseline.ts';
import type { Series } from '../series/series.ts';
import { usualShare } from '../series/usual/share.ts';
import { wilson } from '../statistics/wilson.ts';
import type { Instant } from '../time.ts';

/** Even the upper end of the negative share lies below this: surely not a complaint. */
const HARMLESS_SHARE = 0.2;
/** Mentions that the usual share must rest on. */
const MIN_HISTORY_MENTIONS = 50;
const HOURS = 6;

interface Counts {
  readonly total: number;
  readonly negative: number;
  readonly positive?: number | undefined;
}

/**
 * Whether what is said is surely no complaint: by the last six hours, or by the very windows of what was found. A wave
 * of friendly posts is still reported hours after it ended, when the few that are left may be of any kind. Surely means
 * a small negative share, or one no greater than the watch has anyway; of a few posts, which prove no share, it means
 * that none complains and most are glad.
 */
export function isHarmless(series: Series, findings: readonly Finding[], now: Instant): boolean {
  const usual = usualMean(series, now);
  const harmless = ({ total, negative, positive = 0 }: Counts) => {
    const most = wilson(negative, total).hi;
    return most < HARMLESS_SHARE || most <= usual || (negative === 0 && 2 * positive > total);
  };
  if (harmless(series.lastSixHours)) return true;
  const counted = findings.filter(
    ({ facts }) => facts.measure === 'total' && typeof facts.total === 'number',
  );
  return counted.length > 0 && counted.every(({ facts }) => harmless(countsOf(facts)));
}

function countsOf({ total, negative, positive }: Finding['facts']): Counts {
  return { total: Number(total), negative: Number(negative), positive: Number(positive ?? 0) };
}

/** What share usually complains, 0..1; 0 where too little is known. */
function usualMean(series: Series, now: Instant): number {
  const usual = isColdStart(series) ? null : usualShare(series, HOURS, now);
  return usual === null || usual.total < MIN_HISTORY_MENTIONS ? 0 : usual.mean;
}
