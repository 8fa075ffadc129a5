import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import { createTurnQueue, type TurnQueue } from './turn-queue.ts';

/** Held by the transaction that writes, for as long as it runs: an arbitrary number, the same everywhere. */
const WRITERS_TURN = 4_711_000_001;
/** Until a connection that was ended is known to be. */
const GOODBYE_MS = 50;
/** Transactions of one pool that are begun at once: one writes, and the next waits where the turns are given. */
const AT_ONCE = 2;

type PoolConnection = Parameters<PostgresDriver['releaseConnection']>[0];

/** A connection that is taken from the pool when something is asked of it: whoever waits for a turn has none. */
class LateConnection implements DatabaseConnection {
  readonly #take: () => Promise<PoolConnection>;
  #taken: Promise<PoolConnection> | null = null;
  /** Lets the next transaction of this pool begin, if this is one. */
  endTurn = () => {};

  constructor(take: () => Promise<PoolConnection>) {
    this.#take = take;
  }

  own(): Promise<PoolConnection> {
    this.#taken ??= this.#take();
    return this.#taken;
  }

  /** Null when nothing was asked of it, or it could not be taken. */
  async taken(): Promise<PoolConnection | null> {
    return (await this.#taken?.catch(() => null)) ?? null;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return (await this.own()).executeQuery<Row>(query);
  }

  async *streamQuery<Row>(query: CompiledQuery, size: number): AsyncIterableIterator<QueryResult<Row>> {
    yield* (await this.own()).streamQuery<Row>(query, size);
  }
}

/** All of Kysely's connections here are made by `acquireConnection`. */
const ownOf = (connection: DatabaseConnection) => (connection as LateConnection).own();

export interface TurnsSettings {
  readonly readonly: boolean;
  /** Of the pool, at most. */
  readonly connections: number;
  /** How long a transaction waits for those of the same pool; for all others the server's `lock_timeout` holds. */
  readonly patienceMs: number;
}

/**
 * Transactions that may write take turns, as they do on SQLite: what one has read is still true when it
 * writes, whoever else works. Reads and single statements wait for nobody, and find connections of the pool free
 * however many transactions wait.
 */
class TurnsDriver extends PostgresDriver {
  readonly #readonly: boolean;
  readonly #turns: TurnQueue;

  constructor(config: PostgresDialectConfig, { readonly, connections, patienceMs }: TurnsSettings) {
    super(config);
    this.#readonly = readonly;
    this.#turns = createTurnQueue(Math.max(1, Math.min(AT_ONCE, connections - 1)), patienceMs);
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return new LateConnection(async () => (await super.acquireConnection()) as PoolConnection);
  }

  override async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const late = connection as LateConnection;
    try {
      const own = await late.taken();
      if (own !== null) await super.releaseConnection(own);
    } finally {
      late.endTurn();
    }
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    if (this.#readonly) {
      const own = await ownOf(connection);
      return super.beginTransaction(own, { ...settings, isolationLevel: 'repeatable read' });
    }
    const late = connection as LateConnection;
    late.endTurn = await this.#turns.take();
    const own = await late.own();
    try {
      await super.beginTransaction(own, settings);
      await own.executeQuery(CompiledQuery.raw('select pg_advisory_xact_lock($1)', [WRITERS_TURN]));
    } catch (fault) {
      // Given back within a transaction that failed, it would fail everybody who borrows it.
      await own.executeQuery(CompiledQuery.raw('rollback')).catch(() => {});
      // The server says goodbye before it hangs up: given back in between, a dead connection would be lent again.
      await sleep(GOODBYE_MS);
      throw fault;
    }
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    return super.commitTransaction(await ownOf(connection));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return super.rollbackTransaction(await ownOf(connection));
  }
}

/** PostgreSQL, with turns for those who write. */
export class TurnsDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;
  readonly #settings: TurnsSettings;

  constructor(config: PostgresDialectConfig, settings: TurnsSettings) {
    super(config);
    this.#config = config;
    this.#settings = settings;
  }

  override createDriver(): PostgresDriver {
    return new TurnsDriver(this.#config, this.#settings);
  }
}
