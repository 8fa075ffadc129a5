import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely';
import { Pool, types } from 'pg';
import { AppError } from '../../core/errors.ts';
import type { Db } from '../database.ts';
import type { Database } from '../schema/schema.ts';
import { QuickClient } from './copy-in.ts';

/** Held by the transaction that writes, for as long as it runs: an arbitrary number, the same everywhere. */
const WRITERS_TURN = 4_711_000_001;
/** Milliseconds a writer waits for its turn before it gives up; its job is tried again. */
const TURN_MS = 60_000;
/** A transaction whose process hangs gives its turn away after so long. */
const IDLE_MS = 120_000;
const CONNECT_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;
/** Until a connection that was ended is known to be. */
const GOODBYE_MS = 50;
const CONNECTIONS = 8;

/** PostgreSQL's numbers for its types. */
const TYPE = { bigint: 20, numeric: 1700, json: 114, jsonb: 3802 } as const;

/**
 * Numbers come as numbers (every count, id and time here is far below 2^53) and JSON as text, so that rows
 * look the same on both engines and only the file that owns a table parses its JSON.
 */
function parserOf(oid: number, format?: 'text' | 'binary') {
  if (format === 'binary') return types.getTypeParser(oid, 'binary');
  if (oid === TYPE.bigint || oid === TYPE.numeric) return Number;
  if (oid === TYPE.json || oid === TYPE.jsonb) return (text: string) => text;
  return types.getTypeParser(oid, 'text');
}

/**
 * Transactions that may write take turns, as they do on SQLite: what one has read is still true when it
 * writes, whoever else works. Reads and single statements wait for nobody.
 */
class TurnsDriver extends PostgresDriver {
  readonly #readonly: boolean;

  constructor(config: PostgresDialectConfig, readonly: boolean) {
    super(config);
    this.#readonly = readonly;
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    if (this.#readonly) {
      await super.beginTransaction(connection, { ...settings, isolationLevel: 'repeatable read' });
      return;
    }
    try {
      await super.beginTransaction(connection, settings);
      await connection.executeQuery(CompiledQuery.raw('select pg_advisory_xact_lock($1)', [WRITERS_TURN]));
    } catch (fault) {
      // Given back within a transaction that failed, it would fail everybody who borrows it.
      await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => {});
      // The server says goodbye before it hangs up: given back in between, a dead connection would be lent again.
      await sleep(GOODBYE_MS);
      throw fault;
    }
  }
}

class TurnsDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;
  readonly #readonly: boolean;

  constructor(config: PostgresDialectConfig, readonly: boolean) {
    super(config);
    this.#config = config;
    this.#readonly = readonly;
  }

  override createDriver(): PostgresDriver {
    return new TurnsDriver(this.#config, this.#readonly);
  }
}

export interface PostgresOptions {
  readonly readonly?: boolean;
  /** At most so many connections; the server's own limit is shared by all processes. */
  readonly connections?: number;
  /** A connection that waits for work was lost; the next query takes a new one. */
  readonly onLoss?: (fault: Error) => void;
}

/**
 * Opens a PostgreSQL database. Nothing is asked of the server before the first query.
 * @param url postgres://user:password@host:port/database
 * @throws AppError('bad_config') when it is no such address
 */
export function openPostgres(url: string, options: PostgresOptions = {}): Db {
  if (!URL.canParse(url)) throw new AppError('bad_config', 'DATABASE_URL: is no address of a database');
  const readonly = options.readonly ?? false;
  const settings = {
    lock_timeout: TURN_MS,
    idle_in_transaction_session_timeout: IDLE_MS,
    // Statements here are small; compiling one costs more than it saves.
    jit: 'off',
    ...(readonly ? { default_transaction_read_only: 'on' } : {}),
  };
  const pool = new Pool({
    Client: QuickClient,
    connectionString: url,
    max: options.connections ?? CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    // A peer that is gone without a word is missed within minutes, not after the two hours that are usual.
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    application_name: 'tingchao',
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    types: { getTypeParser: parserOf as typeof types.getTypeParser },
  });
  // Unheard, the loss of an idle connection would end the process.
  pool.on('error', (fault) => options.onLoss?.(fault));
  // So would that of one between two statements of a transaction; the next of them is told.
  pool.on('connect', (client) => client.on('error', () => {}));
  return new Kysely<Database>({ dialect: new TurnsDialect({ pool }, readonly) });
}
