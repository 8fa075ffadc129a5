import { nameKey } from '../../core/access/account-name.ts';
import type { Person } from '../../core/alert/duty.ts';
import { AppError, notFound } from '../../core/errors.ts';
import type { Level } from '../../core/risk/grade.ts';
import type { Instant } from '../../core/time.ts';
import { findAccount } from '../../db/access/accounts.ts';
import { type Channel, createChannel, listChannels, updateChannel } from '../../db/channel/channels.ts';
import { DEVICE, endDevice, endOf, ownDevice } from '../../db/channel/devices.ts';
import { giveChannel, listPeople } from '../../db/channel/people.ts';
import type { Db, Tx } from '../../db/database.ts';
import { inPassing } from '../../db/engine/signature.ts';
import { getSetting, keepFirstSetting } from '../../db/installation/settings.ts';

/** The key pair under which this installation wakes devices (VAPID, RFC 8292), in base64url. */
export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const KEYS = 'push-keys';

/** Made once and kept: devices trust no other. Of two processes that make one the first one's is kept. */
export async function pushKeys(db: Db): Promise<PushKeys> {
  const kept = await getSetting(db, KEYS);
  if (kept !== null) return JSON.parse(kept);
  const { generateVAPIDKeys } = (await import('web-push')).default;
  return JSON.parse(await keepFirstSetting(db, KEYS, JSON.stringify(generateVAPIDKeys())));
}

/** What a device says of itself, and for whom it is. */
export interface DeviceInput {
  readonly name: string;
  readonly minLevel: Level;
  /** Whose device it is; null: everybody's. */
  readonly personId: number | null;
  /**
   * Who asks and may name nobody but themselves: people are known by the names of their accounts. Null: may name
   * anybody.
   */
  readonly onlyFor: string | null;
  /** The account that asks; null: there are none. */
  readonly accountId: number | null;
  readonly subscription: {
    readonly endpoint: string;
    readonly keys: { readonly p256dh: string; readonly auth: string };
  };
  /** Whom a push service may turn to: an https or mailto address. */
  readonly contact: string;
}

const channelOf = async (db: Db, endpoint: string) =>
  (await listChannels(db)).find((each) => each.kind === DEVICE && each.settings.endpoint === endpoint);

/** Whether the device that push services know under this address is notified: it is a channel in use. */
export async function isDeviceTold(db: Db, endpoint: string): Promise<boolean> {
  return (await channelOf(db, endpoint))?.active ?? false;
}

/**
 * Makes a device a channel, the last of its owner's: the channels they set up before stay first. One that is known
 * under its address stays the same channel, with what it says now; an administrator may have changed whether and of
 * what it is notified, and then only an administrator changes it back.
 * @returns the channel's id, and whether it is notified
 * @throws AppError('not_found') for a person that does not exist, AppError('forbidden_role') for one who is somebody
 *   else
 */
export async function joinDevice(
  { db, now }: { readonly db: Db; readonly now: () => Instant },
  input: DeviceInput,
): Promise<{ readonly channelId: number; readonly active: boolean }> {
  const keys = await inPassing(() => pushKeys(db));
  return db.transaction().execute(async (tx) => {
    const { name, minLevel, personId, onlyFor, contact } = input;
    const { endpoint, keys: theirs } = input.subscription;
    const settings = { endpoint, ...theirs, ...keys, contact };
    const wanted = { kind: DEVICE, name, settings, minLevel, active: true };
    const known = await channelOf(tx, endpoint);
    const kept = onlyFor === null || known === undefined ? {} : pick(known);
    const channel = { ...wanted, ...kept };
    if (known !== undefined) await updateChannel(tx, known.id, { ...known, ...channel });
    const id = known?.id ?? (await createChannel(tx, channel, now())).id;
    const owner = personId === null ? null : await ownerOf(tx, personId, onlyFor);
    if (owner !== null) await giveChannel(tx, owner, id);
    const account = owner && (await findAccount(tx, { key: nameKey(owner.name) }));
    await ownDevice(tx, id, account?.id ?? input.accountId);
    return { channelId: id, active: channel.active };
  });
}

/** One that ended of itself was switched off by no administrator. */
const pick = (known: Channel) => ({
  active: known.active || endOf(known) !== null,
  minLevel: known.minLevel,
});

/**
 * Stops notifying the device that push services know under this address, as its user asked. Does nothing where there is
 * none.
 */
export function leaveWithDevice(db: Db, endpoint: string): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const channel = await channelOf(tx, endpoint);
    if (channel !== undefined) await endDevice(tx, channel.id, 'left');
  });
}

async function ownerOf(tx: Tx, personId: number, onlyFor: string | null): Promise<Person> {
  const person = (await listPeople(tx)).find((each) => each.id === personId);
  if (person === undefined) throw notFound('person', personId);
  if (onlyFor === null || nameKey(person.name) === nameKey(onlyFor)) return person;
  throw new AppError('forbidden_role', `entering a device of ${person.name} takes the role admin`, {
    need: 'admin',
  });
}
