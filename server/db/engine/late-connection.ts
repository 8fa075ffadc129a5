import type { CompiledQuery, DatabaseConnection, PostgresDriver, QueryResult } from 'kysely';
import { AppError } from '../../core/errors.ts';

export type PoolConnection = Parameters<PostgresDriver['releaseConnection']>[0];

/** A connection that is taken from the pool when something is asked of it: whoever waits for a turn has none. */
export class LateConnection implements DatabaseConnection {
  readonly #take: () => Promise<PoolConnection>;
  #taken: Promise<PoolConnection> | null = null;
  #asking = 0;
  #idle: NodeJS.Timeout | undefined;
  #hung: AppError | null = null;
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

  /** Its transaction asked for nothing for too long, and lost it. */
  get hung(): AppError | null {
    return this.#hung;
  }

  /** From here on it is a transaction's, and lost by one that asks for nothing for so long. */
  watch(idleMs: number, onHung: (fault: AppError) => void): void {
    this.#idle = setTimeout(() => {
      // Begins again with the answer.
      if (this.#asking > 0) return;
      const message = `a transaction asked nothing of the database for ${idleMs} ms and was rolled back`;
      this.#hung = new AppError('transaction_hung', message);
      onHung(this.#hung);
    }, idleMs).unref();
  }

  endWatch(): void {
    clearTimeout(this.#idle);
    this.#idle = undefined;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    this.#begin();
    try {
      return await (await this.own()).executeQuery<Row>(query);
    } finally {
      this.#end();
    }
  }

  async *streamQuery<Row>(query: CompiledQuery, size: number): AsyncIterableIterator<QueryResult<Row>> {
    this.#begin();
    try {
      yield* (await this.own()).streamQuery<Row>(query, size);
    } finally {
      this.#end();
    }
  }

  #begin(): void {
    if (this.#hung !== null) throw this.#hung;
    this.#asking += 1;
  }

  #end(): void {
    this.#asking -= 1;
    this.#idle?.refresh();
  }
}
