import type { CompiledQuery, DatabaseConnection } from 'kysely';

/** Milliseconds that a thread works on a database without looking at anything else. */
const LONGEST = 10;

/**
 * SQLite answers at once, so a promise of its rows settles before anything else of the thread has its turn: a hundred
 * statements of several tasks run as one. Over this connection others (sockets, timers, pages) have a turn in between
 * every few milliseconds, but never while a transaction is open: whoever waits for its lock stops a whole thread.
 */
export function givingTurns(connection: DatabaseConnection, isOpen: () => boolean): DatabaseConnection {
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
      const result = await connection.executeQuery<Row>(query);
      if (!isOpen() && performance.now() - began > LONGEST) await new Promise(setImmediate);
      return result;
    },
    streamQuery: (query, size, options) => connection.streamQuery(query, size, options),
  };
}
