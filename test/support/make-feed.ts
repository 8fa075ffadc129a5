import type { Feed } from '../../server/core/feed/feed.ts';
import type { Instant } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { type NewRun, recordRun } from '../../server/db/feed/feed-runs.ts';
import { createFeed, type FeedInput } from '../../server/db/feed/feeds.ts';
import { NOW } from './make.ts';

let made = 0;

/** An input for a feed that is read every ten minutes; every call names a page of its own. */
export function feedInput(parts: Partial<FeedInput> = {}): FeedInput {
  made += 1;
  return {
    name: `第${made}个源`,
    source: 'rss',
    params: { url: `https://example.com/feed/${made}` },
    every: 600,
    active: true,
    ...parts,
  };
}

export function makeFeed(db: Db, parts: Partial<FeedInput> = {}, now = NOW): Promise<Feed> {
  return createFeed(db, feedInput(parts), now);
}

/** A run of a feed that read its page and found nothing new there; it took no time. */
export function feedRun(feedId: number, parts: Partial<NewRun> = {}): NewRun {
  const { startedAt = NOW, endedAt = startedAt } = parts;
  return {
    feedId,
    outcome: 'quiet',
    wall: null,
    detail: '',
    fetched: 0,
    stored: 0,
    known: 0,
    refused: 0,
    bytes: 0,
    lagP50: null,
    lagP95: null,
    ...parts,
    startedAt,
    endedAt,
  };
}

/** @param nextAt when the feed is due again */
export function makeRun(
  db: Db,
  feedId: number,
  parts: Partial<NewRun> = {},
  nextAt: Instant | null = null,
): Promise<void> {
  return recordRun(db, feedRun(feedId, parts), nextAt);
}
