import type { Selectable } from 'kysely';
import type { QuietHours } from '../../core/alert/quiet-hours.ts';
import { USUAL_PER_HOUR } from '../../core/alert/ring.ts';
import { notFound } from '../../core/errors.ts';
import type { Params } from '../../core/feed/source.ts';
import type { Level } from '../../core/risk/grade.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { ChannelTable } from '../schema/schema.ts';

/** Where alerts ring. */
export interface Channel {
  readonly id: number;
  readonly kind: string;
  readonly name: string;
  /** With its secrets, as the notifier needs them: never for the page. */
  readonly settings: Params;
  /** The lowest level it rings for. */
  readonly minLevel: Level;
  readonly active: boolean;
  /** When blue and yellow alerts wait; null: never. */
  readonly quiet: QuietHours | null;
  /** The most messages in an hour; red ones go through beyond it. */
  readonly perHour: number;
  readonly createdAt: Instant;
}

/** How a test ended. */
interface ChannelTest {
  readonly at: Instant;
  /** Null: it arrived. */
  readonly fault: string | null;
}

/** Without quiet hours and with the usual number of messages, where those are not given. */
export type ChannelInput = Omit<Channel, 'id' | 'createdAt' | 'quiet' | 'perHour'> &
  Partial<Pick<Channel, 'quiet' | 'perHour'>>;

function toChannel(row: Selectable<ChannelTable>): Channel {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    settings: parseJson(row.settings_json),
    minLevel: row.min_level,
    active: row.active === 1,
    quiet: row.quiet_json === null ? null : parseJson<QuietHours>(row.quiet_json),
    perHour: row.per_hour,
    createdAt: row.created_at,
  };
}

function columns(input: ChannelInput) {
  return {
    kind: input.kind,
    name: input.name,
    settings_json: JSON.stringify(input.settings),
    min_level: input.minLevel,
    active: input.active ? 1 : 0,
    quiet_json: input.quiet ? JSON.stringify(input.quiet) : null,
    per_hour: input.perHour ?? USUAL_PER_HOUR,
  };
}

export async function listChannels(
  db: Db,
  options: { readonly activeOnly?: boolean } = {},
): Promise<readonly Channel[]> {
  let query = db.selectFrom('channel').selectAll().where('removed_at', 'is', null).orderBy('id');
  if (options.activeOnly) query = query.where('active', '=', 1);
  return (await query.execute()).map(toChannel);
}

export async function getChannel(db: Db, id: number): Promise<Channel | null> {
  const row = await db
    .selectFrom('channel')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row ? toChannel(row) : null;
}

/** @throws AppError('not_found') */
export async function requireChannel(db: Db, id: number): Promise<Channel> {
  const found = await getChannel(db, id);
  if (found === null) throw notFound('channel', id);
  return found;
}

export async function createChannel(db: Db, input: ChannelInput, at: Instant): Promise<Channel> {
  const values = { ...columns(input), created_at: at };
  return toChannel(await db.insertInto('channel').values(values).returningAll().executeTakeFirstOrThrow());
}

/** Null when there is no such channel. */
export async function updateChannel(db: Db, id: number, input: ChannelInput): Promise<Channel | null> {
  const row = await db
    .updateTable('channel')
    .set(columns(input))
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row ? toChannel(row) : null;
}

/**
 * Takes a channel out of use for good: its settings with their secrets go at once. Its name stays, for the record of what
 * was told through it. False when there is none.
 */
export async function markRemoved(tx: Tx, id: number, at: Instant): Promise<boolean> {
  const gone = await tx
    .updateTable('channel')
    .set({ active: 0, settings_json: '{}', quiet_json: null, account_id: null, removed_at: at })
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return gone.numUpdatedRows === 1n;
}

/** What belongs to a channel and to nothing else goes with it. */
export async function dropBelongings(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom('person_channel').where('channel_id', '=', id).execute();
  await tx.deleteFrom('message_template').where('channel_id', '=', id).execute();
}

/** @param fault why a test message did not arrive; null: it did */
export async function noteTest(db: Db, id: number, fault: string | null, at: Instant): Promise<void> {
  const proven = fault === null ? { proven_at: at } : {};
  const tested = { tested_at: at, test_fault: fault, ...proven };
  await db.updateTable('channel').set(tested).where('id', '=', id).execute();
}

/** The last test of each channel that was tested, by its id. */
export async function readTests(db: Db): Promise<ReadonlyMap<number, ChannelTest>> {
  const rows = await db
    .selectFrom('channel')
    .select(['id', 'tested_at as at', 'test_fault as fault'])
    .where('tested_at', 'is not', null)
    .$narrowType<{ at: Instant }>()
    .execute();
  return new Map(rows.map(({ id, ...test }) => [id, test]));
}
