import { sql } from 'kysely';
import type { Notifier } from '../../core/notifier.ts';
import type { ChannelRow } from '../../core/screens-settings.ts';
import type { Params } from '../../core/source.ts';
import { listChannels } from '../channels.ts';
import type { Db } from '../database.ts';

/** What stands where a secret is. Sent back unchanged, it means: leave the secret as it is. */
export const HIDDEN = '•••';

interface LastDelivery {
  readonly channelId: number;
  readonly at: number;
  readonly status: string;
  readonly reason: string | null;
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
  return (await listChannels(db)).map(({ createdAt: _, ...channel }) => ({
    ...channel,
    settings: hideSecrets(channel.settings, notifiers.get(channel.kind)),
    lastDelivery: last.get(channel.id) ?? null,
  }));
}

/** A kind that is no longer known might keep a secret anywhere: then everything is one. */
function hideSecrets(settings: Params, notifier: Pick<Notifier, 'settings'> | undefined): Params {
  const open = new Set(
    notifier?.settings.filter((field) => field.kind !== 'secret').map((field) => field.name),
  );
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, open.has(name) || value === '' ? value : HIDDEN]),
  );
}

/** Settings as a form sends them back, with the secrets that were only shown as hidden. */
export function keepSecrets(sent: Params, stored: Params): Params {
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name, value === HIDDEN ? (stored[name] ?? '') : value]),
  );
}
