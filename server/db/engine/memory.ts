import type { Db } from '../database.ts';

/** Milliseconds. What takes less is read again each time and is always up to date. */
const DEAR = 5;
const KEPT = 60_000;
const MOST = 64;

interface Kept {
  readonly value: Promise<unknown>;
  readonly until: number;
}

const memories = new WeakMap<Db, Map<string, Kept>>();

/**
 * Reads something that hardly changes, and remembers it for a minute if reading was dear: a large store's
 * weeks of history move by one part in hundreds from one hour to the next. Several who ask at once share
 * one reading.
 */
export async function keepWhenDear<T>(db: Db, key: string, read: () => Promise<T>): Promise<T> {
  const memory = memories.get(db) ?? new Map<string, Kept>();
  memories.set(db, memory);
  const known = memory.get(key);
  const began = performance.now();
  // Everything under one key was read by the same function.
  if (known && known.until > began) return known.value as Promise<T>;
  const value = read();
  memory.set(key, { value, until: began + KEPT });
  const oldest = memory.keys().next().value;
  if (memory.size > MOST && oldest !== undefined) memory.delete(oldest);
  try {
    await value;
    if (performance.now() - began < DEAR) memory.delete(key);
  } catch (fault) {
    memory.delete(key);
    throw fault;
  }
  return value;
}
