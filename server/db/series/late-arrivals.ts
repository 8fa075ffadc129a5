import { sql } from 'kysely';
import { SEVERE, SEVERITY_WEIGHT } from '../../core/risk/severity-weight.ts';
import { isArchive, LATE_BY, LATE_WITHIN, type LateArrivals, type LateHour } from '../../core/series/late.ts';
import { CHINA_OFFSET, DAY, HOUR, type Instant, MINUTE } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder, textsIn } from '../engine/dialect.ts';

/** Newest posts that are looked through: an archive of millions is known for one by fewer. */
const MAX_POSTS_SCANNED = 20_000;
/** So long what comes late is gathered before it is judged: an archive may begin with its newest rows. */
const GATHERED = 5 * MINUTE;
/** Whoever has just been started knows nothing of what came before; what came while nothing ran has yet to come. */
const BEFORE_START = HOUR;

const GRAVE = Object.entries(SEVERITY_WEIGHT)
  .filter(([, weight]) => weight >= SEVERE)
  .map(([category]) => `sev.${category}`);

/** What comes late, gathered by watch from look to look. */
export interface LateGathering {
  /** To be called before each look. */
  notice(db: Db, now: Instant): Promise<void>;
  /** What of these watches has been gathered for long enough, once; archives are left out. */
  take(watchIds: readonly number[], now: Instant): ReadonlyMap<number, LateArrivals>;
}

interface Gathered extends LateArrivals {
  readonly since: Instant;
}

export function createLateGathering(): LateGathering {
  const gathered = new Map<number, Gathered>();
  let lookedAt: Instant | null = null;
  return {
    async notice(db, now) {
      const since = lookedAt ?? now - BEFORE_START;
      lookedAt = now;
      for (const [watchId, fresh] of await readLate(db, since, now)) {
        const known = gathered.get(watchId);
        gathered.set(watchId, { ...together(known, fresh), since: known?.since ?? now });
      }
    },
    take(watchIds, now) {
      const taken = new Map<number, LateArrivals>();
      for (const id of watchIds) {
        const known = gathered.get(id);
        if (known === undefined || (now >= known.since && now - known.since < GATHERED)) continue;
        gathered.delete(id);
        if (!isArchive(known)) taken.set(id, known);
      }
      return taken;
    },
  };
}

function together(known: LateArrivals | undefined, fresh: LateArrivals): LateArrivals {
  if (known === undefined) return fresh;
  const hours = new Map(known.hours);
  for (const [hour, { negative, grave }] of fresh.hours) {
    const before: LateHour = hours.get(hour) ?? { negative: 0, grave: false };
    hours.set(hour, { negative: before.negative + negative, grave: before.grave || grave });
  }
  return { hours, late: known.late + fresh.late, older: known.older + fresh.older };
}

interface LateRow {
  readonly watchId: number;
  /** Null: before what is looked back for. */
  readonly hour: Instant | null;
  readonly total: number | string;
  readonly negative: number | string;
  readonly grave: number;
}

/**
 * What was stored since, long after it was published. A date without a time of day says nothing of an hour: a grave claim
 * of it is looked for as of the end of that day, which is when the day's claims are all there, and nothing is counted.
 */
async function readLate(db: Db, since: Instant, now: Instant): Promise<ReadonlyMap<number, LateArrivals>> {
  const reach = Math.floor((now - LATE_WITHIN) / HOUR) * HOUR;
  const dated = sql`p.precision = 'day'`;
  // The last hour of its day.
  const offset = sql.lit(CHINA_OFFSET);
  const day = sql.lit(DAY);
  const ofDay = sql`((m.at + ${offset}) / ${day} * ${day} - ${offset} + ${sql.lit(DAY - HOUR)})`;
  const hour = sql`case when ${dated} then ${ofDay} else m.at / ${sql.lit(HOUR)} * ${sql.lit(HOUR)} end`;
  const unseen = sql`${hour} >= ${reach} and m.at <= ${now - DAY} and exists (
    select 1 from fact f where f.watch_id = m.watch_id and f.at = m.at and f.post_id = m.post_id
      and f.name in (select value from ${textsIn(db, GRAVE, 'n')}))`;
  const answer = await sql<LateRow>`
    select m.watch_id as "watchId",
      case when ${hour} >= ${reach} then ${hour} end as hour,
      count(*) as total, count(*) filter (where m.sentiment < 0 and not (${dated})) as negative,
      max(case when ${unseen} then 1 else 0 end) as grave
    from (select id, precision from post
      where stored_at >= ${since} and at <= stored_at - ${sql.lit(LATE_BY)} and precision in ('second', 'minute', 'day')
      order by stored_at desc limit ${sql.lit(MAX_POSTS_SCANNED)}) p
    ${joinInOrder(db)} mention m on m.post_id = p.id
    where m.counted = 1 group by 1, 2`.execute(db);
  const found = new Map<number, LateArrivals>();
  for (const { watchId, hour, total, negative, grave } of answer.rows) {
    const count = Number(total);
    const one: LateArrivals =
      hour === null
        ? { hours: new Map(), late: 0, older: count }
        : {
            hours: new Map([[hour, { negative: Number(negative), grave: grave === 1 }]]),
            late: count,
            older: 0,
          };
    found.set(watchId, together(found.get(watchId), one));
  }
  return found;
}
