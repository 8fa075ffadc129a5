import { MINUTE } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { keepWhenDear } from '../../engine/memory.ts';
import type { Search } from './search-ways.ts';

/**
 * How many mentions a list has, `words` in them. Counting many, or common words, is dear: then the count is
 * remembered for a minute, for all pages of the list and whoever looks at the same minutes.
 */
export function keepTotal(
  db: Db,
  { watchIds, words, filter }: Search,
  count: () => Promise<number | null>,
): Promise<number | null> {
  const { from, to, sentiment, platform, fact, originalsOnly, target, story } = filter;
  const minutes = [from, to].map((at) => Math.floor(at / MINUTE));
  const asked = [watchIds, words, minutes, { sentiment, platform, fact, originalsOnly, target, story }];
  return keepWhenDear(db, `mentions ${JSON.stringify(asked)}`, count);
}
