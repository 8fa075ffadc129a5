import type { SeriesApart } from '../series/new-feeds.ts';
import type { Series } from '../series/series.ts';
import type { Instant } from '../time.ts';
import { FALSE_SHARE, falseDiscoveries } from './false-discovery.ts';
import type { Detector, Finding } from './finding.ts';
import { type FindingsAndHeld, likeWithLike } from './like-with-like.ts';

/** What detectors find in a series as it stands. */
export function findIn(detectors: readonly Detector[], series: Series, now: Instant): readonly Finding[] {
  return detectors.flatMap((detector) => detector.detect(series, now));
}

/**
 * What a pass over all watches would find in one of them, and hold back of it.
 * @param series with the sensitivity to look with
 * @param apart its parts where feeds were made or came back of late; null: it is compared as it is
 * @param tests statistical tests of the whole pass
 */
export function findInOne(
  detectors: readonly Detector[],
  {
    series,
    apart,
    tests,
  }: { readonly series: Series; readonly apart: SeriesApart | null; readonly tests: number },
  now: Instant,
): FindingsAndHeld {
  const { sensitivity } = series;
  const look = (part: Series) => findIn(detectors, sensitivity ? { ...part, sensitivity } : part, now);
  const all = look(series);
  const { findings, held }: FindingsAndHeld = apart
    ? likeWithLike({ all, before: look(apart.before), brought: apart.brought ? look(apart.brought) : [] })
    : { findings: all, held: [] };
  const owed = new Set(held.map(({ finding }) => finding));
  const others = findings.filter((finding) => !owed.has(finding));
  return { findings, held: [...held, ...falseDiscoveries(others, tests, FALSE_SHARE)] };
}
