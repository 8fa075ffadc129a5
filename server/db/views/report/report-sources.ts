import { sql } from 'kysely';
import type { OutageFacts, SourceFacts } from '../../../core/report/report-facts.ts';
import { DAY, type Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { listDays } from '../../feed/feed-runs.ts';
import { listFeeds } from '../../feed/feeds.ts';
import { readOutages } from '../../series/feed-outages.ts';
import type { ReportTime } from './report-time.ts';

/** More of them are one trouble; the longest are shown. */
const MAX_OUTAGES = 30;
/** As far back as it is looked who is heard by which feed. */
const REACH = 28 * DAY;

/** Which feeds could be read in the time, and which could not, for how long. */
export async function readSources(db: Db, time: ReportTime): Promise<SourceFacts> {
  const { watches, period } = time;
  const anySource = watches.some(({ sources }) => sources.length === 0);
  const wanted = new Set(watches.flatMap(({ sources }) => sources));
  const feeds = (await listFeeds(db)).filter(({ source }) => anySource || wanted.has(source));
  if (feeds.length === 0) return { feeds: 0, readable: 0, outages: [] };
  const days = await listDays(
    db,
    period.from,
    feeds.map(({ id }) => id),
  );
  const inTime = days.filter(({ day }) => day < period.to);
  const asked = new Set(inTime.filter(({ runs }) => runs > 0).map(({ feedId }) => feedId));
  const readable = new Set(inTime.filter(({ readable }) => readable > 0).map(({ feedId }) => feedId));
  const names = new Map(feeds.map(({ id, name }) => [id, name]));
  return {
    feeds: feeds.filter(({ id, active, createdAt }) => asked.has(id) || (active && createdAt < period.to))
      .length,
    readable: readable.size,
    outages: await describe(db, time, await listOutages(db, time), names),
  };
}

interface Outage {
  readonly feedId: number;
  readonly why: OutageFacts['why'];
  readonly from: Instant;
  readonly to: Instant | null;
}

async function listOutages(db: Db, { period }: ReportTime): Promise<readonly Outage[]> {
  // What was just read again is only called over at the next look at the feeds.
  const answer = await sql<Outage>`
    select "feedId", why, from_at as "from", over_at as "to" from (
      select i.feed_id as "feedId", i.health as why, i.opened_at as from_at, coalesce(i.closed_at,
        case when f.failures = 0 and f.last_ok_at > i.opened_at then f.last_ok_at end) as over_at
      from feed_incident i join feed f on f.id = i.feed_id
      union all select feed_id, 'paused', from_at, to_at from feed_pause) outages
    where from_at < ${period.to} and (over_at is null or over_at > ${period.from})
    order by from_at, "feedId"`.execute(db);
  return answer.rows;
}

async function describe(
  db: Db,
  { ids, period, now }: ReportTime,
  outages: readonly Outage[],
  names: ReadonlyMap<number, string>,
): Promise<readonly OutageFacts[]> {
  const known = outages
    .filter(({ feedId }) => names.has(feedId))
    .map(({ to, ...rest }) => ({ ...rest, to: to ?? now, lasting: to === null }));
  const watched = await Promise.all(ids.map((id) => readOutages(db, id, known, period.to)));
  return known
    .map(({ feedId, from, to, why, lasting }, i) => {
      const shares = watched.flatMap((outages) => outages[i]?.share ?? []);
      return {
        feed: names.get(feedId) ?? '',
        why,
        lasting,
        from: Math.max(from, period.from),
        to: Math.min(to, period.to),
        share: from <= period.to - REACH ? null : shareOf(shares),
      };
    })
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, MAX_OUTAGES)
    .toSorted((a, b) => a.from - b.from);
}

/** Of several watches together there is no one share; what none of them hears by is missed by none. */
function shareOf(shares: readonly number[]): number | null {
  if (shares.every((share) => share === 0)) return 0;
  return shares.length === 1 ? (shares[0] ?? null) : null;
}
