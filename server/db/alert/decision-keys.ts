import { DAY, type Instant } from '../../core/time.ts';
import type { Tx } from '../database.ts';

/** What is asked for, by whom, under the key that whoever gets no answer asks again with. */
export interface DecisionKey {
  readonly kind: 'comment' | 'silence';
  readonly actor: string;
  readonly key: string;
}

interface Taken {
  readonly bodyHash: string;
  /** What came of it. */
  readonly resultId: number | null;
}

/**
 * Takes a key, until its transaction ends for itself alone.
 * @returns null where it is new, else what it was taken for
 */
export async function takeKey(
  tx: Tx,
  { kind, actor, key }: DecisionKey,
  bodyHash: string,
  at: Instant,
): Promise<Taken | null> {
  await tx
    .deleteFrom('decision_key')
    .where('created_at', '<', at - DAY)
    .execute();
  const row = { kind, actor, key, body_hash: bodyHash, result_id: null, created_at: at };
  const made = await tx
    .insertInto('decision_key')
    .values(row)
    .onConflict((on) => on.columns(['kind', 'actor', 'key']).doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 1n) return null;
  const taken = await tx
    .selectFrom('decision_key')
    .select(['body_hash', 'result_id'])
    .where('kind', '=', kind)
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  return { bodyHash: taken.body_hash, resultId: taken.result_id };
}

/** Keeps what came of it, for whoever asks again. */
export async function keepResult(tx: Tx, { kind, actor, key }: DecisionKey, resultId: number): Promise<void> {
  await tx
    .updateTable('decision_key')
    .set({ result_id: resultId })
    .where('kind', '=', kind)
    .where('actor', '=', actor)
    .where('key', '=', key)
    .execute();
}
