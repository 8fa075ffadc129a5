import type { Risk } from '../core/alert.ts';
import type { Instant } from '../core/time.ts';
import type { Db } from './database.ts';

/** What the last detection pass over a watch saw, alert or not. */
export interface Situation {
  readonly watchId: number;
  readonly at: Instant;
  readonly risk: Risk;
  readonly metrics: Readonly<Record<string, number>>;
}

export async function listSituations(db: Db): Promise<readonly Situation[]> {
  const rows = await db.selectFrom('situation').selectAll().orderBy('watch_id').execute();
  return rows.map((row) => ({
    watchId: row.watch_id,
    at: row.at,
    risk: JSON.parse(row.risk_json),
    metrics: JSON.parse(row.metrics_json),
  }));
}

export async function saveSituation(tx: Db, situation: Situation): Promise<void> {
  const values = {
    at: situation.at,
    risk_json: JSON.stringify(situation.risk),
    metrics_json: JSON.stringify(situation.metrics),
  };
  await tx
    .insertInto('situation')
    .values({ watch_id: situation.watchId, ...values })
    .onConflict((conflict) => conflict.column('watch_id').doUpdateSet(values))
    .execute();
}
