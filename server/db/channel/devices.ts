import { nameKey } from '../../core/access/account-name.ts';
import type { DeviceEnd } from '../../core/screens/settings.ts';
import type { Db, Tx } from '../database.ts';
import { type Channel, getChannel, updateChannel } from './channels.ts';

/** The kind of channels that are devices of somebody's. */
export const DEVICE = 'web-push';

/** @param accountId whose device it is from now on; null: nobody's with an account */
export async function ownDevice(tx: Tx, channelId: number, accountId: number | null): Promise<void> {
  await tx.updateTable('channel').set({ account_id: accountId }).where('id', '=', channelId).execute();
}

/**
 * A device is no longer notified, and its channel keeps why until the device or an administrator sets it up again.
 * @returns the channel; null: it was switched off already, or is no device
 */
export async function endDevice(tx: Tx, channelId: number, why: DeviceEnd): Promise<Channel | null> {
  const off = await tx
    .updateTable('channel')
    .set({ active: 0 })
    .where('id', '=', channelId)
    .where('kind', '=', DEVICE)
    .where('active', '=', 1)
    .executeTakeFirst();
  const channel = off.numUpdatedRows === 0n ? null : await getChannel(tx, channelId);
  return (
    channel && updateChannel(tx, channelId, { ...channel, settings: { ...channel.settings, ended: why } })
  );
}

/** Why a device is switched off of itself; null: it is not. */
export function endOf({
  kind,
  active,
  settings,
}: Pick<Channel, 'kind' | 'active' | 'settings'>): DeviceEnd | null {
  const { ended } = settings;
  return kind === DEVICE && !active && (ended === 'gone' || ended === 'left') ? ended : null;
}

/** Devices that an account entered; of those entered before that was noted, the ones of the person of its name. */
async function devicesOf(db: Db, account: { readonly id: number; readonly name: string }) {
  const rows = await db
    .selectFrom('channel as c')
    .leftJoin('person_channel as pc', 'pc.channel_id', 'c.id')
    .leftJoin('person as p', 'p.id', 'pc.person_id')
    .select(['c.id', 'c.account_id', 'p.name as owner'])
    .where('c.kind', '=', DEVICE)
    .where('c.active', '=', 1)
    .execute();
  const key = nameKey(account.name);
  const isTheirs = (row: (typeof rows)[number]) =>
    row.account_id === null
      ? row.owner !== null && nameKey(row.owner) === key
      : row.account_id === account.id;
  return rows.filter(isTheirs).map(({ id }) => id);
}

/** The devices of an account are no longer notified. @returns how many were */
export async function pauseDevicesOf(
  tx: Tx,
  account: { readonly id: number; readonly name: string },
): Promise<number> {
  const ids = await devicesOf(tx, account);
  if (ids.length > 0) await tx.updateTable('channel').set({ active: 0 }).where('id', 'in', ids).execute();
  return ids.length;
}

/** Its number may be another's one day. */
export async function forgetDeviceOwner(tx: Tx, accountId: number): Promise<void> {
  await tx.updateTable('channel').set({ account_id: null }).where('account_id', '=', accountId).execute();
}
