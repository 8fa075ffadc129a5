import type { Bus, LiveEvent } from '../../core/job/live.ts';
import type { Db } from '../database.ts';

/** Milliseconds. What takes less is read again each time and is always up to date. */
const DEAR = 5;
const KEPT = 60_000;
const MAX_REMEMBERED = 64;

interface Kept {
  readonly value: Promise<unknown>;
  readonly until: number;
}

const memories = new WeakMap<Db, Map<string, Kept>>();

/**
 * Reads something that hardly changes, and remembers it for a minute if reading was dear: a large store's
 * weeks of history move by one part in hundreds from one hour to the next. Several who ask at once share
 * one reading. Where the past itself changes it is forgotten: see `forgetByNews`.
 */
export async function keepWhenDear<T>(db: Db, key: string, read: () => Promise<T>): Promise<T> {
  const memory = memories.get(db) ?? new Map<string, Kept>();
  memories.set(db, memory);
  const known = memory.get(key);
  const began = performance.now();
  // Everything under one key was read by the same function.
  if (known && known.until > began) return known.value as Promise<T>;
  const value = read();
  const own = { value, until: began + KEPT };
  memory.set(key, own);
  const oldest = memory.keys().next().value;
  if (memory.size > MAX_REMEMBERED && oldest !== undefined) memory.delete(oldest);
  // After news another reading may stand there by now.
  const drop = () => void (memory.get(key) === own && memory.delete(key));
  try {
    await value;
    if (performance.now() - began < DEAR) drop();
  } catch (fault) {
    drop();
    throw fault;
  }
  return value;
}

/** After these the past counts otherwise than a moment ago: a person looks at the very figures that were changed. */
const CHANGES_PAST: ReadonlySet<LiveEvent['kind']> = new Set(['labels', 'rematched', 'resync']);

/** What was read of these databases is read again once the past has changed; also what is being read at that moment. */
export function forgetByNews(bus: Pick<Bus, 'subscribe'>, dbs: readonly Db[]): void {
  bus.subscribe(({ kind }) => {
    if (CHANGES_PAST.has(kind)) for (const db of dbs) memories.get(db)?.clear();
  });
}
