import type { Selectable } from 'kysely';
import { NO_REVIEW, type Review } from '../../core/review/review.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import type { ReviewTable } from '../schema/schema.ts';

function toReview(row: Selectable<ReviewTable>): Review {
  return {
    status: row.status,
    version: row.version,
    falseAlarm: row.false_alarm === null ? null : row.false_alarm === 1,
    answers: parseJson(row.answers_json),
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  };
}

/** What was concluded from an alert; one that nobody began says so. */
export async function getReview(db: Db, alertId: number): Promise<Review> {
  const row = await db.selectFrom('review').selectAll().where('alert_id', '=', alertId).executeTakeFirst();
  return row ? toReview(row) : NO_REVIEW;
}

/** Takes away what was taken over by the review of another alert. */
export async function deleteReview(tx: Db, alertId: number): Promise<void> {
  await tx.deleteFrom('review').where('alert_id', '=', alertId).execute();
}

/** Keeps it in the place of version `read`. False, and nothing is kept, where somebody else saved since. */
export async function putReview(tx: Db, alertId: number, read: number, review: Review): Promise<boolean> {
  const { status, version, falseAlarm, answers, updatedAt, updatedBy } = review;
  const values = {
    status,
    version,
    answers_json: JSON.stringify(answers),
    false_alarm: falseAlarm === null ? null : Number(falseAlarm),
    updated_at: updatedAt ?? 0,
    updated_by: updatedBy ?? '',
  };
  if (read === 0) {
    const made = await tx
      .insertInto('review')
      .values({ alert_id: alertId, ...values })
      .onConflict((conflict) => conflict.column('alert_id').doNothing())
      .returning('alert_id')
      .executeTakeFirst();
    return made !== undefined;
  }
  const changed = await tx
    .updateTable('review')
    .set(values)
    .where('alert_id', '=', alertId)
    .where('version', '=', read)
    .returning('alert_id')
    .executeTakeFirst();
  return changed !== undefined;
}
