import type { Expression, ExpressionBuilder, Selectable, SqlBool } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { engineOf } from '../engine/engine.ts';
import type { Database } from '../schema/schema.ts';

/** Tables of messages that wait to be sent: of alerts, and of the installation itself. */
export type Outbox = 'delivery' | 'notice';

/** A message taken from an outbox for one try. */
export interface Parcel {
  readonly id: number;
  readonly channelId: number;
  readonly attempts: number;
  readonly createdAt: Instant;
  /** What the tries so far got done, in the words of its channel; null: nothing. */
  readonly done: string | null;
}

export type ParcelEnd =
  | { readonly status: 'sent'; readonly at: Instant; readonly answer: string | null }
  | {
      readonly status: 'waiting';
      readonly reason: string;
      readonly nextAt: Instant;
      readonly done: string | null;
    }
  | {
      readonly status: 'failed';
      readonly reason: string;
      /** Nothing will ever arrive there again. */
      readonly isGone?: true;
    }
  | { readonly status: 'held'; readonly reason: string };

/** Both tables have the columns that are touched here. */
const sameColumns = (outbox: Outbox) => outbox as 'delivery';

/** Messages that wait for a channel which has been switched off ring no more, and say so. */
export async function holdSwitchedOff(db: Db, outbox: Outbox): Promise<number> {
  const off = db.selectFrom('channel').select('id').where('active', '=', 0);
  const held = await db
    .updateTable(sameColumns(outbox))
    .set({ status: 'held', reason: 'channel-off' })
    .where('status', '=', 'waiting')
    .where('channel_id', 'in', off)
    .executeTakeFirst();
  return Number(held.numUpdatedRows);
}

/**
 * Takes the longest due message by pushing its next try to `leaseUntil`: one statement, so two workers
 * never take the same, and a worker that dies gives it back by doing nothing. What was never tried is due at once,
 * also when the clock was set back since. Null when none is due.
 * @param isItsTurn which of those that are due may go; all where absent
 */
export async function claim<O extends Outbox>(
  db: Db,
  outbox: O,
  now: Instant,
  leaseUntil: Instant,
  isItsTurn?: (eb: ExpressionBuilder<Database, 'delivery'>) => Expression<SqlBool>,
): Promise<Selectable<Database[O]> | null> {
  const table = sameColumns(outbox);
  const due = db
    .selectFrom(table)
    .select('id')
    .where('status', '=', 'waiting')
    .where((where) => where.or([where('next_at', '<=', now), where('attempts', '=', 0)]))
    .$if(isItsTurn !== undefined, (query) => (isItsTurn ? query.where(isItsTurn) : query))
    .orderBy('next_at')
    .limit(1);
  const any = await due.executeTakeFirst();
  if (!any) return null;
  // On PostgreSQL two statements run at once: one that another worker is taking is passed over.
  const free = engineOf(db) === 'postgres' ? due.forUpdate().skipLocked() : due;
  const row = await db
    .updateTable(table)
    .set((eb) => ({ next_at: leaseUntil, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', free)
    .returningAll()
    .executeTakeFirst();
  return (row as Selectable<Database[O]> | undefined) ?? null;
}

/** Records what a try came to, unless its lease ran out and another worker has tried since. */
export async function recordTry(
  db: Db,
  parcel: Pick<Parcel, 'id' | 'attempts'>,
  end: ParcelEnd,
  outbox: Outbox = 'delivery',
): Promise<boolean> {
  const set =
    end.status === 'sent'
      ? { status: 'sent', sent_at: end.at, answer: end.answer, reason: null }
      : end.status === 'waiting'
        ? { status: 'waiting', reason: end.reason, next_at: end.nextAt, done: end.done }
        : { status: end.status, reason: end.reason };
  const done = await db
    .updateTable(sameColumns(outbox))
    .set(set)
    .where('id', '=', parcel.id)
    .where('status', '=', 'waiting')
    .where('attempts', '=', parcel.attempts)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
