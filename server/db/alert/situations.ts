import type { HeldFinding } from '../../core/finding/false-discovery.ts';
import type { Risk } from '../../core/risk/grade.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { bulkInsert } from '../engine/bulk.ts';
import { parseJson } from '../engine/json.ts';

const COLUMNS = ['watch_id', 'at', 'risk_json', 'metrics_json'] as const;
const REPLACING = `on conflict (watch_id) do update
  set at = excluded.at, risk_json = excluded.risk_json, metrics_json = excluded.metrics_json`;

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

export async function saveSituation(tx: Tx, situation: Situation): Promise<void> {
  await saveSituations(tx, [situation]);
}

/**
 * Of watches that were deleted meanwhile nothing is kept. What was held back lies beside the risk. Run it in a
 * transaction.
 */
export async function saveSituations(tx: Tx, situations: readonly Situation[]): Promise<void> {
  if (situations.length === 0) return;
  const ids = situations.map(({ watchId }) => watchId);
  const known = await tx.selectFrom('watch').select('id').where('id', 'in', ids).execute();
  const there = new Set(known.map(({ id }) => id));
  const rows = situations
    .filter(({ watchId }) => there.has(watchId))
    .map(({ watchId, at, risk, metrics, held }) => {
      const kept = held.length > 0 ? { ...risk, held } : risk;
      return [watchId, at, JSON.stringify(kept), JSON.stringify(metrics)] as const;
    });
  await bulkInsert(tx, 'situation', COLUMNS, rows, REPLACING);
}
