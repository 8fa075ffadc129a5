import type { Verdict } from '../../core/alert/alert.ts';
import { AppError } from '../../core/errors.ts';
import {
  type Measure,
  type MeasureInput,
  type ReviewInput,
  revise,
  verdictIn,
} from '../../core/review/review.ts';
import type { Instant } from '../../core/time.ts';
import { requireStanding } from '../../db/alert/joined-alerts.ts';
import { addMeasure, putMeasure, removeMeasure, requireMeasure } from '../../db/alert/review-measures.ts';
import { getReview, putReview } from '../../db/alert/reviews.ts';
import type { Db } from '../../db/database.ts';
import { concludeVerdict } from './correct-verdict.ts';

interface Deps {
  readonly db: Db;
  readonly now: () => Instant;
}

/** Each names the version that was read: what somebody else saved since is never written over unseen. */
interface Signed {
  readonly by: string;
  readonly version: number;
}

/**
 * Keeps what people concluded from an alert. Where it is finished by that, or judged otherwise, a closed alert is called
 * what it concludes.
 * @returns what the alert is called now, if that was changed; otherwise null
 * @throws AppError('not_found'), AppError('alert_merged'), AppError('bad_request') as `revise`, AppError('conflict')
 *   where somebody saved since
 */
export async function saveReview(
  { db, now }: Deps,
  input: ReviewInput & Signed & { readonly alertId: number },
): Promise<Verdict | null> {
  const { alertId, by, version } = input;
  return db.transaction().execute(async (tx) => {
    await requireStanding(tx, alertId);
    const stored = await getReview(tx, alertId);
    if (stored.version !== version) throw changedMeanwhile(stored.updatedBy);
    const at = now();
    const kept = await putReview(tx, alertId, version, revise(stored, input, { by, now: at }));
    if (!kept) throw changedMeanwhile(null);
    const verdict = verdictIn(stored, input);
    const called = verdict !== null && (await concludeVerdict(tx, alertId, verdict, { by, at }));
    return called ? verdict : null;
  });
}

/** Plans a measure, ended alert or not. @throws AppError('not_found'), AppError('alert_merged') */
export async function planMeasure(
  { db, now }: Deps,
  { alertId, by, ...input }: MeasureInput & { readonly alertId: number; readonly by: string },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await requireStanding(tx, alertId);
    await addMeasure(tx, alertId, input, { by, now: now() });
  });
}

/** Changes a measure, or says whether it is done; who did it first stays. @throws as `saveReview` */
export async function changeMeasure(
  { db, now }: Deps,
  input: MeasureInput & Signed & { readonly id: number; readonly done: boolean },
): Promise<Measure> {
  const { id, by, version, done, what, owner, dueAt } = input;
  return db.transaction().execute(async (tx) => {
    const stored = await requireMeasure(tx, id);
    const doneAt = done ? (stored.doneAt ?? now()) : null;
    const doneBy = done ? (stored.doneBy ?? by) : null;
    const kept = await putMeasure(tx, version, { ...stored, what, owner, dueAt, doneAt, doneBy });
    if (!kept) throw changedMeanwhile(null);
    return stored;
  });
}

/** Takes a measure back. @throws as `saveReview` */
export async function dropMeasure(
  { db, now }: Deps,
  { id, by, version }: Signed & { readonly id: number },
): Promise<Measure> {
  return db.transaction().execute(async (tx) => {
    const stored = await requireMeasure(tx, id);
    if (!(await removeMeasure(tx, id, version, { by, now: now() }))) throw changedMeanwhile(null);
    return stored;
  });
}

function changedMeanwhile(by: string | null): AppError {
  return new AppError('conflict', `${by ?? 'somebody'} saved in the meantime`, by === null ? {} : { by });
}
