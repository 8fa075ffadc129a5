import type { Page } from '../../server/core/feed/source.ts';
import type { SourcePost } from '../../server/core/mention/post.ts';
import type { Instant } from '../../server/core/time.ts';
import { parseChineseDate } from './dates.ts';

/** When a post was published, if its page says so, and when it was seen; ready to spread into a post. */
export function postTime(
  raw: string | number | undefined,
  page: Page,
  now: Instant,
): Pick<SourcePost, 'publishedAt' | 'precision' | 'observedAt'> {
  const read = parseChineseDate(raw, now);
  const observedAt = page.fetchedAt;
  return read === null
    ? { precision: 'none', observedAt }
    : { publishedAt: read.at, precision: read.precision, observedAt };
}
