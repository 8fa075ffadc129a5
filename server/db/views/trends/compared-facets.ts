import { type OneSided, oneSidedPlatforms } from '../../../core/series/one-sided.ts';
import type { Windows } from '../../../core/series/trend-window.ts';
import type { Db } from '../../database.ts';
import { readPlatformDays } from '../../series/platform-days.ts';
import { type FacetCounts, readFamilyCounts, readFamilyCountsOn } from './trends-counts.ts';

/** Facets as they were counted, and the same of the platforms alone that are heard on both sides of the comparison. */
export interface ComparedFacets {
  readonly facets: readonly FacetCounts[];
  /** Of each name in `facets`. */
  readonly compared: ReadonlyMap<string, FacetCounts>;
  /** Those that are left out of `compared`. */
  readonly oneSided: readonly OneSided[];
}

/** Counts of some families with what of them can be compared. */
export async function readComparedFacets(
  db: Db,
  watchIds: readonly number[],
  windows: Windows,
  families: readonly string[],
): Promise<ComparedFacets> {
  const facets = await readFamilyCounts(db, watchIds, windows, families);
  const oneSided = await readOneSided(db, watchIds, windows);
  const names = oneSided.map(({ platform }) => platform);
  const apart = names.length > 0 ? await readFamilyCountsOn(db, watchIds, windows, families, names) : [];
  const left = new Map(apart.map((each) => [each.name, each]));
  return {
    facets,
    oneSided,
    compared: new Map(facets.map((all) => [all.name, less(all, left.get(all.name))])),
  };
}

/** Platforms that weigh in one of the two stretches and were not read throughout the other; none where there are more. */
export async function readOneSided(
  db: Db,
  watchIds: readonly number[],
  { now, before: [before, ...others] }: Windows,
): Promise<readonly OneSided[]> {
  if (before === undefined || others.length > 0) return [];
  const whole = { from: before.from, to: now.to };
  return oneSidedPlatforms(await readPlatformDays(db, watchIds, whole), whole);
}

function less(all: FacetCounts, apart: FacetCounts | undefined): FacetCounts {
  if (apart === undefined) return all;
  const { now, before, copiesBefore } = apart;
  return {
    name: all.name,
    now: {
      count: all.now.count - now.count,
      copies: all.now.copies - now.copies,
      negative: all.now.negative - now.negative,
      positive: all.now.positive - now.positive,
    },
    before: all.before.map((count, i) => count - (before[i] ?? 0)),
    copiesBefore: all.copiesBefore.map((count, i) => count - (copiesBefore[i] ?? 0)),
  };
}
