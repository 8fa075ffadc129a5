import { FOLLOWED, type Followed } from '../../core/alert/change-kinds.ts';
import type { Notifier } from '../../core/message/notifier.ts';
import type { Instant } from '../../core/time.ts';
import {
  type AlertChangeRecord,
  listFollowed,
  listFollowedOf,
  newestChange,
} from '../../db/alert/alert-changes.ts';
import { getAlert } from '../../db/alert/alerts.ts';
import { getChannel } from '../../db/channel/channels.ts';
import { type Delivery, enqueueDeliveries, toldThrough } from '../../db/channel/deliveries.ts';
import type { Db, Tx } from '../../db/database.ts';
import { getSetting, setSetting } from '../../db/installation/settings.ts';

export interface FollowUpDeps {
  readonly db: Db;
  readonly notifiers: ReadonlyMap<string, Pick<Notifier, 'name' | 'follows'>>;
  now(): Instant;
}

/** The change up to which everything was followed up. */
const SEEN = 'deliver.followed-up';

/**
 * Sends programs what people did about alerts that they heard of, or are about to, through the same channels: one that
 * heard nothing, or is switched off, gets nothing. Each change once; what was done before this was ever looked at is
 * left alone.
 * @returns how many messages wait now
 */
export async function followUp(deps: FollowUpDeps): Promise<number> {
  const newest = await newestChange(deps.db);
  if (newest === Number(await getSetting(deps.db, SEEN))) return 0;
  return deps.db.transaction().execute(async (tx) => {
    const seen = await getSetting(tx, SEEN);
    const changes = seen === null ? [] : await listFollowed(tx, Number(seen), newest, FOLLOWED);
    let waiting = 0;
    for (const change of changes) waiting += await enqueueFollowUps(tx, deps, change);
    await setSetting(tx, SEEN, String(newest));
    return waiting;
  });
}

/**
 * A message that came late, or instead of another: what people did about the alert since goes through the same channel.
 * What was sent already, or is queued, stays as it is.
 */
export async function catchUp(
  tx: Tx,
  { notifiers, now }: FollowUpDeps,
  { alertId, changeId, channelId }: Pick<Delivery, 'alertId' | 'changeId' | 'channelId'>,
): Promise<void> {
  const channel = await getChannel(tx, channelId);
  const { follows = [] } = notifiers.get(channel?.kind ?? '') ?? {};
  if (follows.length === 0) return;
  const isOpen = (await getAlert(tx, alertId))?.closedAt === null;
  const changes = await listFollowedOf(tx, alertId, changeId, follows);
  const rows = changes
    .filter(({ kind }) => kind !== 'merged' || !isOpen)
    .map(({ id }) => ({ alertId, changeId: id, channelId, held: null }));
  await enqueueDeliveries(tx, rows, now());
}

async function enqueueFollowUps(
  tx: Tx,
  { notifiers, now }: FollowUpDeps,
  change: AlertChangeRecord,
): Promise<number> {
  const { alertId, id: changeId } = change;
  const kind = change.kind as Followed;
  // Of two that became one, the one that goes on has such a line, too.
  if (kind === 'merged' && (await getAlert(tx, alertId))?.closedAt === null) return 0;
  const kinds = [...notifiers.values()].filter(({ follows }) => follows?.includes(kind));
  const channels = await toldThrough(
    tx,
    alertId,
    kinds.map(({ name }) => name),
  );
  const rows = channels.map((channelId) => ({ alertId, changeId, channelId, held: null }));
  await enqueueDeliveries(tx, rows, now());
  return rows.length;
}
