import { AppError } from '../../core/errors.ts';
import { type Instant, MINUTE } from '../../core/time.ts';
import { type DecisionKey, keepResult, takeKey } from '../../db/alert/decision-keys.ts';
import type { Tx } from '../../db/database.ts';

/** The key that a client asks with, and what it asks for, as a hash. */
export interface Repeat {
  readonly key: string;
  readonly bodyHash: string;
}

/** Without a key, the same words from the same person within this time are taken for the same. */
export const SAME_WITHIN_MS = 2 * MINUTE;

interface Once {
  readonly kind: DecisionKey['kind'];
  readonly by: string;
  readonly repeat: Repeat | undefined;
  readonly at: Instant;
  /** Without a key: what was made of the same shortly before. */
  same(): Promise<number | null>;
  make(): Promise<number>;
}

/**
 * Does what somebody asks for once, however often they ask: whoever gets no answer cannot know whether it arrived.
 * @returns the id of what came of it, and whether it was there before
 * @throws AppError('key_reused') where the key stands for something else
 */
export async function once(
  tx: Tx,
  { kind, by, repeat, at, same, make }: Once,
): Promise<{ readonly id: number; readonly repeated: boolean }> {
  if (!repeat) {
    const before = await same();
    return before === null ? { id: await make(), repeated: false } : { id: before, repeated: true };
  }
  const key = { kind, actor: by, key: repeat.key };
  const taken = await takeKey(tx, key, repeat.bodyHash, at);
  if (taken !== null) {
    if (taken.bodyHash !== repeat.bodyHash || taken.resultId === null)
      throw new AppError('key_reused', 'this Idempotency-Key was used for another body');
    return { id: taken.resultId, repeated: true };
  }
  const id = await make();
  await keepResult(tx, key, id);
  return { id, repeated: false };
}
