import { sql } from 'kysely';
import { AUTHORITY } from '../core/authority.ts';
import { coveredSince } from '../core/baseline-coverage.ts';
import { VOICES, type Voice } from '../core/post.ts';
import type { HourPoint, Recent, Series } from '../core/series.ts';
import { DAY, HOUR, type Instant, startOfHour } from '../core/time.ts';
import type { Watch } from '../core/watch.ts';
import { readHours } from './buckets.ts';
import { AUTHOR, readClaims } from './claims.ts';
import type { Db } from './database.ts';
import { parseJson } from './json.ts';

const KEPT_HOURS = 28 * 24;
const EXAMPLES = 5;
/** Negative posts of the last hour among which the most engaged are looked for. */
const CANDIDATES = 100;

/**
 * Everything detectors look at for one watch, as of `now`: hourly counts from the buckets, the last hour
 * and six hours to the minute from the mentions, claims from the facts. Each query is one short range of
 * an index, however much is stored. Mentions later than `now` are left out.
 */
export async function readSeries(
  db: Db,
  watch: Pick<Watch, 'id' | 'createdAt'>,
  now: Instant,
): Promise<Series> {
  const current = startOfHour(now);
  const oldest = current - (KEPT_HOURS - 1) * HOUR;
  const first = await db
    .selectFrom('mention')
    .select('at')
    .where('watch_id', '=', watch.id)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  const since = Math.min(first?.at ?? now, watch.createdAt, now);
  const start = Math.max(oldest, startOfHour(since));
  const hours = fillHours(await readHours(db, [watch.id], start, current + HOUR), start, current);
  const covered = coveredSince(hours, await watchingSince(db, watch), now);
  const claims = await readClaims(db, watch.id, now);
  const { rank, voice } = await readSources(db, watch.id, now);
  return {
    watchId: watch.id,
    hours,
    knownHours: Math.min(KEPT_HOURS, (now - covered) / HOUR),
    ...(await readRecent(db, watch.id, now)),
    claims,
    areas6h: await countAreas(db, watch.id, now),
    reach24h: hours.slice(-24).reduce((sum, hour) => sum + hour.reach, 0),
    topVoice: voice ?? (hours.slice(-24).some((hour) => hour.total > 0) ? 'ordinary' : null),
    hotRank: rank,
    examples: await readExamples(db, watch.id, now),
  };
}

/** Since when there is a watch and anything for it to see; null when nothing was ever stored. */
export async function watchingSince(db: Db, watch: Pick<Watch, 'createdAt'>): Promise<Instant | null> {
  const first = await db
    .selectFrom('post')
    .select((select) => select.fn.min('stored_at').as('at'))
    .executeTakeFirst();
  return first?.at == null ? null : Math.max(watch.createdAt, first.at);
}

function fillHours(rows: readonly HourPoint[], start: Instant, end: Instant): readonly HourPoint[] {
  const known = new Map(rows.map((row) => [row.hour, row]));
  const hours: HourPoint[] = [];
  for (let hour = start; hour <= end; hour += HOUR) {
    const { total = 0, negative = 0, copies = 0, reach = 0 } = known.get(hour) ?? {};
    hours.push({ hour, total, negative, copies, reach });
  }
  return hours;
}

async function readRecent(
  db: Db,
  watchId: number,
  now: Instant,
): Promise<Pick<Series, 'lastHour' | 'lastSixHours'>> {
  const window = async (minutes: number): Promise<Recent> => {
    const answer = await sql<Omit<Recent, 'minutes'>>`
      select count(*) as total, coalesce(sum(sentiment < 0), 0) as negative, coalesce(sum(copy), 0) as copies,
        count(distinct ${AUTHOR}) as authors,
        count(distinct iif(sentiment < 0, ${AUTHOR}, null)) as "negativeAuthors"
      from mention
      where watch_id = ${watchId} and at > ${now - minutes * 60_000} and at <= ${now} and counted = 1`.execute(
      db,
    );
    const counts = answer.rows[0] ?? { total: 0, negative: 0, copies: 0, authors: 0, negativeAuthors: 0 };
    return { minutes, ...counts };
  };
  return { lastHour: await window(60), lastSixHours: await window(360) };
}

async function countAreas(db: Db, watchId: number, now: Instant): Promise<number> {
  const answer = await sql<{ areas: number }>`
    select count(distinct name) as areas from fact indexed by fact_area
    where watch_id = ${watchId} and at > ${now - 6 * HOUR} and at <= ${now}
      and name >= 'area.' and name < 'area/'`.execute(db);
  return answer.rows[0]?.areas ?? 0;
}

const RANKED_VOICES = VOICES.filter((voice) => voice !== 'ordinary').sort(
  (a, b) => AUTHORITY[b] - AUTHORITY[a],
);

async function readSources(
  db: Db,
  watchId: number,
  now: Instant,
): Promise<{ readonly rank: number | null; readonly voice: Voice | null }> {
  const answer = await sql<{ rank: number | null; voices: string }>`
    select
      (select min(value) from fact
        where watch_id = ${watchId} and name = 'hot' and at > ${now - DAY} and at <= ${now}) as rank,
      (select json_group_array(voice.value) from json_each(${JSON.stringify(RANKED_VOICES)}) voice
        where exists (select 1 from fact where watch_id = ${watchId} and name = 'source.' || voice.value
          and at > ${now - DAY} and at <= ${now})) as voices`.execute(db);
  const row = answer.rows[0];
  const heard = parseJson<Voice[]>(row?.voices ?? '[]');
  return { rank: row?.rank ?? null, voice: RANKED_VOICES.find((voice) => heard.includes(voice)) ?? null };
}

/** Copies step back: five times the same text would explain nothing. */
async function readExamples(db: Db, watchId: number, now: Instant): Promise<readonly number[]> {
  const answer = await sql<{ postId: number }>`
    with newest as materialized (
      select post_id, at, copy from mention
      where watch_id = ${watchId} and at > ${now - HOUR} and at <= ${now} and sentiment < 0 and counted = 1
      order by at desc limit ${sql.lit(CANDIDATES)})
    select n.post_id as "postId" from newest n join post p on p.id = n.post_id
    order by n.copy, p.copies
      + coalesce(p.metrics_json ->> 'likes', 0) + coalesce(p.metrics_json ->> 'comments', 0)
      + coalesce(p.metrics_json ->> 'reposts', 0) desc, n.at desc
    limit ${sql.lit(EXAMPLES)}`.execute(db);
  return answer.rows.map((row) => row.postId);
}
