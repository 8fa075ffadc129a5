import type { StatementText } from '../../core/playbook/statement-check.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';

/** What people wrote into one template for one alert. */
export interface FilledTemplate {
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
  /** The whole text as somebody reworded it; null: as the template has it with these values. */
  readonly wording: StatementText | null;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
}

export async function listTemplates(db: Db, alertId: number): Promise<readonly FilledTemplate[]> {
  const rows = await db.selectFrom('alert_draft').selectAll().where('alert_id', '=', alertId).execute();
  return rows.map((row) => ({
    template: row.template,
    values: JSON.parse(row.values_json),
    wording: row.title === null || row.body === null ? null : { title: row.title, body: row.body },
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  }));
}

/** Keeps it as it is now; the last one to save wins. */
export async function saveTemplate(tx: Db, alertId: number, filled: FilledTemplate): Promise<void> {
  const values = {
    values_json: JSON.stringify(filled.values),
    ...{ title: filled.wording?.title ?? null, body: filled.wording?.body ?? null },
    updated_at: filled.updatedAt,
    updated_by: filled.updatedBy,
  };
  await tx
    .insertInto('alert_draft')
    .values({ alert_id: alertId, template: filled.template, ...values })
    .onConflict((conflict) => conflict.columns(['alert_id', 'template']).doUpdateSet(values))
    .execute();
}
