import type { FeedRow } from '../../core/screens-settings.ts';
import type { Source } from '../../core/source.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { lagOver, readFeedStates } from './feed-states.ts';

/** The feeds page. `sources` gives each feed its platform; a source that is gone leaves its own name. */
export async function readFeedRows(
  db: Db,
  sources: ReadonlyMap<string, Pick<Source, 'platform'>>,
  now: Instant,
): Promise<readonly FeedRow[]> {
  const states = await readFeedStates(db, now);
  return states.map(({ feed, lags, ...state }) => {
    const { createdAt: _, ...settings } = feed;
    const { p50, p95 } = lagOver(lags);
    const platform = sources.get(feed.source)?.platform ?? feed.source;
    return { ...settings, ...state, platform, lagP50: p50, lagP95: p95 };
  });
}
