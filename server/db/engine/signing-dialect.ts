import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  type QueryResult,
  SingleConnectionProvider,
  Transaction,
  type TransactionSettings,
} from 'kysely';
import type { Tx } from '../database.ts';
import type { Database } from '../schema/schema.ts';
import { pendingSignature, type Signature } from './signature.ts';

const CHANGES =
  /^\s*(?:insert|update|delete|merge|replace)\b|^\s*with\b.*\b(?:insert\s+into|update|delete\s+from)\b/is;

/** A connection that knows whether what runs on it changed anything. */
class WatchedConnection implements DatabaseConnection {
  readonly own: DatabaseConnection;
  readonly #alone: (connection: WatchedConnection, work: () => Promise<void>) => Promise<void>;
  open = false;
  changed = false;
  made: number | null = null;

  constructor(
    own: DatabaseConnection,
    alone: (connection: WatchedConnection, work: () => Promise<void>) => Promise<void>,
  ) {
    this.own = own;
    this.#alone = alone;
  }

  begin(): void {
    this.open = true;
    this.changed = false;
    this.made = null;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (pendingSignature() === null || !CHANGES.test(query.sql)) return this.own.executeQuery<Row>(query);
    if (this.open) return this.#watch<Row>(query);
    let result: QueryResult<Row> = { rows: [] };
    await this.#alone(this, async () => {
      result = await this.#watch<Row>(query);
    });
    return result;
  }

  streamQuery<Row>(query: CompiledQuery, size: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.own.streamQuery<Row>(query, size);
  }

  async #watch<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const result = await this.own.executeQuery<Row>(query);
    if ((result.numAffectedRows ?? BigInt(result.rows.length)) === 0n) return result;
    this.changed = true;
    if (query.query.kind === 'InsertQueryNode') this.made ??= idOf(result.rows[0]);
    return result;
  }
}

function idOf(row: unknown): number | null {
  const given = typeof row === 'object' && row !== null && 'id' in row ? row.id : null;
  return typeof given === 'number' ? given : null;
}

/** Signs what changed something within its transaction (see `signing`). */
class SigningDriver implements Driver {
  readonly #own: Driver;
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
    this.#own = dialect.createDriver();
  }

  init(): Promise<void> {
    return this.#own.init();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const own = await this.#own.acquireConnection();
    return new WatchedConnection(own, (connection, work) => this.#inTransaction(connection, work));
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const watched = connection as WatchedConnection;
    await this.#own.beginTransaction(watched.own, settings);
    watched.begin();
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const watched = connection as WatchedConnection;
    const signature = watched.changed ? pendingSignature() : null;
    if (signature !== null) await this.#sign(watched, signature);
    await this.#own.commitTransaction(watched.own);
    watched.open = false;
    if (signature !== null) signature.signed = true;
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const watched = connection as WatchedConnection;
    watched.open = false;
    await this.#own.rollbackTransaction(watched.own);
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#own.releaseConnection((connection as WatchedConnection).own);
  }

  destroy(): Promise<void> {
    return this.#own.destroy();
  }

  #sign({ own, made }: WatchedConnection, { sign }: Signature): Promise<void> {
    const dialect = this.#dialect;
    const executor = new DefaultQueryExecutor(
      dialect.createQueryCompiler(),
      dialect.createAdapter(),
      new SingleConnectionProvider(own),
    );
    const tx: Tx = new Transaction<Database>({ config: { dialect }, dialect, driver: this, executor });
    return sign(tx, made);
  }

  async #inTransaction(connection: WatchedConnection, work: () => Promise<void>): Promise<void> {
    await this.beginTransaction(connection, {});
    try {
      await work();
      await this.commitTransaction(connection);
    } catch (fault) {
      await this.rollbackTransaction(connection);
      throw fault;
    }
  }
}

/** The same dialect; what is done under a signature is signed with its first change. */
export function signingDialect(dialect: Dialect): Dialect {
  return {
    createDriver: () => new SigningDriver(dialect),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}
