import type { Watch } from '../../../core/mention/watch.ts';
import type { PlaceFacts, VoiceFacts } from '../../../core/report/report-facts.ts';
import type { Db } from '../../database.ts';
import { readPlatformCounts, type WindowCounts } from '../trends/trends-counts.ts';
import type { ReportTime } from './report-time.ts';

/** Where it was said, most first. */
export async function readPlaces(db: Db, time: ReportTime): Promise<readonly PlaceFacts[]> {
  const platforms = await readPlatformCounts(db, time.ids, time.windows);
  return platforms
    .map((each) => placeOf(each, time))
    .filter(({ count, before }) => count > 0 || (before ?? 0) > 0);
}

/**
 * A watch beside those that are named like its rivals: how loud each is. Empty where none of them is watched, or
 * where the report is about all watches.
 */
export async function readVoices(
  db: Db,
  all: readonly Watch[],
  watchId: number | null,
  time: ReportTime,
): Promise<readonly VoiceFacts[]> {
  const own = all.find(({ id }) => id === watchId);
  if (own === undefined) return [];
  const named = new Set(own.rivals.map(sameName));
  const rivals = all.filter(({ id, name, active }) => active && id !== watchId && named.has(sameName(name)));
  if (rivals.length === 0) return [];
  const voices: VoiceFacts[] = [];
  for (const watch of [own, ...rivals]) {
    const platforms = await readPlatformCounts(db, [watch.id], time.windows);
    const places = platforms.map((each) => placeOf(each, time));
    const sum = (of: (place: PlaceFacts) => number) => places.reduce((total, place) => total + of(place), 0);
    voices.push({
      name: watch.name,
      own: watch.id === watchId,
      count: sum(({ count }) => count),
      negative: sum(({ negative }) => negative),
      before: time.before === null ? null : sum(({ before }) => before ?? 0),
    });
  }
  return voices;
}

const sameName = (name: string): string => name.trim().toLowerCase();

function placeOf({ name, now, before }: WindowCounts, time: ReportTime): PlaceFacts {
  const past = time.before === null ? null : (before[0] ?? 0);
  return { name, count: now.count, negative: now.negative, before: past };
}
