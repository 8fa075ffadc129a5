import { sql } from 'kysely';
import type { Alert } from '../../core/alert/alert.ts';
import { FINDING_KINDS } from '../../core/alert/change-kinds.ts';
import { type Finds, isFound, peakOf } from '../../core/alert/peak.ts';
import type { Level } from '../../core/risk/grade.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { numbersIn } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import { listJoined } from './joined-alerts.ts';

/**
 * What was found when each of these alerts, or one that was joined to it, was at its worst, before `until`; none where
 * nothing was found.
 */
export async function readPeaks(
  db: Db,
  alertIds: readonly number[],
  until: Instant,
): Promise<ReadonlyMap<number, Finds>> {
  if (alertIds.length === 0) return new Map();
  const joined = await listJoined(db, alertIds);
  const standing = new Map(joined.map(({ id, into }) => [id, into]));
  const rows = await db
    .selectFrom('alert_change')
    .select(['alert_id', 'at', 'to_level', 'inputs_json'])
    .where(
      'alert_id',
      'in',
      sql<number>`(select v.value from ${numbersIn(db, [...alertIds, ...standing.keys()], 'v')})`,
    )
    .where('kind', 'in', FINDING_KINDS)
    .where('at', '<', until)
    .orderBy('id')
    .execute();
  const peaks = [...Map.groupBy(rows, ({ alert_id }) => standing.get(alert_id) ?? alert_id)].flatMap(
    ([id, own]) => {
      const peak = peakOf(own.map(findsOf));
      return peak === null ? [] : [[id, peak] as const];
    },
  );
  return new Map(peaks);
}

/** What led to one change; nothing of one that cannot be read, so that it keeps no other from being sent. */
function findsOf(row: {
  readonly at: Instant;
  readonly to_level: Level;
  readonly inputs_json: string;
}): Finds {
  const { at, inputs_json, to_level: to } = row;
  try {
    const { findings = [], risk } = parseJson<Partial<Pick<Alert, 'findings' | 'risk'>>>(inputs_json);
    // A fact that people verified changes an alert as well, with whatever was found long before.
    return { at, to, findings: isFound(findings, at) ? findings : [], ...(risk && { risk: risk.index }) };
  } catch {
    return { at, to, findings: [] };
  }
}
