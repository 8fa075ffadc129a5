import type { Selectable } from 'kysely';
import type { Person } from '../../core/alert/duty.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { PersonTable } from '../schema/people.ts';

export type PersonInput = Omit<Person, 'id'>;

/** Everybody, in the order in which they were entered. */
export async function listPeople(db: Db): Promise<readonly Person[]> {
  const rows = await db.selectFrom('person').selectAll().orderBy('id').execute();
  const owned = await db.selectFrom('person_channel').selectAll().orderBy('position').execute();
  return rows.map((row) =>
    toPerson(
      row,
      owned.filter((each) => each.person_id === row.id).map((each) => each.channel_id),
    ),
  );
}

function toPerson(row: Selectable<PersonTable>, channelIds: readonly number[]): Person {
  const { id, name, title, zone } = row;
  const hours = row.hours_json === null ? null : parseJson<Person['hours']>(row.hours_json);
  return { id, name, title, zone, hours, channelIds };
}

function columns({ name, title, zone, hours }: PersonInput) {
  return { name, title, zone, hours_json: hours === null ? null : JSON.stringify(hours) };
}

/** A channel that was somebody else's becomes this person's. @returns the id */
export async function createPerson(tx: Tx, input: PersonInput, at: Instant): Promise<number> {
  const values = { ...columns(input), created_at: at };
  const { id } = await tx.insertInto('person').values(values).returning('id').executeTakeFirstOrThrow();
  await giveChannels(tx, id, input.channelIds);
  return id;
}

/** False when there is no such person. */
export async function updatePerson(tx: Tx, id: number, input: PersonInput): Promise<boolean> {
  const done = await tx.updateTable('person').set(columns(input)).where('id', '=', id).executeTakeFirst();
  if (done.numUpdatedRows !== 1n) return false;
  await giveChannels(tx, id, input.channelIds);
  return true;
}

/** What belongs to nobody would ring for everybody's alerts. @returns the channels that were in use */
export async function switchOffChannelsOf(tx: Tx, personId: number): Promise<readonly number[]> {
  const rows = await tx
    .updateTable('channel')
    .set({ active: 0 })
    .where('active', '=', 1)
    .where('id', 'in', (theirs) =>
      theirs.selectFrom('person_channel').select('channel_id').where('person_id', '=', personId),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Takes a person out of everything but the chains. False when there is no such person. */
export async function deletePerson(tx: Tx, id: number): Promise<boolean> {
  await tx.deleteFrom('person_channel').where('person_id', '=', id).execute();
  await tx.deleteFrom('duty_swap').where('person_id', '=', id).execute();
  await tx.deleteFrom('brief').where('person_id', '=', id).execute();
  await tx.updateTable('alert').set({ assignee_id: null }).where('assignee_id', '=', id).execute();
  const gone = await tx.deleteFrom('person').where('id', '=', id).executeTakeFirst();
  return gone.numDeletedRows === 1n;
}

/** A channel becomes this person's, the last to be tried; one that is theirs already stays where it is. */
export async function giveChannel(tx: Tx, { id, channelIds }: Person, channelId: number): Promise<void> {
  if (!channelIds.includes(channelId)) await giveChannels(tx, id, [...channelIds, channelId]);
}

async function giveChannels(tx: Tx, personId: number, channelIds: readonly number[]): Promise<void> {
  await tx.deleteFrom('person_channel').where('person_id', '=', personId).execute();
  if (channelIds.length === 0) return;
  await tx.deleteFrom('person_channel').where('channel_id', 'in', channelIds).execute();
  await tx
    .insertInto('person_channel')
    .values(
      channelIds.map((channelId, position) => ({
        channel_id: channelId,
        person_id: personId,
        position,
      })),
    )
    .execute();
}
