import { type HeldFinding, isStatistical } from '../../core/finding/false-discovery.ts';
import { findIn } from '../../core/finding/find.ts';
import type { Detector } from '../../core/finding/finding.ts';
import { type FindingsAndHeld, likeWithLike } from '../../core/finding/like-with-like.ts';
import type { Db } from '../../db/database.ts';
import { type FeedChanges, readApart, readFeedChanges } from '../../db/series/series-apart.ts';
import type { LookedAt } from './looked-at.ts';

/** Looks as they are to be settled, and what of them is the doing of feeds. */
export interface SetApart {
  readonly looks: readonly LookedAt[];
  readonly held: readonly HeldFinding[];
}

/**
 * A feed that is added or readable again brings more posts, and a rise that is no more than this is none. Where
 * anything seems unusual, what feeds of the last week brought is judged apart from what was heard before, and the hours
 * in which others were out of order say nothing about what is usual. Asks nothing while nothing seems unusual.
 * @param faults takes what went wrong with single watches; those stay as they were looked at
 */
export async function setFeedsApart(
  { db, detectors }: { readonly db: Db; readonly detectors: readonly Detector[] },
  looks: readonly LookedAt[],
  faults: unknown[],
): Promise<SetApart> {
  const unusual = looks.filter(({ findings }) => findings.some(isStatistical));
  const [first] = unusual;
  const changes = first ? await readFeedChanges(db, first.now) : null;
  if (changes === null) return { looks, held: [] };
  const apart = new Map<LookedAt, LookedAt>();
  const held: HeldFinding[] = [];
  for (const look of unusual) {
    try {
      const judged = await judgeApart(db, detectors, look, changes);
      if (judged === null) continue;
      apart.set(look, { ...look, findings: judged.findings });
      held.push(...judged.held);
    } catch (fault) {
      faults.push(fault);
    }
  }
  return { looks: looks.map((look) => apart.get(look) ?? look), held };
}

async function judgeApart(
  db: Db,
  detectors: readonly Detector[],
  { series, findings, now }: LookedAt,
  changes: FeedChanges,
): Promise<FindingsAndHeld | null> {
  const apart = await readApart(db, series, changes, now);
  if (apart === null) return null;
  const before = findIn(detectors, apart.before, now);
  const brought = apart.brought ? findIn(detectors, apart.brought, now) : [];
  return likeWithLike({ all: findings, before, brought });
}
