import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema/schema.ts';

/** What every function of this room takes first. A transaction is one too, so callers own transactions. */
export type Db = Kysely<Database>;

/** Only inside `db.transaction()`: never touch `db` itself there, the single connection would wait for ever. */
export type Tx = Transaction<Database>;
