import type { RankSeen } from '../series/series.ts';
import { DAY, HOUR, type Instant } from '../time.ts';

/** How a watch's best topic moves on a hot list. */
export interface RankPath {
  readonly postId: number;
  /** When it was first seen on a list in the last two days. */
  readonly enteredAt: Instant;
  /** Where it stands by the latest look, and stood at the first look of the last six hours. */
  readonly rank: number;
  readonly from: number;
  readonly fromAt: Instant;
  readonly looks: number;
  readonly move: 'entered' | 'climbing' | 'falling' | 'steady';
}

/** Seen for the first time within this time, it has just come. */
const JUST_ENTERED = 2 * HOUR;
const LOOKED_BACK = 6 * HOUR;
/** Places that make a climb or a fall: a list trembles by one or two at every look. */
const MIN_PLACES = 3;

/**
 * The path of the topic that stands best by its latest look; null when none was looked at in a day. A rank is only
 * noted when it changed, so the latest look before the six hours still says where it stood then.
 */
export function rankPath(ranks: readonly RankSeen[], now: Instant): RankPath | null {
  const paths = [...Map.groupBy(ranks, (seen) => seen.postId).values()].flatMap((path) => pathOf(path, now));
  return paths.sort((a, b) => a.rank - b.rank || a.enteredAt - b.enteredAt)[0] ?? null;
}

function pathOf(path: readonly RankSeen[], now: Instant): readonly RankPath[] {
  const [first, last] = [path[0], path.at(-1)];
  if (!first || !last || last.at <= now - DAY) return [];
  const start = path.findLast((seen) => seen.at <= now - LOOKED_BACK) ?? first;
  const places = start.rank - last.rank;
  const entered = first.at > now - JUST_ENTERED;
  const moved = places >= MIN_PLACES ? 'climbing' : places <= -MIN_PLACES ? 'falling' : 'steady';
  return [
    {
      postId: last.postId,
      enteredAt: first.at,
      rank: last.rank,
      from: start.rank,
      fromAt: Math.max(start.at, now - LOOKED_BACK),
      looks: path.length,
      move: entered && moved !== 'climbing' ? 'entered' : moved,
    },
  ];
}
