import type { Draft } from '../../core/playbook/joined-drafts.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';

/** What people wrote into one template for one alert. */
export interface FilledTemplate extends Draft {
  readonly template: string;
}

export async function listTemplates(db: Db, alertId: number): Promise<readonly FilledTemplate[]> {
  const rows = await db.selectFrom('alert_draft').selectAll().where('alert_id', '=', alertId).execute();
  return rows.map((row) => ({
    template: row.template,
    values: parseJson(row.values_json),
    wording: row.title === null || row.body === null ? null : { title: row.title, body: row.body },
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  }));
}

/** Enough to find what stays the same: who speaks, and where to call. */
const MAX_MESSAGES_SAMPLED = 50;

/** What was filled in for any alert of a watch, newest first. */
export async function listDraftsOfWatch(
  db: Db,
  watchId: number,
): Promise<readonly (Pick<FilledTemplate, 'values' | 'updatedAt'> & { readonly alertId: number })[]> {
  const rows = await db
    .selectFrom('alert_draft')
    .innerJoin('alert', 'alert.id', 'alert_draft.alert_id')
    .select(['alert_id', 'values_json', 'updated_at'])
    .where('alert.watch_id', '=', watchId)
    .orderBy('updated_at', 'desc')
    .orderBy('alert_id', 'desc')
    .orderBy('template')
    .limit(MAX_MESSAGES_SAMPLED)
    .execute();
  return rows.map((row) => ({
    alertId: row.alert_id,
    updatedAt: row.updated_at,
    values: parseJson(row.values_json),
  }));
}

/** Keeps it as it is now; the last one to save wins. */
export async function saveTemplate(tx: Db, alertId: number, filled: FilledTemplate): Promise<void> {
  const values = {
    values_json: JSON.stringify(filled.values),
    title: filled.wording?.title ?? null,
    body: filled.wording?.body ?? null,
    updated_at: filled.updatedAt,
    updated_by: filled.updatedBy,
  };
  await tx
    .insertInto('alert_draft')
    .values({ alert_id: alertId, template: filled.template, ...values })
    .onConflict((conflict) => conflict.columns(['alert_id', 'template']).doUpdateSet(values))
    .execute();
}
