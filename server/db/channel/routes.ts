import type { Selectable } from 'kysely';
import type { Grouping } from '../../core/alert/grouping.ts';
import type { Route } from '../../core/alert/route.ts';
import type { Db, Tx } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { RouteTable } from '../schema/routes.ts';

/** A line of the outline with the number it has, or none yet. */
export type RouteInput = Omit<Route, 'id'> & { readonly id: number | null };

/** The outline, line by line. */
export async function listRoutes(db: Db): Promise<readonly Route[]> {
  const rows = await db.selectFrom('route').selectAll().orderBy('position').orderBy('id').execute();
  return rows.map(toRoute);
}

function toRoute({ id, depth, name, ...row }: Selectable<RouteTable>): Route {
  return {
    id,
    depth,
    name,
    match: parseJson<Route['match']>(row.match_json),
    channelIds: parseJson<number[]>(row.channels_json),
    callsChain: row.calls_chain === 1,
    goesOn: row.goes_on === 1,
    grouping: row.grouping_json === null ? null : parseJson<Grouping>(row.grouping_json),
    active: row.active === 1,
  };
}

/** Puts this outline in place of the one there is. Lines that stay keep their numbers. */
export async function saveRoutes(tx: Tx, routes: readonly RouteInput[]): Promise<void> {
  const kept = routes.flatMap(({ id }) => (id === null ? [] : [id]));
  for (const { id } of await tx.selectFrom('route').select('id').execute()) {
    if (!kept.includes(id)) await tx.deleteFrom('route').where('id', '=', id).execute();
  }
  for (const [position, route] of routes.entries()) {
    const row = {
      position,
      depth: route.depth,
      name: route.name,
      match_json: JSON.stringify(route.match),
      channels_json: JSON.stringify(route.channelIds),
      calls_chain: route.callsChain ? 1 : 0,
      goes_on: route.goesOn ? 1 : 0,
      grouping_json: route.grouping ? JSON.stringify(route.grouping) : null,
      active: route.active ? 1 : 0,
    };
    if (route.id === null) await tx.insertInto('route').values(row).execute();
    else await tx.updateTable('route').set(row).where('id', '=', route.id).execute();
  }
}
