import PQueue from 'p-queue';
import type { Db } from '../database.ts';
import { engineOf } from './engine.ts';

/** More at once would leave nothing to others, and each connection plans a statement again the first few times. */
const AT_ONCE = 3;

type Reads = readonly (() => Promise<unknown>)[];
type Answers<T extends Reads> = { -readonly [K in keyof T]: Awaited<ReturnType<T[K]>> };

/**
 * Reads that do not hang on each other: PostgreSQL answers some of them at once, each on a connection of its
 * own. SQLite has one connection for all, where each has its turn: so none counts the others' time as its own.
 * @param reads those that take longest first
 * @returns their answers, in the order of the reads
 * @throws what the first read that fails throws
 */
export async function sideBySide<const T extends Reads>(db: Db, ...reads: T): Promise<Answers<T>> {
  const queue = new PQueue({ concurrency: engineOf(db) === 'postgres' ? AT_ONCE : 1 });
  return (await queue.addAll(reads)) as Answers<T>;
}
