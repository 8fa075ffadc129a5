import { type Channel, type ChannelInput, createChannel } from '../../server/db/channel/channels.ts';
import { createPerson, type PersonInput } from '../../server/db/channel/people.ts';
import type { Db } from '../../server/db/database.ts';
import { NOW } from './make.ts';

/** An input for a channel that rings for every alert. */
export function channelInput(parts: Partial<ChannelInput> = {}): ChannelInput {
  return { kind: 'webhook', name: '值班', settings: {}, minLevel: 'IV', active: true, ...parts };
}

export function makeChannel(db: Db, parts: Partial<ChannelInput> = {}, now = NOW): Promise<Channel> {
  return createChannel(db, channelInput(parts), now);
}

/** Somebody who may be on duty. @returns their number */
export function makePerson(db: Db, parts: Partial<PersonInput> = {}, now = NOW): Promise<number> {
  const person = { name: '李静', title: '', zone: 'Asia/Shanghai', hours: null, channelIds: [], ...parts };
  return db.transaction().execute((tx) => createPerson(tx, person, now));
}
