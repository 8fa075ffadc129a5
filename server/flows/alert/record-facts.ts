import type { Alert, Records } from '../../core/alert/alert.ts';
import { AppError } from '../../core/errors.ts';
import { withChanges } from '../../core/optimistic-lock.ts';
import { METRICS } from '../../core/playbook/metric-names.ts';
import type { Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { setRecords } from '../../db/alert/alerts.ts';
import type { Db } from '../../db/database.ts';
import { mustBeOpen } from './acknowledge.ts';

/** People write the metric's whole name or what comes after `record.`; the latter is kept. */
const short = (records: Records): Records =>
  Object.fromEntries(Object.entries(records).map(([name, value]) => [name.replace(/^record\./, ''), value]));

/**
 * Keeps what people have verified (dead, injured, affected users, …) in place of what they entered
 * before; of somebody who says what they saw, what they changed of it. The next detection pass counts it: whoever calls runs one.
 * @throws AppError('not_found'), AppError('conflict') when it is closed, AppError('bad_request') naming
 *   every value that is no number from 0 and every name that no playbook asks for, AppError('overtaken') where two
 *   people entered different numbers for the same
 */
export async function recordFacts(
  deps: { readonly db: Db; readonly now: () => Instant },
  input: {
    readonly alertId: number;
    readonly by: string;
    readonly records: Records;
    readonly was?: Records | undefined;
  },
): Promise<Alert> {
  const wanted = short(input.records);
  const seen = input.was && short(input.was);
  const bad = Object.entries(wanted).filter(
    ([name, value]) => !(`record.${name}` in METRICS) || !isCount(value),
  );
  if (bad.length > 0) {
    const names = bad.map(([name]) => name);
    throw new AppError('bad_request', `not a count from 0: ${names.join(', ')}`, { names });
  }
  return deps.db.transaction().execute(async (tx) => {
    const alert = await mustBeOpen(tx, input.alertId);
    const records = withChanges(alert.records, seen, wanted);
    if (JSON.stringify(alert.records) === JSON.stringify(records)) return alert;
    await setRecords(tx, alert.id, records);
    const note =
      Object.entries(records)
        .map(([name, value]) => `${name}=${value}`)
        .join(', ') || 'none';
    const told = { from: alert.level, to: alert.level, actor: input.by, note, inputs: {} };
    await addChange(tx, { alertId: alert.id, at: deps.now(), kind: 'recorded', ...told });
    return { ...alert, records };
  });
}

function isCount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
