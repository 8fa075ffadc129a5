import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';

/** Values filled into one template for one alert. */
export interface FilledTemplate {
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
}

export async function listTemplates(db: Db, alertId: number): Promise<readonly FilledTemplate[]> {
  const rows = await db.selectFrom('alert_draft').selectAll().where('alert_id', '=', alertId).execute();
  return rows.map((row) => ({
    template: row.template,
    values: JSON.parse(row.values_json),
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  }));
}

/** Keeps the values as they are now; the last one to save wins. */
export async function saveTemplate(tx: Db, alertId: number, filled: FilledTemplate): Promise<void> {
  const values = {
    values_json: JSON.stringify(filled.values),
    updated_at: filled.updatedAt,
    updated_by: filled.updatedBy,
  };
  await tx
    .insertInto('alert_draft')
    .values({ alert_id: alertId, template: filled.template, ...values })
    .onConflict((conflict) => conflict.columns(['alert_id', 'template']).doUpdateSet(values))
    .execute();
}
