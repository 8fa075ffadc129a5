import type { Watch } from '../../core/mention/watch.ts';
import type { HourPoint, PlatformHours } from '../../core/series/series.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { type FreshMentions, readFreshMentions } from './fresh-mentions.ts';
import { createLateGathering, type LateGathering } from './late-arrivals.ts';

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
 * Hours that have settled, kept between two looks at the same watch. What is known may be an hour old: each watch is
 * read again at a minute of its own, so that no look has to read all of them. A changed watch, or a post that came late
 * into what is kept, is noticed at once (`noticeFresh`); a corrected label within the hour.
 */
export interface SeriesMemory {
  recall(wanted: HoursWanted, now: Instant): Hours | null;
  keep(watch: HoursWanted['watch'], now: Instant, hours: Hours): void;
  /**
   * To be called before each look: looks through what came since the last one.
   * @returns the watches whose past is being brought in, by an import, a back-fill or the first page of a feed:
   * what is usual there is not known before all of it has come
   */
  noticeFresh(db: Db, now: Instant): Promise<ReadonlySet<number>>;
  /** What was noticed to come late into these watches, once; see `LateGathering`. */
  readonly takeLate: LateGathering['take'];
  /** @param watchId null: all of them */
  forget(watchId: number | null): void;
}

interface Kept {
  readonly hours: Hours;
  readonly updatedAt: Instant;
  readonly until: Instant;
}

/** A batch that was being stored while somebody looked is looked for again. */
const OVERLAP = MINUTE;
/** Who brings a past in stores some of it every few seconds. */
const PAUSE = 10 * SECOND;
/** So many old posts at once, and such a part of all that came, are a past that is brought in. */
const PAST = { least: 20, share: 1 / 3 } as const;

export function createSeriesMemory(): SeriesMemory {
  const kept = new Map<number, Kept>();
  const late = createLateGathering();
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
    async noticeFresh(db, now) {
      const since = lookedAt ?? now;
      lookedAt = now;
      await late.notice(db, now);
      // The clock was set back: what settled then has not settled now.
      if (now < since) kept.clear();
      const justNow = Math.min(since, now - PAUSE);
      const { watches, whole } = await readFreshMentions(db, { since: since - OVERLAP, justNow, now });
      if (!whole) kept.clear();
      for (const { watchId, oldest } of watches) if (oldest < endOf(kept.get(watchId))) kept.delete(watchId);
      return new Set(watches.filter(isPast).map(({ watchId }) => watchId));
    },
    takeLate: late.take,
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

function isPast({ count, old }: FreshMentions): boolean {
  return old >= PAST.least && old >= count * PAST.share;
}
