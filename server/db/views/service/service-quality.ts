import { SERVQUAL, TOUCHPOINTS, type Touchpoint } from '../../../core/reading/analysis.ts';
import type { FixRow, ServiceScreen, TouchpointRow } from '../../../core/screens/service-quality.ts';
import { comparableGrowth } from '../../../core/screens/trend-order.ts';
import { type Span, type Windows, windowsOf } from '../../../core/series/trend-window.ts';
import { facetOf } from '../../../core/service/fix.ts';
import { proveFix } from '../../../core/service/fix-proof.ts';
import { standingProof } from '../../../core/service/kept-proof.ts';
import { type Instant, startOfDay } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { keepWhenDear } from '../../engine/memory.ts';
import { sideBySide } from '../../engine/side-by-side.ts';
import type { HourCounts } from '../../series/buckets.ts';
import { watchedSince } from '../../series/watched-since.ts';
import { readFixDays } from '../../service/fix-days.ts';
import { readKeptProofs } from '../../service/fix-proofs.ts';
import { countFixes, listFixes } from '../../service/fixes.ts';
import { chosenWatches, listWatches } from '../../watch/watches.ts';
import { shareOf, sumOf } from '../alert/chart.ts';
import { readHistory } from '../alert/history.ts';
import { type ComparedFacets, readComparedFacets } from '../trends/compared-facets.ts';
import { type OriginalCounts, originalsOf } from '../trends/trends-counts.ts';

export interface ServiceInput {
  /** Null for all active watches together; a post that two of them mention counts for both. */
  readonly watchId: number | null;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly now: Instant;
}

/**
 * The page of service expectations, from counts alone. Its stretch of time is that of the page of trends: whole hours,
 * whole days beyond a week, held against as long a one before.
 * @throws AppError('not_found') for a watch that does not exist
 */
export async function readService(db: Db, input: ServiceInput): Promise<ServiceScreen> {
  const { watchId, now } = input;
  const all = await listWatches(db);
  const watches = chosenWatches(all, watchId);
  const ids = watches.map(({ id }) => id);
  // Of a time in which one of them was not yet watched, all together say nothing.
  const [history, since] = await sideBySide(
    db,
    () => readHistory(db, { watches, ...input }),
    () => watchedSince(db, watches),
  );
  const windows = windowsOf({ from: history.start, to: history.end }, 'before', since);
  const [counts, fixes, fixesInAll] = await sideBySide(
    db,
    () => readComparedFacets(db, ids, windows, ['touch', 'pair']),
    () => readFixRows(db, new Map(watches.map(({ id, name }) => [id, name])), now),
    () => countFixes(db, ids),
  );
  const { baseline } = history;
  const mentions = originalsIn(history.inRange);
  return {
    now,
    watchId,
    span: windows.now,
    before: windows.before[0] ?? null,
    mentions,
    fixes,
    fixesInAll,
    copies: sumOf(history.inRange, 'copies'),
    watches: all.filter(({ active }) => active).map(({ id, name }) => ({ id, name })),
    mentionsBefore: windows.before.length > 0 ? originalsIn(history.before) : null,
    oneSided: counts.oneSided,
    touchpoints: touchpointsOf(counts, {
      windows,
      mentions,
      dispersion: baseline.kind === 'hour-of-week' ? baseline.sixHourDispersion : 0,
    }),
  };
}

const originalsIn = (hours: readonly HourCounts[]): number => sumOf(hours, 'total') - sumOf(hours, 'copies');

interface Setting {
  readonly windows: Windows;
  readonly mentions: number;
  readonly dispersion: number;
}

function touchpointsOf({ facets, compared }: ComparedFacets, setting: Setting): readonly TouchpointRow[] {
  const counted = new Map(
    facets.map((each) => [
      each.name,
      { ...originalsOf(each), compared: originalsOf(compared.get(each.name) ?? each) },
    ]),
  );
  const none = { count: 0, copies: 0, before: setting.windows.before.map(() => 0) };
  const nothing = { ...none, compared: none };
  const of = (name: string) => counted.get(name) ?? nothing;
  const rows = TOUCHPOINTS.filter((touchpoint) => counted.has(facetOf({ touchpoint, dimension: null })));
  return rows
    .map((touchpoint) => rowOf(touchpoint, of, setting))
    .filter(({ complaints, copies, before }) => complaints + copies + (before ?? 0) > 0)
    .sort((a, b) => b.complaints - a.complaints || (b.before ?? 0) - (a.before ?? 0));
}

type Counts = Omit<OriginalCounts, 'name'>;
type CountOf = (facet: string) => Counts & { readonly compared: Counts };

function rowOf(touchpoint: Touchpoint, of: CountOf, setting: Setting): TouchpointRow {
  const { windows, mentions, dispersion } = setting;
  const all = of(facetOf({ touchpoint, dimension: null }));
  const { count: complaints, copies, before } = all;
  const { n: _, ...share } = shareOf(complaints, mentions);
  return {
    touchpoint,
    complaints,
    copies,
    share,
    before: before[0] ?? null,
    growth: comparableGrowth(windows, all, all.compared, dispersion),
    dimensions: SERVQUAL.map((dimension) => {
      const facet = facetOf({ touchpoint, dimension });
      const counts = of(facet);
      return { dimension, facet, complaints: counts.count, before: counts.before[0] ?? null };
    }),
  };
}

/**
 * What came of the fixes of these watches. Whole days are counted, which hardly change within a minute: see
 * `keepWhenDear`.
 */
export async function readFixRows(
  db: Db,
  names: ReadonlyMap<number, string>,
  now: Instant,
  done?: Span,
): Promise<readonly FixRow[]> {
  const fixes = await listFixes(db, [...names.keys()], done);
  const kept = await readKeptProofs(
    db,
    fixes.map(({ id }) => id),
  );
  const open = fixes.filter(({ id }) => !kept.get(id)?.final);
  const key = `fixes ${startOfDay(now)} ${open.map(({ id }) => id).join()}`;
  const counts = await keepWhenDear(db, key, () => readFixDays(db, open, now));
  return fixes.flatMap((fix) => {
    const [known, was] = [counts.get(fix.id), kept.get(fix.id) ?? null];
    const stands = known ? standingProof(was, known) : was;
    const proof = stands?.proof ?? (known && proveFix(known));
    const row = { ...fix, watchName: names.get(fix.watchId) ?? '' };
    const keptAt = was !== null && stands?.madeAt === was.madeAt ? was.madeAt : null;
    return proof ? [{ ...row, proof, keptAt }] : [];
  });
}
