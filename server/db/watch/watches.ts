import { type RawBuilder, type Selectable, sql } from 'kysely';
import { AppError, notFound } from '../../core/errors.ts';
import { writtenNames } from '../../core/mention/own-accounts.ts';
import type { Rule, Watch } from '../../core/mention/watch.ts';
import { demandSeen, timeSeen } from '../../core/optimistic-lock.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { inSlices } from '../engine/calm.ts';
import { greatest } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import { isTaken } from '../engine/unique.ts';
import { COUNTED_IN } from '../mention/count-queries.ts';
import type { WatchTable } from '../schema/schema.ts';
import { recountWriters } from '../series/author-sketches.ts';
import { END, removeSlice, START } from './mention-slices.ts';
import { nextSliceStart } from './stage.ts';

/** What people give when they save a watch. */
export type WatchInput = Pick<Watch, 'name' | 'rule' | 'people' | 'sources' | 'active'> &
  Partial<Pick<Watch, 'rivals'>>;

function toWatch(row: Selectable<WatchTable>): Watch {
  return {
    id: row.id,
    name: row.name,
    rule: parseJson<Rule>(row.rule_json),
    people: parseJson<string[]>(row.people_json),
    rivals: parseJson<string[]>(row.rivals_json),
    sources: parseJson<string[]>(row.sources_json),
    active: row.active === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toRow(input: WatchInput) {
  return {
    name: input.name,
    rule_json: JSON.stringify(input.rule),
    people_json: JSON.stringify(input.people),
    rivals_json: JSON.stringify(input.rivals ?? []),
    sources_json: JSON.stringify(input.sources),
    active: input.active ? 1 : 0,
  };
}

/** In the order they were made. */
export async function listWatches(
  db: Db,
  options: { readonly activeOnly?: boolean } = {},
): Promise<readonly Watch[]> {
  let query = db.selectFrom('watch').selectAll().orderBy('id');
  if (options.activeOnly) query = query.where('active', '=', 1);
  return (await query.execute()).map(toWatch);
}

/**
 * Those that a screen is about: all active ones, or the one that is asked for.
 * @throws AppError('not_found') for a watch that does not exist
 */
export function chosenWatches(all: readonly Watch[], watchId: number | null): readonly Watch[] {
  const chosen = all.filter(({ id, active }) => (watchId === null ? active : id === watchId));
  if (watchId === null || chosen.length > 0) return chosen;
  throw notFound('watch', watchId);
}

export async function getWatch(db: Db, id: number): Promise<Watch | null> {
  const row = await db.selectFrom('watch').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toWatch(row);
}

/** @throws AppError('not_found') */
export async function requireWatch(db: Db, id: number): Promise<Watch> {
  const found = await getWatch(db, id);
  if (found === null) throw notFound('watch', id);
  return found;
}

/**
 * A string that is another one as soon as any watch was added, changed or removed. Ingest compares it
 * inside its transaction, so that no post is ever stored under yesterday's rules.
 */
export async function watchGeneration(db: Db): Promise<string> {
  const answer = await sql<{ mark: string }>`
    select count(*) || '.' || coalesce(max(id), 0) || '.' || coalesce(max(updated_at), 0)
      || '.' || coalesce(sum(updated_at), 0) as mark from watch`.execute(db);
  return answer.rows[0]?.mark ?? '';
}

function nameTaken(error: unknown, name: string): unknown {
  return isTaken(error, 'watch')
    ? new AppError('conflict', `a watch named ${name} exists already`, { field: 'name' })
    : error;
}

/** @throws AppError('conflict') when the name is taken */
export async function createWatch(db: Db, input: WatchInput, now: Instant): Promise<Watch> {
  try {
    const row = await db
      .insertInto('watch')
      .values({ ...toRow(input), created_at: now, updated_at: now })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toWatch(row);
  } catch (error) {
    throw nameTaken(error, input.name);
  }
}

/** Of a watch as it is: another one with each change. */
export const markOfWatch = ({ updatedAt }: Pick<Watch, 'updatedAt'>): string => String(updatedAt);

/**
 * @param seen the mark of the watch that the change was made from
 * @throws AppError('not_found'), AppError('conflict') when the name is taken, AppError('overtaken') when somebody else
 *   changed it meanwhile
 */
export async function updateWatch(
  db: Db,
  id: number,
  input: WatchInput,
  now: Instant,
  seen?: string,
): Promise<Watch> {
  // Two changes in one millisecond are two generations.
  const updated_at = greatest(db, sql`${now}`, sql`updated_at + 1`) as RawBuilder<number>;
  const former_json = JSON.stringify(await namesLeft(db, id, input));
  try {
    let change = db
      .updateTable('watch')
      .set({ ...toRow(input), updated_at, former_json })
      .where('id', '=', id);
    if (seen !== undefined) change = change.where('updated_at', '=', timeSeen(seen));
    const row = await change.returningAll().executeTakeFirst();
    if (row !== undefined) return toWatch(row);
    const stored = await getWatch(db, id);
    if (stored !== null) demandSeen(markOfWatch(stored), seen);
    throw notFound('watch', id);
  } catch (error) {
    throw nameTaken(error, input.name);
  }
}

/** What its subject is called no more, once it is as it is given. */
async function namesLeft(db: Db, id: number, input: WatchInput): Promise<readonly string[]> {
  const before = await getWatch(db, id);
  if (before === null) return [];
  const names = writtenNames(input);
  const known = [...(await formerNames(db, id)), ...writtenNames(before)];
  return [...new Set(known)].filter((name) => !names.includes(name));
}

/** What the subject of a watch was called before, as far as it has not yet looked at what was said under these names. */
export async function formerNames(db: Db, id: number): Promise<readonly string[]> {
  const row = await db.selectFrom('watch').select('former_json').where('id', '=', id).executeTakeFirst();
  return row === undefined ? [] : parseJson<string[]>(row.former_json);
}

/** To be called once what was said under these names is looked at, by the rule that the watch had then. */
export async function forgetFormerNames(
  db: Db,
  { id, updatedAt }: Pick<Watch, 'id' | 'updatedAt'>,
): Promise<void> {
  await db
    .updateTable('watch')
    .set({ former_json: '[]' })
    .where('id', '=', id)
    .where('updated_at', '=', updatedAt)
    .execute();
}

/** Mentions that go in one transaction: some 40 ms of the write lock. */
const SLICE = 5_000;

/**
 * Removes a watch with all that was counted, raised and delivered for it; the posts stay. Its mentions go
 * in slices, so that nobody waits long to write; meanwhile the watch is paused and takes in nothing. Stopped
 * half-way it stays paused, with counts that fit what is left, until it is deleted again.
 */
export async function deleteWatch(db: Db, id: number): Promise<void> {
  await db
    .updateTable('watch')
    .set((update) => ({ active: 0, updated_at: update('updated_at', '+', 1) }))
    .where('id', '=', id)
    .execute();
  const all = { watchId: id, to: END, lastPostId: Number.MAX_SAFE_INTEGER };
  await inSlices(db, async (tx) => {
    const from = (await nextSliceStart(tx, all, SLICE, null)) ?? START;
    const removed = await removeSlice(tx, { ...all, from });
    await recountWriters(tx, id, from.at, END.at);
    return removed;
  });
  await db.transaction().execute((tx) => deleteRest(tx, id));
}

async function deleteRest(tx: Tx, id: number): Promise<void> {
  const alerts = tx.selectFrom('alert').select('id').where('watch_id', '=', id);
  for (const table of ['delivery', 'alert_draft', 'alert_step', 'alert_change', 'statement'] as const) {
    await tx.deleteFrom(table).where('alert_id', 'in', alerts).execute();
  }
  for (const table of [
    'crisis_label',
    'watch_setting',
    'watch_setting_change',
    'alert',
    'situation',
    ...COUNTED_IN,
    'fact',
    'mention',
  ] as const) {
    await tx.deleteFrom(table).where('watch_id', '=', id).execute();
  }
  await tx.deleteFrom('watch').where('id', '=', id).execute();
}
