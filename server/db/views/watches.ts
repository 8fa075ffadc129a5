import { countHeld } from '../../core/finding/held-counts.ts';
import type { WatchRow } from '../../core/screens/settings.ts';
import { DAY, type Instant, startOfHour } from '../../core/time.ts';
import { listOpenAlerts } from '../alert/alerts.ts';
import { listSituations } from '../alert/situations.ts';
import type { Db } from '../database.ts';
import { readHours } from '../series/buckets.ts';
import { listWatches, markOfWatch } from '../watch/watches.ts';

/** The watches page: each watch with its last day and how it stands. */
export async function readWatchRows(db: Db, now: Instant): Promise<readonly WatchRow[]> {
  const levels = new Map((await listOpenAlerts(db)).map((alert) => [alert.watchId, alert.level]));
  const situations = new Map((await listSituations(db)).map((each) => [each.watchId, each]));
  const rows: WatchRow[] = [];
  for (const watch of await listWatches(db)) {
    const { createdAt: _, updatedAt: __, ...shown } = watch;
    const hours = await readHours(db, [watch.id], startOfHour(now - DAY), now);
    rows.push({
      ...shown,
      mark: markOfWatch(watch),
      mentions24h: hours.reduce((sum, hour) => sum + hour.total, 0),
      level: levels.get(watch.id) ?? null,
      riskIndex: situations.get(watch.id)?.risk.index ?? null,
      held: countHeld(situations.get(watch.id)?.held ?? []),
    });
  }
  return rows;
}
