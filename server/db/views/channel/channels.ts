import { sql } from 'kysely';
import type { Notifier } from '../../../core/message/notifier.ts';
import { markOf } from '../../../core/optimistic-lock.ts';
import type { ChannelRow } from '../../../core/screens/settings.ts';
import { hideSecrets } from '../../../core/settings/hidden-settings.ts';
import { type Channel, listChannels, readTests } from '../../channel/channels.ts';
import { DEVICE, endOf } from '../../channel/devices.ts';
import { countOwed } from '../../channel/held-deliveries.ts';
import type { Db } from '../../database.ts';

type Fields = Pick<Notifier, 'settings'> | undefined;

/** Of a channel as a page shows it: a secret that somebody else replaced stays when it is not typed again. */
export function markOfChannel({ id: _, createdAt: __, ...channel }: Channel, kind: Fields): string {
  return markOf({ ...channel, settings: hideSecrets(channel.settings, kind?.settings) });
}

interface LastDelivery {
  readonly channelId: number;
  readonly at: number;
  readonly status: string;
  readonly reason: string | null;
}

/** What a form shows: why a device ended is no setting of it. */
function formSettings({ kind, settings }: Pick<Channel, 'kind' | 'settings'>): Channel['settings'] {
  if (kind !== DEVICE) return settings;
  const { ended: _, ...rest } = settings;
  return rest;
}

/** The channels page. Settings that the notifier calls secret never leave the server. */
export async function readChannelRows(
  db: Db,
  notifiers: ReadonlyMap<string, Pick<Notifier, 'settings'>>,
): Promise<readonly ChannelRow[]> {
  const answer = await sql<LastDelivery>`
    select channel_id as "channelId", coalesce(sent_at, created_at) as at, status, reason
    from delivery where id in (select max(id) from delivery where status <> 'held' group by channel_id)`.execute(
    db,
  );
  const last = new Map(answer.rows.map(({ channelId, ...delivery }) => [channelId, delivery]));
  const held = Map.groupBy(await countOwed(db), ({ channelId }) => channelId);
  const tests = await readTests(db);
  return (await listChannels(db)).map(({ createdAt, ...channel }) => ({
    ...channel,
    mark: markOfChannel({ ...channel, createdAt }, notifiers.get(channel.kind)),
    held: (held.get(channel.id) ?? []).map(({ reason, count }) => ({ reason, count })),
    ended: endOf(channel),
    settings: hideSecrets(formSettings(channel), notifiers.get(channel.kind)?.settings),
    lastDelivery: last.get(channel.id) ?? null,
    lastTest: tests.get(channel.id) ?? null,
  }));
}
