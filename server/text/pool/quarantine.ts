import { createHash } from 'node:crypto';
import { inputKey, type ReadFaultCode, type ReadInput } from '../../core/reading/reading-pool.ts';
import type { Shunned } from './messages.ts';

/** Enough for any attack that the pool survives: it gives up long before. */
const MAX_QUARANTINED = 1_000;

/** Texts that ended a thread, by their mark: nobody reads them again while the process lives. */
export interface Quarantine {
  add(shunned: readonly Shunned[]): void;
  /** Null for a text that may be read. Costs nothing while the quarantine is empty. */
  find(input: ReadInput): ReadFaultCode | null;
  list(): readonly Shunned[];
}

export function markOf(input: ReadInput): string {
  return createHash('sha256').update(inputKey(input)).digest('base64url');
}

export function createQuarantine(initial: readonly Shunned[] = []): Quarantine {
  const codes = new Map<string, ReadFaultCode>();
  const add = (shunned: readonly Shunned[]) => {
    for (const { mark, code } of shunned) if (codes.size < MAX_QUARANTINED) codes.set(mark, code);
  };
  add(initial);
  return {
    add,
    find: (input) => (codes.size === 0 ? null : (codes.get(markOf(input)) ?? null)),
    list: () => [...codes].map(([mark, code]) => ({ mark, code })),
  };
}
