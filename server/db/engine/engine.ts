import { type Kysely, PostgresAdapter } from 'kysely';

/** What an installation is kept in: one file on one machine, or a PostgreSQL server (15 or newer). */
export type Engine = 'sqlite' | 'postgres';

/** The engine behind a connection or a transaction. */
// biome-ignore lint/suspicious/noExplicitAny: asked by migrations too, which know no tables
export function engineOf(db: Kysely<any>): Engine {
  return db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';
}
