import type { DayCount, SlowRise } from '../../core/series/slow-rise.ts';
import { DAY, startOfDay } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { listInletsBegun } from '../import/inlets.ts';
import { listReturnedFeeds } from './feed-outages.ts';
import { inletFeed, type MentionOrigin, readOrigins } from './mention-origins.ts';

const WEEK = 7 * DAY;
/** Newest mentions of each week that are looked through; for a week with more, their shares are given. */
const MAX_MENTIONS_PER_WEEK = 1_000;
/** A feed that is half as present in the first week as in the last brought its past along. */
const PRESENT = 0.5;
/** Feeds that bring less than this of the last week's posts, and of its complaints, raise nothing. */
const MIN_FEED_SHARE = 0.05;

/**
 * The days without what came by feeds that were not read all the time: a place where people complain that is heard since
 * two weeks is no rise. The very same days where no such feed brought much.
 */
export async function withoutChanged(
  db: Db,
  watchId: number,
  days: readonly DayCount[],
  { since, until }: Pick<SlowRise, 'since' | 'until'>,
): Promise<readonly DayCount[]> {
  const made = await db
    .selectFrom('feed')
    .select('id')
    .where('created_at', '>', since)
    .where('created_at', '<=', until + WEEK)
    .execute();
  const begun = await listInletsBegun(db, { after: since, until: until + WEEK });
  const news = [...made.map(({ id }) => id), ...begun.map(inletFeed)];
  const returned = (await listReturnedFeeds(db, until + WEEK)).filter(({ to }) => to > since);
  if (news.length + returned.length === 0) return days;
  const weeks: (readonly MentionOrigin[])[] = [];
  for (let from = since; from < until; from += WEEK) {
    weeks.push(
      await readOrigins(db, watchId, { from: from - 1, to: from + WEEK - 1, most: MAX_MENTIONS_PER_WEEK }),
    );
  }
  const [first = [], last = []] = [weeks[0], weeks.at(-1)];
  const ids = new Set([
    ...news.filter((id) => shareOf(first, id) < PRESENT * shareOf(last, id)),
    ...returned.map(({ feedId }) => feedId),
  ]);
  const angry = last.filter(({ sentiment }) => sentiment < 0);
  const brings = [...ids].filter((id) => Math.max(shareOf(last, id), shareOf(angry, id)) >= MIN_FEED_SHARE);
  if (brings.length === 0) return days;
  const gone = new Set<number | null>(brings);
  return days
    .filter(({ day }) => day >= since)
    .map((each) => withoutFeeds(each, weeks[Math.floor((each.day - since) / WEEK)] ?? [], gone));
}

function shareOf(mentions: readonly MentionOrigin[], id: number): number {
  return mentions.filter(({ feedId }) => feedId === id).length / Math.max(1, mentions.length);
}

/** Of a day that none of the listed mentions is of, the share of its week is left. */
function withoutFeeds(
  { day, total, negative }: DayCount,
  week: readonly MentionOrigin[],
  gone: ReadonlySet<number | null>,
): DayCount {
  const own = week.filter(({ at }) => startOfDay(at) === day);
  const listed = own.length > 0 ? own : week;
  const left = (some: readonly MentionOrigin[]) =>
    some.filter(({ feedId }) => !gone.has(feedId)).length / Math.max(1, some.length);
  return {
    day,
    total: Math.round(total * left(listed)),
    negative: Math.round(negative * left(listed.filter(({ sentiment }) => sentiment < 0))),
  };
}
