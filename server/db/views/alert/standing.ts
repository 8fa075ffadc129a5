import type { Alert } from '../../../core/alert/alert.ts';
import { type Standing, worstOf } from '../../../core/message/standing-words.ts';
import type { Instant } from '../../../core/time.ts';
import { readPeaks } from '../../alert/peaks.ts';
import type { Db } from '../../database.ts';
import { readWindows } from '../../series/series-windows.ts';

interface When {
  readonly at: Instant;
  /** What it holds is the news. */
  readonly isNews?: boolean;
}

/**
 * How some alerts went until then, by their number: when each was at its worst, and where that is over, what is said
 * now.
 */
export async function readStandings(
  db: Db,
  alerts: readonly Alert[],
  { at, isNews = false }: When,
): Promise<ReadonlyMap<number, Standing>> {
  const peaks = await readPeaks(
    db,
    alerts.map(({ id }) => id),
    at + 1,
  );
  const standingOf = ({ id }: Alert): Standing => ({ at, isNews, peak: peaks.get(id), lately: null });
  const past = alerts.filter(
    (alert) => alert.closedAt === null && worstOf(alert, standingOf(alert)) !== null,
  );
  const windows =
    past.length === 0 ? null : await readWindows(db, [...new Set(past.map(({ watchId }) => watchId))], at);
  const latelyOf = ({ watchId }: Alert) => {
    const { total = 0, negative = 0 } = windows?.get(watchId)?.lastHour ?? {};
    return { total, negative };
  };
  return new Map(
    alerts.map((alert) => [
      alert.id,
      past.includes(alert) ? { ...standingOf(alert), lately: latelyOf(alert) } : standingOf(alert),
    ]),
  );
}

/** The same of one. */
export async function readStanding(db: Db, alert: Alert, when: When): Promise<Standing> {
  const standing = (await readStandings(db, [alert], when)).get(alert.id);
  return standing ?? { at: when.at, peak: undefined, lately: null };
}
