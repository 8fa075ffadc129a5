import { type HeldFinding, isStatistical } from '../../core/finding/false-discovery.ts';
import { findIn } from '../../core/finding/find.ts';
import type { Detector } from '../../core/finding/finding.ts';
import { type Found, likeWithLike } from '../../core/finding/like-with-like.ts';
import type { Db } from '../../db/database.ts';
import { listNewFeeds, type NewFeed, readApart } from '../../db/series/new-feed-mentions.ts';
import type { LookedAt } from './settle-looks.ts';

/** Looks as they are to be settled, and what of them is a new feed's doing. */
export interface SetApart {
  readonly looks: readonly LookedAt[];
  readonly held: readonly HeldFinding[];
}

/**
 * A feed that is added brings more posts, and a rise that is no more than this is none. Where anything seems unusual,
 * what feeds of the last week brought is judged apart from what was heard before. Asks nothing while nothing seems so.
 * @param faults takes what went wrong with single watches; those stay as they were looked at
 */
export async function setNewFeedsApart(
  { db, detectors }: { readonly db: Db; readonly detectors: readonly Detector[] },
  looks: readonly LookedAt[],
  faults: unknown[],
): Promise<SetApart> {
  const unusual = looks.filter(({ findings }) => findings.some(isStatistical));
  const [first] = unusual;
  const feeds = first ? await listNewFeeds(db, first.now) : [];
  if (feeds.length === 0) return { looks, held: [] };
  const apart = new Map<LookedAt, LookedAt>();
  const held: HeldFinding[] = [];
  for (const look of unusual) {
    try {
      const judged = await judgeApart(db, detectors, look, feeds);
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
  feeds: readonly NewFeed[],
): Promise<Found | null> {
  const apart = await readApart(db, series, feeds, now);
  if (apart === null) return null;
  const before = findIn(detectors, apart.before, now);
  return likeWithLike({ all: findings, before, brought: findIn(detectors, apart.brought, now) });
}
