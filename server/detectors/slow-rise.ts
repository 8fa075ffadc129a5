import { defineDetector, type Noticed } from '../core/finding/finding.ts';
import { isColdStart } from '../core/series/baseline/baseline.ts';
import { heldAgainst } from '../core/series/held-against.ts';
import { risingMost } from '../core/series/rising-parts.ts';
import type { Rising, RisingPart } from '../core/series/series.ts';
import { isSeasonal, knownSince, lastMorning, type SlowRise, slowRise } from '../core/series/slow-rise.ts';
import { DAY, MINUTE } from '../core/time.ts';

/**
 * Complaints become a larger part of what is said, a little each day, for three or four weeks: no hour and no day of it
 * is unusual. Says what rises, so that somebody looks before it breaks. Looked at once a day, in the morning; what
 * rises in these weeks every year is no news.
 */
export default defineDetector({
  name: 'slow-rise',
  lookback: 28 * 24,
  tests: 1,
  detect(series, now) {
    const { rising } = series;
    if (rising === undefined || isColdStart(series)) return [];
    const rise = slowRise(rising.days, lastMorning(now), knownSince(series.knownHours, now));
    return rise === null || isSeasonal(rise, rising.lastYear)
      ? []
      : [toFinding(heldAgainst(rise, rising.earlier), rising)];
  },
});

function toFinding(rise: SlowRise, { parts, examples }: Rising): Noticed {
  const { weeks, times, timesLow, perDay, dispersion } = rise;
  const shares = weeks.map(({ total, negative }) => negative / Math.max(1, total));
  const [share = 0, last = { total: 0, negative: 0 }] = [shares.at(-1), weeks.at(-1)];
  const usual = share / times;
  const spread = Math.sqrt((dispersion * usual * (1 - usual)) / Math.max(1, last.total));
  const { touch, area, term } = risingMost(parts, rise);
  return {
    key: 'slow-rise',
    windowMinutes: (rise.until - rise.since) / MINUTE,
    observed: last.negative,
    expected: usual * last.total,
    usualHigh: Math.ceil(Math.min(1, usual + 1.96 * spread) * last.total),
    score: rise.score,
    baseline: { kind: 'own-history', days: (rise.until - rise.since) / DAY, dispersion },
    facts: {
      measure: 'weekly-share',
      weeks: weeks.length,
      shares: shares.map((each) => each.toFixed(3)).join(' '),
      total: last.total,
      negative: last.negative,
      share,
      firstShare: shares[0] ?? 0,
      times,
      timesLow,
      perDay,
      until: rise.until,
      ...partFacts('touch', touch),
      ...partFacts('area', area),
      ...partFacts('term', term),
    },
    examples: examples.slice(0, 5),
  };
}

function partFacts(kind: string, part: RisingPart | undefined): Readonly<Record<string, number | string>> {
  if (part === undefined) return {};
  const name = part.fact.slice(kind.length + 1);
  return { [kind]: name, [`${kind}First`]: part.first, [`${kind}Last`]: part.last };
}
