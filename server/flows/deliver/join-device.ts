import { nameKey } from '../../core/access/account-name.ts';
import type { Person } from '../../core/alert/duty.ts';
import { AppError } from '../../core/errors.ts';
import type { Level } from '../../core/risk/grade.ts';
import type { Instant } from '../../core/time.ts';
import { createChannel, listChannels, updateChannel } from '../../db/channel/channels.ts';
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
const KIND = 'web-push';

/** Made once and kept: devices trust no other. Of two processes that make one the first one's is kept. */
export async function pushKeys(db: Db): Promise<PushKeys> {
  const kept = await getSetting(db, KEYS);
  if (kept !== null) return JSON.parse(kept);
  const { generateVAPIDKeys } = (await import('web-push')).default;
  return JSON.parse(await keepFirstSetting(db, KEYS, JSON.stringify(generateVAPIDKeys())));
}

/** What a device tells of itself, and for whom it is. */
export interface DeviceInput {
  readonly name: string;
  readonly minLevel: Level;
  /** Whose device it is; null: everybody's. */
  readonly personId: number | null;
  /** Who asks and may name nobody but themselves: people are known by the names of their accounts. Null: may name anybody. */
  readonly onlyFor: string | null;
  readonly subscription: {
    readonly endpoint: string;
    readonly keys: { readonly p256dh: string; readonly auth: string };
  };
  /** Whom a push service may turn to: an https or mailto address. */
  readonly contact: string;
}

const channelOf = async (db: Db, endpoint: string) =>
  (await listChannels(db)).find((each) => each.kind === KIND && each.settings.endpoint === endpoint);

/** Whether the device that push services know under this address is told of anything: it is a channel in use. */
export async function isDeviceTold(db: Db, endpoint: string): Promise<boolean> {
  return (await channelOf(db, endpoint))?.active ?? false;
}

/**
 * Makes a device a channel, the last of its owner's: what they have set up to be told by stays first. One that is known
 * under its address stays the same channel, with what it says now.
 * @returns the channel's id
 * @throws AppError('not_found') for a person that does not exist, AppError('forbidden_role') for one who is somebody else
 */
export async function joinDevice(
  { db, now }: { readonly db: Db; readonly now: () => Instant },
  input: DeviceInput,
): Promise<number> {
  const keys = await inPassing(() => pushKeys(db));
  return db.transaction().execute(async (tx) => {
    const { name, minLevel, personId, contact } = input;
    const { endpoint, keys: theirs } = input.subscription;
    const settings = { endpoint, ...theirs, ...keys, contact };
    const channel = { kind: KIND, name, settings, minLevel, active: true };
    const known = await channelOf(tx, endpoint);
    if (known !== undefined) await updateChannel(tx, known.id, { ...known, ...channel });
    const id = known?.id ?? (await createChannel(tx, channel, now())).id;
    if (personId !== null) await giveChannel(tx, await ownerOf(tx, personId, input.onlyFor), id);
    return id;
  });
}

async function ownerOf(tx: Tx, personId: number, onlyFor: string | null): Promise<Person> {
  const person = (await listPeople(tx)).find((each) => each.id === personId);
  if (person === undefined) throw new AppError('not_found', `there is no person ${personId}`);
  if (onlyFor === null || nameKey(person.name) === nameKey(onlyFor)) return person;
  throw new AppError('forbidden_role', `entering a device of ${person.name} takes the role admin`, {
    need: 'admin',
  });
}
