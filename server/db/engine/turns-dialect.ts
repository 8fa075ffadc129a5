import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely';
import { deadlineIn } from '../../core/deadline.ts';
import type { AppError } from '../../core/errors.ts';
import { LateConnection, type PoolConnection } from './late-connection.ts';
import { createTurnQueue, type TurnQueue } from './turn-queue.ts';

/** Held by the transaction that writes, for as long as it runs: an arbitrary number, the same everywhere. */
const WRITERS_TURN = 4_711_000_001;
/**
 * Waits for the turn as long as is left, and for any other lock as long as before: one after the other, as they stand.
 */
const TAKE_TURN = `select set_config('lock_timeout', $2, true), pg_advisory_xact_lock($1),
  set_config('lock_timeout', $3, true)`;
/** Until a connection that was ended is known to be. */
const GOODBYE_MS = 50;
/** Transactions of one pool that are begun at once: one writes, and the next waits where the turns are given. */
const AT_ONCE = 2;

export interface TurnsSettings {
  readonly readonly: boolean;
  /** Of the pool, at most. */
  readonly connections: number;
  /** How long a transaction waits for its turn, be it for those of the same pool or for all others. */
  readonly patienceMs: number;
  /** One that writes and asks for nothing for so long is rolled back. */
  readonly idleMs: number;
  readonly onHung: (fault: AppError) => void;
}

/**
 * Transactions that may write take turns, as they do on SQLite: what one has read is still true when it
 * writes, whoever else works. Reads and single statements wait for nobody, and find connections of the pool free
 * however many transactions wait.
 */
class TurnsDriver extends PostgresDriver {
  readonly #settings: TurnsSettings;
  readonly #turns: TurnQueue;

  constructor(config: PostgresDialectConfig, settings: TurnsSettings) {
    super(config);
    const { connections, patienceMs } = settings;
    this.#settings = settings;
    this.#turns = createTurnQueue(Math.max(1, Math.min(AT_ONCE, connections - 1)), patienceMs);
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return new LateConnection(async () => (await super.acquireConnection()) as PoolConnection);
  }

  override async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const late = connection as LateConnection;
    late.endWatch();
    // Given back when it hung.
    if (late.hung !== null) return;
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
    const late = connection as LateConnection;
    if (this.#settings.readonly) {
      const own = await late.own();
      return super.beginTransaction(own, { ...settings, isolationLevel: 'repeatable read' });
    }
    await this.#beginWriting(late, settings);
    late.watch(this.#settings.idleMs, (fault) => void this.#takeAway(late, fault));
  }

  async #beginWriting(late: LateConnection, settings: TransactionSettings): Promise<void> {
    const { patienceMs } = this.#settings;
    const { leftMs } = deadlineIn(patienceMs);
    late.endTurn = await this.#turns.take();
    const own = await late.own();
    try {
      await super.beginTransaction(own, settings);
      // 0 would be without end.
      const left = Math.max(1, Math.ceil(leftMs()));
      const times = [left, patienceMs].map(String);
      await own.executeQuery(CompiledQuery.raw(TAKE_TURN, [WRITERS_TURN, ...times]));
    } catch (fault) {
      // Given back within a transaction that failed, it would fail everybody who borrows it.
      await own.executeQuery(CompiledQuery.raw('rollback')).catch(() => {});
      // The server says goodbye before it hangs up: given back in between, a dead connection would be lent again.
      await sleep(GOODBYE_MS);
      throw fault;
    }
  }

  /** Whoever hangs learns of it by what it asks next. */
  async #takeAway(late: LateConnection, fault: AppError): Promise<void> {
    try {
      const own = await late.own();
      // The server may have ended it already; a connection on which this fails is given up.
      await super.rollbackTransaction(own).catch(() => {});
      await super.releaseConnection(own);
    } finally {
      late.endTurn();
      this.#settings.onHung(fault);
    }
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const late = connection as LateConnection;
    late.endWatch();
    if (late.hung !== null) throw late.hung;
    return super.commitTransaction(await late.own());
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const late = connection as LateConnection;
    late.endWatch();
    if (late.hung === null) await super.rollbackTransaction(await late.own());
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
