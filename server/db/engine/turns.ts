import { setTimeout as sleep } from 'node:timers/promises';
import type { CompiledQuery, DatabaseConnection } from 'kysely';
import { MAX_TURN_MS, nextTurn } from '../../core/turn.ts';
import { isBusy } from './busy.ts';

/** Between two looks whether the lock is free. */
const LOOK_MS = 2;

/**
 * SQLite answers at once, so a promise of its rows settles before anything else of the thread has its turn: a hundred
 * statements of several tasks run as one. Over this connection others (sockets, timers, pages) have a turn in between
 * every few milliseconds, also while a transaction is open: whoever waits for its lock waits without stopping a thread.
 * @param isOpen whether a transaction is open on it: it has the lock, and what it does is not begun again
 * @param patienceMs how long a statement waits for the lock before its fault is the caller's
 */
export function givingTurns(
  connection: DatabaseConnection,
  isOpen: () => boolean,
  patienceMs: number,
): DatabaseConnection {
  let since: number | null = null;
  const beginTurn = () => {
    // By then others had theirs.
    setImmediate(() => {
      since = null;
    });
    return performance.now();
  };
  return {
    async executeQuery<Row>(query: CompiledQuery) {
      since ??= beginTurn();
      const began = since;
      const ask = () => connection.executeQuery<Row>(query);
      const result = await (isOpen() ? ask() : onceFree(ask, patienceMs));
      if (performance.now() - began > MAX_TURN_MS) await nextTurn();
      return result;
    },
    streamQuery: (query, size, options) => connection.streamQuery(query, size, options),
  };
}

/** Asks again until no other connection is in the way. */
async function onceFree<Answer>(ask: () => Promise<Answer>, patienceMs: number): Promise<Answer> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (fault) {
      if (!isBusy(fault) || performance.now() > until) throw fault;
    }
    await sleep(LOOK_MS);
  }
}
