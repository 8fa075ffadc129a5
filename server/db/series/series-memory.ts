import { sql } from 'kysely';
import type { Watch } from '../../core/mention/watch.ts';
import type { HourPoint, PlatformHours } from '../../core/series/series.ts';
import { HOUR, type Instant, MINUTE } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder, numbersIn } from '../engine/dialect.ts';

/** Hourly counts from some hour on: every hour, and each platform's, in step. */
export interface Hours {
  /** What of it is kept in a memory; see `Series.settled`. */
  readonly settled?: object;
  readonly from: Instant;
  readonly points: readonly HourPoint[];
  readonly platforms: readonly PlatformHours[];
}

/** A watch and the first hour that is wanted of it. */
export interface HoursWanted {
  readonly watch: Pick<Watch, 'id' | 'updatedAt'>;
  readonly from: Instant;
}

/**
 * Hours that have settled, kept between two looks at the same watch. What is known may be an hour old:
 * each watch is read anew at a minute of its own, so that no look has to read all of them. A changed watch, or a post
 * that came late into what is kept, is noticed at once (`forgetLate`); a corrected label within the hour.
 */
export interface SeriesMemory {
  recall(wanted: HoursWanted, now: Instant): Hours | null;
  keep(watch: HoursWanted['watch'], now: Instant, hours: Hours): void;
  /** To be called before each look. */
  forgetLate(db: Db, now: Instant): Promise<void>;
  /** @param watchId null: all of them */
  forget(watchId: number | null): void;
}

interface Kept {
  readonly hours: Hours;
  readonly updatedAt: Instant;
  readonly until: Instant;
}

/** More new posts than this since the last look, and nothing is looked up: all is read anew. */
const MOST_LATE = 2_000;
/** A batch that was being stored while somebody looked is looked for again. */
const OVERLAP = MINUTE;

export function createSeriesMemory(): SeriesMemory {
  const kept = new Map<number, Kept>();
  let lookedAt: Instant | null = null;
  return {
    recall({ watch, from }, now) {
      const known = kept.get(watch.id);
      if (!known) return null;
      const fits = known.updatedAt === watch.updatedAt && now < known.until && known.hours.from <= from;
      if (!fits) kept.delete(watch.id);
      return fits ? known.hours : null;
    },
    keep(watch, now, hours) {
      kept.set(watch.id, { hours, updatedAt: watch.updatedAt, until: nextTurn(watch.id, now) });
    },
    async forgetLate(db, now) {
      const since = lookedAt;
      lookedAt = now;
      // The clock was set back: what settled then has not settled now.
      if (since !== null && now < since) kept.clear();
      if (since === null || kept.size === 0) return;
      const late = await lateMentions(db, since - OVERLAP);
      if (late === null) kept.clear();
      else for (const { watchId, at } of late) if (at < endOf(kept.get(watchId))) kept.delete(watchId);
    },
    forget(watchId) {
      if (watchId === null) kept.clear();
      else kept.delete(watchId);
    },
  };
}

/** Its own minute of the hour. */
function nextTurn(watchId: number, now: Instant): Instant {
  const turn = (watchId % 60) * MINUTE;
  return Math.floor((now - turn) / HOUR + 1) * HOUR + turn;
}

function endOf(known: Kept | undefined): Instant {
  return known ? known.hours.from + known.hours.points.length * HOUR : 0;
}

/** The oldest mention, by watch, of the posts stored since; null when those are too many to look through. */
async function lateMentions(
  db: Db,
  since: Instant,
): Promise<readonly { readonly watchId: number; readonly at: Instant }[] | null> {
  const fresh = await sql<{ id: number }>`
    select id from post where stored_at >= ${since} limit ${sql.lit(MOST_LATE + 1)}`.execute(db);
  if (fresh.rows.length > MOST_LATE) return null;
  if (fresh.rows.length === 0) return [];
  const ids = fresh.rows.map(({ id }) => id);
  const answer = await sql<{ watchId: number; at: number }>`
    select m.watch_id as "watchId", min(m.at) as at
    from ${numbersIn(db, ids, 'p')} ${joinInOrder(db)} mention m on m.post_id = p.value
    group by m.watch_id`.execute(db);
  return answer.rows;
}
