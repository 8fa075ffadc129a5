import { sql } from 'kysely';
import type { Risk } from '../core/alert.ts';
import type { HeldFinding } from '../core/false-discovery.ts';
import type { Instant } from '../core/time.ts';
import type { Db, Tx } from './database.ts';
import { parseJson } from './json.ts';

/** What the last detection pass over a watch saw, alert or not. */
export interface Situation {
  readonly watchId: number;
  readonly at: Instant;
  readonly risk: Risk;
  readonly metrics: Readonly<Record<string, number>>;
  /** What was found but is too likely to be chance among so many watches. */
  readonly held: readonly HeldFinding[];
}

export async function listSituations(db: Db): Promise<readonly Situation[]> {
  const rows = await db.selectFrom('situation').selectAll().orderBy('watch_id').execute();
  return rows.map((row) => {
    const { held = [], ...risk } = parseJson<Risk & Partial<Pick<Situation, 'held'>>>(row.risk_json);
    return { watchId: row.watch_id, at: row.at, risk, metrics: parseJson(row.metrics_json), held };
  });
}

/** When a watch was last looked at; null: never. */
export async function lastLookAt(db: Db, watchId: number): Promise<Instant | null> {
  const row = await db
    .selectFrom('situation')
    .select('at')
    .where('watch_id', '=', watchId)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** When each of these watches was last looked at; those never looked at are left out. */
export async function listLastLooks(
  db: Db,
  watchIds: readonly number[],
): Promise<ReadonlyMap<number, Instant>> {
  const rows = await db
    .selectFrom('situation')
    .select(['watch_id', 'at'])
    .where('watch_id', 'in', watchIds)
    .execute();
  return new Map(rows.map((row) => [row.watch_id, row.at]));
}

export async function saveSituation(tx: Db, situation: Situation): Promise<void> {
  await saveSituations(tx, [situation]);
}

/** Of watches that were deleted meanwhile nothing is kept. What was held back lies beside the risk. */
export async function saveSituations(tx: Db | Tx, situations: readonly Situation[]): Promise<void> {
  if (situations.length === 0) return;
  const rows = situations.map(({ watchId, at, risk, metrics, held }) => ({
    ...{ id: watchId, at, metrics: JSON.stringify(metrics) },
    risk: JSON.stringify(held.length > 0 ? { ...risk, held } : risk),
  }));
  await sql`
    insert into situation (watch_id, at, risk_json, metrics_json)
    select w.id, s.value ->> 'at', s.value ->> 'risk', s.value ->> 'metrics'
    from json_each(${JSON.stringify(rows)}) s cross join watch w on w.id = s.value ->> 'id' where true
    on conflict (watch_id) do update
    set at = excluded.at, risk_json = excluded.risk_json, metrics_json = excluded.metrics_json`.execute(tx);
}
