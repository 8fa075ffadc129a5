import type { Selectable } from 'kysely';
import { AppError } from '../../core/errors.ts';
import type { FalseAlarm, LabelledCrisis } from '../../core/situation/replay-verdict.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import type { CrisisLabelTable } from '../schema/schema.ts';

function toCrisis(row: Selectable<CrisisLabelTable>): LabelledCrisis {
  return {
    id: row.id,
    watchId: row.watch_id,
    name: row.name,
    from: row.from_at,
    to: row.to_at,
    by: row.created_by,
    createdAt: row.created_at,
  };
}

/** Labelled crises of a watch that touch [from, to), oldest first. */
export async function listCrises(
  db: Db,
  watchId: number,
  from: Instant,
  to: Instant,
): Promise<readonly LabelledCrisis[]> {
  const rows = await db
    .selectFrom('crisis_label')
    .selectAll()
    .where('watch_id', '=', watchId)
    .where('removed_at', 'is', null)
    .where('from_at', '<', to)
    .where('to_at', '>', from)
    .orderBy('from_at')
    .orderBy('id')
    .execute();
  return rows.map(toCrisis);
}

export type CrisisInput = Pick<LabelledCrisis, 'watchId' | 'name' | 'from' | 'to'>;

/** @throws AppError('bad_request') for an empty name or a crisis that ends before it begins */
export async function labelCrisis(
  db: Db,
  input: CrisisInput,
  who: { readonly by: string; readonly now: Instant },
): Promise<LabelledCrisis> {
  const name = input.name.trim();
  if (name === '') throw new AppError('bad_request', 'a crisis needs a name', { field: 'name' });
  if (input.to <= input.from) throw new AppError('bad_request', '"to" must be after "from"', { field: 'to' });
  const row = await db
    .insertInto('crisis_label')
    .values({
      watch_id: input.watchId,
      name,
      from_at: input.from,
      to_at: input.to,
      created_at: who.now,
      created_by: who.by,
      removed_at: null,
      removed_by: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toCrisis(row);
}

/** The row stays, with who took it away. @throws AppError('not_found') */
export async function removeCrisis(
  db: Db,
  { watchId, id }: { readonly watchId: number; readonly id: number },
  who: { readonly by: string; readonly now: Instant },
): Promise<LabelledCrisis> {
  const row = await db
    .updateTable('crisis_label')
    .set({ removed_at: who.now, removed_by: who.by })
    .where('id', '=', id)
    .where('watch_id', '=', watchId)
    .where('removed_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', `watch ${watchId} has no labelled crisis ${id}`);
  return toCrisis(row);
}

/** Alerts of a watch that people called false, where they touch [from, to). */
export async function listFalseAlarms(
  db: Db,
  watchId: number,
  from: Instant,
  to: Instant,
): Promise<readonly FalseAlarm[]> {
  const rows = await db
    .selectFrom('alert')
    .select(['id', 'opened_at', 'closed_at', 'changed_at'])
    .where('watch_id', '=', watchId)
    .where('status', '=', 'false_alarm')
    .where('opened_at', '<', to)
    .orderBy('opened_at')
    .execute();
  return rows
    .map((row) => ({ alertId: row.id, from: row.opened_at, to: (row.closed_at ?? row.changed_at) + 1 }))
    .filter((alarm) => alarm.to > from);
}
