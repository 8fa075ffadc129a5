import type { FeedRun } from '../core/feed.ts';
import { EMPTY_PAGE, isEmptySuspect, NOT_MODIFIED } from '../core/feed-health.ts';
import type { Instant } from '../core/time.ts';
import type { PagesRead } from './crawl-pages.ts';

/**
 * Names what a run came to. A fault on any page is the outcome, whatever the pages before it gave. An
 * empty page of a feed that had posts is noted as suspicious the second time in a row.
 */
export function judgeRun(
  read: PagesRead,
  previous: FeedRun | null,
  lastPostsAt: Instant | null,
): Pick<FeedRun, 'outcome' | 'wall' | 'detail'> {
  if (read.end) return { outcome: read.end.outcome, wall: read.end.wall, detail: read.end.detail };
  if (read.fetched > 0) return { outcome: 'posts', wall: null, detail: '' };
  if (read.pages === 0 && read.unchanged > 0) return { outcome: 'quiet', wall: null, detail: NOT_MODIFIED };
  if (!isEmptySuspect(lastPostsAt, previous)) return { outcome: 'quiet', wall: null, detail: EMPTY_PAGE };
  const detail = `${EMPTY_PAGE} again, though this feed had posts before`;
  return { outcome: 'quiet', wall: 'empty-suspect', detail };
}
