import type { Series, TouchHours } from '../../core/series/series.ts';
import { complaintsIn, mayBreak, touchBreak } from '../../core/series/touch-break.ts';
import { DAY, HOUR, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { MAX_POSTS_PER_FACT } from '../mention/claims.ts';
import { type ByHour, readComplaints, readFacetHours } from './facet-hours.ts';

/** Hours read at each look: those that the longest window touches. */
const RECENT_HOURS = 25;

/** A touchpoint of a watch that may be complained of more than usual. */
interface Candidate {
  readonly series: Series;
  readonly fact: string;
  /** Its hours from then on are read at each look. */
  readonly from: Instant;
  /** Those before, where they are known already. */
  readonly older: Older | null;
}

interface Older {
  readonly counts: ByHour;
  readonly until: Instant;
}

/** Four weeks of hours change seldom: they are kept by the settled hours of their watch. */
const kept = new WeakMap<object, Map<string, Older>>();

/**
 * Touchpoints that may be complained of more than usual. Three questions, each about fewer of them: the hours of a day
 * where claims have enough people, four weeks of hours where those may be a break (once an hour where a memory is
 * kept), and who complained where they are one by all that is counted. Each costs a range of the primary key, and most
 * looks end after the first.
 */
export async function readTouchesOf(
  db: Db,
  all: readonly Series[],
  now: Instant,
): Promise<ReadonlyMap<number, readonly TouchHours[]>> {
  const found = new Map<number, TouchHours[]>();
  const risen = await readRisen(db, all, now);
  const older = await readOlder(
    db,
    risen.map(({ candidate }) => candidate),
  );
  const unusual = risen.flatMap(({ candidate: { series, fact }, recent }, i) => {
    const counts = countsOf(series, older[i]?.counts, recent);
    return touchBreak(series, { fact, counts }, null, now) ? [{ watchId: series.watchId, fact, counts }] : [];
  });
  if (unusual.length === 0) return found;
  const day = { from: now - DAY, until: now };
  const listed = await readComplaints(
    db,
    unusual.map(({ watchId, fact }) => ({ watchId, fact, ...day })),
  );
  unusual.forEach(({ watchId, fact, counts }, i) => {
    const own = found.get(watchId) ?? [];
    found.set(watchId, own);
    own.push({ fact, counts, ...(listed[i] ?? { complaints: [], listedSince: now - DAY }) });
  });
  return found;
}

async function readRisen(db: Db, all: readonly Series[], now: Instant) {
  const candidates = all.flatMap((series) => candidatesOf(series, now));
  if (candidates.length === 0) return [];
  const spans = candidates.map(({ series, fact, from }) => ({
    watchId: series.watchId,
    fact,
    from,
    until: now + HOUR,
  }));
  const recent = await readFacetHours(db, spans);
  return candidates.flatMap((candidate, i) => {
    const own: ByHour = recent[i] ?? new Map();
    const counts = countsOf(candidate.series, candidate.older?.counts, own);
    const people = (hours: number) => complaintsIn(candidate.series, counts, hours, now);
    return mayBreak(candidate.series, people, now) ? [{ candidate, recent: own }] : [];
  });
}

function candidatesOf(series: Series, now: Instant): readonly Candidate[] {
  const from = series.hours.at(-RECENT_HOURS)?.hour;
  if (from === undefined) return [];
  return series.claims.flatMap(({ fact, authors24h, posts72h }) => {
    if (!fact.startsWith('touch.')) return [];
    // Of more posts than were looked at nobody knows how many people wrote them.
    const people = posts72h < MAX_POSTS_PER_FACT ? authors24h : Number.MAX_SAFE_INTEGER;
    if (!mayBreak(series, () => people, now)) return [];
    const known = series.settled ? kept.get(series.settled)?.get(fact) : undefined;
    const older = known && known.until <= from ? known : null;
    return [{ series, fact, from: older?.until ?? from, older }];
  });
}

/** What is known of the older hours of each, or is read now. */
async function readOlder(db: Db, candidates: readonly Candidate[]): Promise<readonly Older[]> {
  const missing = candidates.filter(({ older }) => older === null);
  const spans = missing.map(({ series, fact, from }) => ({
    watchId: series.watchId,
    fact,
    from: series.hours[0]?.hour ?? from,
    until: from,
  }));
  const read = missing.length > 0 ? await readFacetHours(db, spans) : [];
  const fresh = new Map(
    missing.map((each, i): [Candidate, Older] => [each, { counts: read[i] ?? new Map(), until: each.from }]),
  );
  for (const [{ series, fact }, older] of fresh) {
    if (series.settled === undefined) continue;
    const known = kept.get(series.settled) ?? new Map<string, Older>();
    kept.set(series.settled, known);
    known.set(fact, older);
  }
  return candidates.map((each) => each.older ?? fresh.get(each) ?? { counts: new Map(), until: each.from });
}

function countsOf({ hours }: Series, ...parts: readonly (ByHour | undefined)[]): readonly number[] {
  return hours.map(({ hour }) => parts.reduce((sum, part) => sum + (part?.get(hour) ?? 0), 0));
}
