import { markOutages } from '../../core/series/feed-outages.ts';
import { type SeriesApart, setApart } from '../../core/series/new-feeds.ts';
import type { Series } from '../../core/series/series.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { listReturnedFeeds, type ReturnedFeed, readOutages } from './feed-outages.ts';
import { listNewFeeds, type NewFeed, readBrought } from './new-feed-mentions.ts';

/** Feeds by which more is heard than before. */
export interface FeedChanges {
  readonly made: readonly NewFeed[];
  readonly returned: readonly ReturnedFeed[];
}

/** Null where no feed was made or came back of late. */
export async function readFeedChanges(db: Db, now: Instant): Promise<FeedChanges | null> {
  const [made, returned] = [await listNewFeeds(db, now), await listReturnedFeeds(db, now)];
  return made.length + returned.length > 0 ? { made, returned } : null;
}

/** The parts of a series that are judged apart; null where it can be compared as it is. */
export async function readApart(
  db: Db,
  series: Series,
  changes: FeedChanges | null,
  now: Instant,
): Promise<SeriesApart | null> {
  if (changes === null) return null;
  const outages = await readOutages(db, series.watchId, changes.returned, now);
  const marked = outages.length > 0 ? markOutages(series, outages, now) : null;
  const brought = changes.made.length > 0 ? await readBrought(db, series.watchId, changes.made, now) : null;
  const apart = brought && setApart(marked ?? series, brought, now);
  return apart ?? (marked && { before: marked, brought: null });
}
