import { NO_RINGS } from '../../core/alert/change-kinds.ts';
import { DEFAULT_GROUPING, type Grouping } from '../../core/alert/grouping.ts';
import { demandSeen, markOf } from '../../core/optimistic-lock.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import { getSetting, setSetting } from '../installation/settings.ts';

const GROUPING = 'grouping';

/** How messages are put together where no route says otherwise. */
export async function readGrouping(db: Db): Promise<Grouping> {
  const stored = await getSetting(db, GROUPING);
  return stored === null ? DEFAULT_GROUPING : parseJson<Grouping>(stored);
}

/** @throws AppError('overtaken') where it is no longer what the writer has seen */
export function saveGrouping(db: Db, grouping: Grouping, seen?: string): Promise<void> {
  return db.transaction().execute(async (tx) => {
    demandSeen(markOf(await readGrouping(tx)), seen);
    await setSetting(tx, GROUPING, JSON.stringify(grouping));
  });
}

/** When each channel is sent what waits of an alert's group; absent: nothing waits there. */
export async function readGroupHolds(db: Db, alertId: number): Promise<ReadonlyMap<number, Instant>> {
  const rows = await db
    .selectFrom('delivery')
    .select(['channel_id as channelId'])
    .select((select) => select.fn.min('due_at').as('until'))
    .where('alert_id', '=', alertId)
    .where('owed', '=', 1)
    .where('due_at', 'is not', null)
    // What waits for the end of a pause has no group, and keeps nothing graver waiting.
    .where('reason', '<>', 'cooldown')
    .groupBy('channel_id')
    .execute();
  return new Map(
    rows.flatMap(({ channelId, until }) => (until === null ? [] : [[channelId, until] as const])),
  );
}

/** Whether something that waited for its group is to be sent now. */
export async function hasGroupDue(db: Db, now: Instant): Promise<boolean> {
  const due = await db
    .selectFrom('delivery')
    .select('id')
    .where('owed', '=', 1)
    .where('due_at', '<=', now)
    .limit(1)
    .execute();
  return due.length > 0;
}

/** Whether anything was said of a watch after a moment: 1 or 0, all that is asked for. */
export async function saidAfter(db: Db, watchId: number, after: Instant): Promise<number> {
  const said = await db
    .selectFrom('mention')
    .select('post_id')
    .where('watch_id', '=', watchId)
    .where('at', '>', after)
    .where('counted', '=', 1)
    .limit(1)
    .execute();
  return said.length;
}

/** When an alert was last sent through any channel, or is about to be; null: never. See `NO_RINGS`. */
export async function lastToldAt(db: Db, alertId: number): Promise<Instant | null> {
  const row = await db
    .selectFrom('delivery')
    .innerJoin('alert_change', 'alert_change.id', 'delivery.change_id')
    .select((select) => select.fn.max('created_at').as('at'))
    .where('delivery.alert_id', '=', alertId)
    .where('status', '<>', 'held')
    .where('kind', 'not in', NO_RINGS)
    .executeTakeFirst();
  return row?.at ?? null;
}
