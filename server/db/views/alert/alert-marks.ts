import { RISE_KINDS } from '../../../core/alert/change-kinds.ts';
import type { Level } from '../../../core/risk/grade.ts';
import { DAY, type Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';

/** An alert that opened or rose, beside a chart. */
export interface AlertMark {
  readonly at: Instant;
  readonly level: Level;
  readonly alertId: number;
}

/** No alert is open for longer. */
const MAX_OPEN_MS = 365 * DAY;

/** When alerts of these watches opened and rose, those long closed included. */
export async function readAlertMarks(
  db: Db,
  watchIds: readonly number[],
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<readonly AlertMark[]> {
  if (watchIds.length === 0) return [];
  const rows = await db
    .selectFrom('alert')
    .innerJoin('alert_change', 'alert_change.alert_id', 'alert.id')
    .select(['alert_change.at', 'alert_change.to_level as level', 'alert.id as alertId'])
    .where('alert.watch_id', 'in', watchIds)
    .where('alert.opened_at', '<', to)
    .where('alert.opened_at', '>', from - MAX_OPEN_MS)
    .where('alert_change.at', '>=', from)
    .where('alert_change.at', '<', to)
    .where('alert_change.kind', 'in', RISE_KINDS)
    .orderBy('alert_change.at')
    .execute();
  return rows;
}
