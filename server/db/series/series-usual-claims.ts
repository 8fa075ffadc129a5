import { SEVERE, SEVERITY_WEIGHT, severityOf } from '../../core/risk/severity-weight.ts';
import { isColdStart } from '../../core/series/baseline/baseline.ts';
import type { Claim, Series } from '../../core/series/series.ts';
import { usualAuthors } from '../../core/series/usual/claims.ts';
import { DAY, HOUR, type Instant, startOfHour } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { countFactAuthors } from '../mention/usual-authors.ts';

/** Days before the last one that are looked at. */
const MAX_DAYS = 27;

/** Four weeks of days change seldom: they are kept by the settled hours of their watch. */
const kept = new WeakMap<object, Map<string, readonly number[]>>();

interface WatchClaim {
  readonly series: Series;
  readonly claim: Claim;
}

/**
 * Of each claim that one person is enough for, how many people usually make it in a day, where that is not about nobody.
 * Nothing is asked where nobody claims anything so grave, and four weeks once an hour where a memory is kept.
 */
export async function withUsualClaims(
  db: Db,
  all: readonly Series[],
  now: Instant,
): Promise<readonly Series[]> {
  const wanted = all.flatMap((series) =>
    isColdStart(series) ? [] : series.claims.filter(isSevere).map((claim): WatchClaim => ({ series, claim })),
  );
  const days = await readDays(db, wanted, now);
  const usual = new Map(wanted.map(({ claim }, i) => [claim, usualAuthors(days[i] ?? [])]));
  return all.map((series) => ({
    ...series,
    claims: series.claims.map((claim) => {
      const own = usual.get(claim);
      return own ? { ...claim, usual: own } : claim;
    }),
  }));
}

function isSevere({ fact, authors24h }: Claim): boolean {
  const category = severityOf(fact);
  return category !== null && SEVERITY_WEIGHT[category] >= SEVERE && authors24h > 0;
}

/** Distinct authors of each day before the last, newest first; of days that are known whole. */
async function readDays(db: Db, wanted: readonly WatchClaim[], now: Instant) {
  const missing = wanted.filter(({ series, claim }) => known(series, claim) === undefined);
  const spans = missing.map(({ series, claim }) => daysOf(series, claim, now));
  const counts = missing.length > 0 ? await countFactAuthors(db, spans.flat()) : [];
  const fresh = new Map<Claim, readonly number[]>();
  let next = 0;
  missing.forEach(({ series, claim }, i) => {
    const length = spans[i]?.length ?? 0;
    const own = counts.slice(next, next + length);
    next += length;
    fresh.set(claim, own);
    if (series.settled === undefined) return;
    const beside = kept.get(series.settled) ?? new Map<string, readonly number[]>();
    kept.set(series.settled, beside.set(claim.fact, own));
  });
  return wanted.map(({ series, claim }) => fresh.get(claim) ?? known(series, claim) ?? []);
}

function known(series: Series, claim: Claim): readonly number[] | undefined {
  return series.settled && kept.get(series.settled)?.get(claim.fact);
}

function daysOf({ watchId, hours, knownHours }: Series, { fact }: Claim, now: Instant) {
  const end = startOfHour(now);
  const since = Math.max(now - knownHours * HOUR, hours[0]?.hour ?? now);
  const count = Math.min(MAX_DAYS, Math.floor((end - since) / DAY) - 1);
  return Array.from({ length: Math.max(0, count) }, (_, i) => {
    const until = end - (i + 1) * DAY;
    return { watchId, fact, from: until - DAY, until };
  });
}
