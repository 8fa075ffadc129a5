import type { Selectable } from 'kysely';
import type { Drill, DrillEvent, DrillPlan } from '../../core/drill/drill.ts';
import { notFound } from '../../core/errors.ts';
import type { Db, Tx } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { DrillEventTable, DrillTable } from '../schema/schema.ts';

function toEvent(row: Selectable<DrillEventTable>): DrillEvent {
  const { id, at, drill_at: drillAt, done_by: by } = row;
  return { id, at, drillAt, by, act: parseJson<DrillEvent['act']>(row.act_json) };
}

function toDrill(row: Selectable<DrillTable>, events: readonly DrillEvent[]): Drill {
  const { id, speed, started_at: startedAt, started_by: startedBy } = row;
  return { id, speed, startedAt, startedBy, plan: parseJson<DrillPlan>(row.plan_json), events };
}

/** Each with its events, in the order given. */
async function withEvents(
  db: Db,
  rows: readonly Selectable<DrillTable>[],
): Promise<readonly { readonly drill: Drill; readonly turns: number }[]> {
  if (rows.length === 0) return [];
  const events = await db
    .selectFrom('drill_event')
    .selectAll()
    .where(
      'drill_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('id')
    .execute();
  const of = Map.groupBy(events, (event) => event.drill_id);
  return rows.map((row) => ({
    drill: toDrill(row, (of.get(row.id) ?? []).map(toEvent)),
    turns: row.turns,
  }));
}

/** The newest first. */
export async function listDrills(db: Db, most: number): Promise<readonly Drill[]> {
  const rows = await db.selectFrom('drill').selectAll().orderBy('id', 'desc').limit(most).execute();
  return (await withEvents(db, rows)).map(({ drill }) => drill);
}

/** Those of the same scenario before it, the last first. */
export async function listEarlier(db: Db, { id, plan }: Drill, most: number): Promise<readonly Drill[]> {
  const rows = await db
    .selectFrom('drill')
    .selectAll()
    .where('scenario', '=', plan.scenario.id)
    .where('id', '<', id)
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  return (await withEvents(db, rows)).map(({ drill }) => drill);
}

/** @throws AppError('not_found') */
export async function requireDrill(db: Db, id: number): Promise<Drill & { readonly turns: number }> {
  const rows = await db.selectFrom('drill').selectAll().where('id', '=', id).execute();
  const [found] = await withEvents(db, rows);
  if (!found) throw notFound('drill', id);
  return { ...found.drill, turns: found.turns };
}

/** As `requireDrill`; until the transaction is over nobody else adds to it. */
export async function takeDrill(tx: Tx, id: number): Promise<Drill & { readonly turns: number }> {
  await tx
    .updateTable('drill')
    .set((row) => ({ turns: row('turns', '+', 1) }))
    .where('id', '=', id)
    .execute();
  return requireDrill(tx, id);
}

export async function addDrill(
  tx: Db,
  { plan, speed, startedAt, startedBy }: Omit<Drill, 'id' | 'events'>,
): Promise<number> {
  const row = await tx
    .insertInto('drill')
    .values({
      scenario: plan.scenario.id,
      speed,
      plan_json: JSON.stringify(plan),
      turns: 0,
      started_at: startedAt,
      started_by: startedBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function addDrillEvent(
  tx: Db,
  drillId: number,
  { at, drillAt, by, act }: Omit<DrillEvent, 'id'>,
): Promise<void> {
  const values = { drill_id: drillId, at, drill_at: Math.floor(drillAt), done_by: by };
  await tx
    .insertInto('drill_event')
    .values({ ...values, act_json: JSON.stringify(act) })
    .execute();
}

/** Takes it away with all that was done in it. False where there is none. */
export async function deleteDrill(db: Db, id: number): Promise<boolean> {
  const row = await db.deleteFrom('drill').where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}
