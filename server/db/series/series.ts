import { sql } from 'kysely';
import { AUTHORITY } from '../../core/mention/authority.ts';
import { VOICES, type Voice } from '../../core/mention/post.ts';
import type { Watch } from '../../core/mention/watch.ts';
import { coveredSince } from '../../core/series/baseline/coverage.ts';
import { type Claim, NOTHING_BESIDE, type Series } from '../../core/series/series.ts';
import { HOUR, type Instant, startOfHour } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { numbersIn } from '../engine/dialect.ts';
import { readClaimsOf } from '../mention/claims.ts';
import { readHoursOf } from './series-hours.ts';
import type { Hours, SeriesMemory } from './series-memory.ts';
import { readReactionsOf } from './series-reactions.ts';
import { readRecentOf } from './series-recent.ts';
import { readRisingOf } from './series-rising.ts';
import { readBestRanks, readFeedsHeard, readRanksOf, readVoicesOf } from './series-sources.ts';
import { readTouchesOf } from './series-touches.ts';
import { withUsualClaims } from './series-usual-claims.ts';

const KEPT_HOURS = 28 * 24;
/** A watch that hears less than one post a day is no witness of silence. */
const MIN_HEARD_POSTS = 28;

type SeenWatch = Pick<Watch, 'id' | 'createdAt' | 'updatedAt'>;

/** As `readSeriesOf`, of one watch, nothing remembered. */
export async function readSeries(
  db: Db,
  watch: Pick<Watch, 'id' | 'createdAt'>,
  now: Instant,
): Promise<Series> {
  const [series] = await readSeriesOf(db, [{ ...watch, updatedAt: watch.createdAt }], now, null);
  if (!series) throw new Error(`no series of watch ${watch.id}`);
  return series;
}

/**
 * Everything detectors look at for these watches, as of `now`, in their order: hourly counts from the
 * buckets, the last hour and six hours to the minute from the mentions, claims, voices and ranks from the
 * facts. One statement answers each question for all of them, with one short range of an index per
 * watch, however much is stored. Mentions later than `now` are left out.
 * @param memory keeps the hours that have settled for the next look; null: nothing is kept
 */
export async function readSeriesOf(
  db: Db,
  watches: readonly SeenWatch[],
  now: Instant,
  memory: SeriesMemory | null,
): Promise<readonly Series[]> {
  const ids = watches.map(({ id }) => id);
  const first = await readFirstMentions(db, ids);
  const oldest = startOfHour(now) - (KEPT_HOURS - 1) * HOUR;
  const wanted = watches.map((watch) => {
    const since = Math.min(first.get(watch.id) ?? now, watch.createdAt, now);
    return { watch, from: Math.max(oldest, startOfHour(since)) };
  });
  const hours = await readHoursOf(db, wanted, now, memory);
  const stored = await firstStored(db);
  const facts = await readFacts(db, ids, now);
  const recent = await readRecentOf(db, ids, now);
  const reactions = await readReactionsOf(db, ids, now);
  const made: Series[] = [];
  for (const watch of watches) {
    const { points, platforms, settled } = hours.get(watch.id) as Hours;
    const covered = coveredSince(points, stored === null ? null : Math.max(watch.createdAt, stored), now);
    const counts = recent(watch.id);
    const own = facts(watch.id);
    const far = reactions.get(watch.id);
    const silent = counts.lastSixHours.total === 0 && sum(points, 'total') >= MIN_HEARD_POSTS;
    made.push({
      watchId: watch.id,
      hours: points,
      ...(settled && { settled }),
      knownHours: Math.min(KEPT_HOURS, (now - covered) / HOUR),
      ...counts,
      ...own,
      ...(far && { reactions: far }),
      reach24h: sum(points.slice(-24), 'reach'),
      topVoice: own.topVoice ?? (sum(points.slice(-24), 'total') > 0 ? 'ordinary' : null),
      platforms,
      feeds: silent ? await readFeedsHeard(db, watch.id, now) : NOTHING_BESIDE.feeds,
    });
  }
  const touches = await readTouchesOf(db, made, now);
  const rising = await readRisingOf(db, made, now);
  return (await withUsualClaims(db, made, now)).map((series) => {
    const [own, slow] = [touches.get(series.watchId), rising.get(series.watchId)];
    return own || slow ? { ...series, ...(own && { touches: own }), ...(slow && { rising: slow }) } : series;
  });
}

type FactPart = Pick<Series, 'claims' | 'voices' | 'topVoice' | 'hotRank' | 'ranks'>;

/** What the facts of these watches say: claims, voices, hot lists. */
async function readFacts(
  db: Db,
  ids: readonly number[],
  now: Instant,
): Promise<(watchId: number) => FactPart> {
  const claims = await readClaimsOf(db, ids, now);
  const voices = await readVoicesOf(db, claims, now);
  const listed = ids.filter((id) => heard(claims.get(id), 'hot'));
  const best = await readBestRanks(db, listed, now);
  const ranks = await readRanksOf(db, listed, now);
  return (id) => ({
    claims: claims.get(id) ?? [],
    voices: voices.get(id) ?? [],
    topVoice: topVoice(claims.get(id) ?? []),
    hotRank: best.get(id) ?? null,
    ranks: ranks.get(id) ?? [],
  });
}

/** Since when there is a watch and anything for it to see; null when nothing was ever stored. */
export async function watchingSince(db: Db, watch: Pick<Watch, 'createdAt'>): Promise<Instant | null> {
  const stored = await firstStored(db);
  return stored === null ? null : Math.max(watch.createdAt, stored);
}

/** When the first post was stored; null: none ever was. */
export async function firstStored(db: Db): Promise<Instant | null> {
  const first = await db
    .selectFrom('post')
    .select((select) => select.fn.min('stored_at').as('at'))
    .executeTakeFirst();
  return first?.at ?? null;
}

async function readFirstMentions(db: Db, watchIds: readonly number[]): Promise<ReadonlyMap<number, Instant>> {
  const answer = await sql<{ id: number; at: number | null }>`
    select w.value as id, (select min(m.at) from mention m where m.watch_id = w.value) as at
    from ${numbersIn(db, watchIds, 'w')}`.execute(db);
  return new Map(answer.rows.flatMap(({ id, at }) => (at === null ? [] : [[id, at]])));
}

const RANKED_VOICES = VOICES.filter((voice) => voice !== 'ordinary' && voice !== 'own').sort(
  (a, b) => AUTHORITY[b] - AUTHORITY[a],
);

function topVoice(claims: readonly Claim[]): Voice | null {
  return RANKED_VOICES.find((voice) => heard(claims, `source.${voice}`)) ?? null;
}

/** Whether a fact was met in the last day. */
function heard(claims: readonly Claim[] | undefined, fact: string): boolean {
  return claims?.some((claim) => claim.fact === fact && claim.posts24h > 0) ?? false;
}

function sum(hours: Series['hours'], what: 'total' | 'reach'): number {
  return hours.reduce((all, point) => all + point[what], 0);
}
