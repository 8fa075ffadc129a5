import { chmodSync, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import Sqlite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import { AppError } from '../../core/errors.ts';
import type { Db } from '../database.ts';
import type { Database } from '../schema/schema.ts';
import type { PostgresOptions } from './open-postgres.ts';
import { signingDialect } from './signing-dialect.ts';
import { givingTurns } from './turns.ts';

const require = createRequire(import.meta.url);

/** Milliseconds a writer waits for another one before it gives up, unless configured otherwise (`turnMs`). */
const BUSY_MS = 10_000;
const STATEMENTS_KEPT = 256;
/** Letters: longer statements are mostly bulk inserts of a size that rarely comes again. */
const MAX_KEPT_STATEMENT_LENGTH = 20_000;
/** Longer ones ask about each of hundreds of watches: few, large, and dear to prepare. */
const LONG_KEPT = 12;

/**
 * Kysely opens deferred transactions; a deferred one that reads and then writes fails with
 * SQLITE_BUSY_SNAPSHOT as soon as another connection has written in between, and no timeout helps.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #raw: Sqlite.Database;
  readonly #turnMs: number;
  #connection: DatabaseConnection | undefined;

  constructor(database: SqliteDatabase, raw: Sqlite.Database, turnMs: number) {
    super({ database });
    this.#raw = raw;
    this.#turnMs = turnMs;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= givingTurns(
      await super.acquireConnection(),
      () => this.#raw.inTransaction,
      this.#turnMs,
    );
    return this.#connection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** SQLite undoes it by itself when the disk is full; to undo it again would be a fault that hides that one. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#raw.inTransaction) await super.rollbackTransaction(connection);
  }
}

/** SQLite can undo a half-made table; said so, a migration is made whole or not at all, and only once. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;
  readonly #raw: Sqlite.Database;
  readonly #turnMs: number;

  constructor(raw: Sqlite.Database, turnMs: number) {
    const database = keepStatements(raw);
    super({ database });
    this.#database = database;
    this.#raw = raw;
    this.#turnMs = turnMs;
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#database, this.#raw, this.#turnMs);
  }
}

/**
 * Kysely prepares a statement for every call; preparing costs more than running most of them. Nothing is
 * ever streamed over this connection (a stream would hold it, and every other query with it), so no kept
 * statement is asked for while it still runs.
 */
function keepStatements(raw: Sqlite.Database): SqliteDatabase {
  const kept = new Map<string, Sqlite.Statement<unknown[]>>();
  const long = new Map<string, Sqlite.Statement<unknown[]>>();
  return {
    close: () => raw.close(),
    prepare(text: string): SqliteStatement {
      const among = text.length > MAX_KEPT_STATEMENT_LENGTH ? long : kept;
      const known = among.get(text);
      if (known !== undefined) {
        among.delete(text);
        among.set(text, known);
        return known as unknown as SqliteStatement;
      }
      const fresh = raw.prepare<unknown[]>(text);
      among.set(text, fresh);
      if (among.size > (among === long ? LONG_KEPT : STATEMENTS_KEPT))
        among.delete(among.keys().next().value as string);
      return fresh as unknown as SqliteStatement;
    },
  };
}

/** Whether a place is the address of a PostgreSQL database rather than a file. */
export function isPostgres(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place);
}

/**
 * Opens an installation's database: a SQLite file, or a PostgreSQL database by its address.
 * @throws AppError('bad_file') when a read-only file is missing or the file is no database;
 *   AppError('bad_config') for an address that is none
 */
export function openDatabase(place: string, options: PostgresOptions = {}): Db {
  if (!isPostgres(place)) return openFile(place, options.readonly ?? false, options.turnMs ?? BUSY_MS);
  // Loaded here: on SQLite nobody waits for the driver of PostgreSQL.
  const { openPostgres }: typeof import('./open-postgres.ts') = require('./open-postgres.ts');
  return openPostgres(place, options);
}

/**
 * Opens one SQLite file as one connection; each role opens its own, pages a read-only one beside it.
 *
 * Durability: WAL with `synchronous = normal`. A commit has reached the operating system when its promise
 * resolves, so a killed process (kill -9 included) loses nothing that was acknowledged; only a power cut
 * or kernel crash may lose the commits since the last checkpoint, and even then the file stays whole.
 */
function openFile(file: string, readonly: boolean, turnMs: number): Db {
  if (readonly && !existsSync(file)) throw new AppError('bad_file', `there is no database at ${file}`);
  let raw: Sqlite.Database | undefined;
  try {
    raw = new Sqlite(file, { readonly, timeout: BUSY_MS });
    setUp(raw, readonly);
    if (!readonly) closeToOthers(file);
  } catch (error) {
    raw?.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('bad_file', `cannot open the database at ${file}: ${reason}`, { file });
  }
  const dialect = new ImmediateDialect(raw, turnMs);
  return new Kysely<Database>({ dialect: readonly ? dialect : signingDialect(dialect) });
}

/** Files of an older version may be open to everybody on this machine; a group that was let in stays. */
function closeToOthers(file: string): void {
  for (const each of [file, `${file}-wal`, `${file}-shm`]) {
    try {
      const mode = statSync(each).mode & 0o7777;
      if ((mode & 0o007) !== 0) chmodSync(each, mode & ~0o007);
    } catch {
      // Not there, or another's: it is theirs to close.
    }
  }
}

function setUp(raw: Sqlite.Database, readonly: boolean): void {
  // 64 MB of pages; a log of up to 128 MB between checkpoints saves writing hot index pages again and again.
  raw.pragma('cache_size = -64000');
  raw.pragma('temp_store = memory');
  raw.pragma('mmap_size = 268435456');
  if (readonly) {
    raw.pragma('query_only = on');
    return;
  }
  raw.pragma('journal_mode = wal');
  raw.pragma('synchronous = normal');
  raw.pragma('wal_autocheckpoint = 32000');
  raw.pragma('foreign_keys = on');
  // What is forgotten is written over: nobody finds it in the file's empty pages.
  raw.pragma('secure_delete = on');
  // From here on a lock is waited for without stopping the thread (turns.ts).
  raw.pragma('busy_timeout = 0');
}
