import { Kysely } from 'kysely';
import { Pool, types } from 'pg';
import { AppError } from '../../core/errors.ts';
import type { Db } from '../database.ts';
import type { Database } from '../schema/schema.ts';
import { endAbandoned, isServersOwn, QuickClient } from './quick-client.ts';
import { signingDialect } from './signing-dialect.ts';
import { StatementNames } from './statement-names.ts';
import { TurnsDialect } from './turns-dialect.ts';
import { joinUsers } from './users-lock.ts';

/** Milliseconds a writer waits for its turn before it gives up; its job is tried again. */
const TURN_MS = 60_000;
/** A reader that idles between two statements is in nobody's way for so long. */
const READER_IDLE_MS = 120_000;
const CONNECT_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;
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
 * An address without what it would say in our place: by `application_name` others know that we are here, and its
 * `options` go before ours, which are the last word.
 */
function withoutOurs(url: string): { readonly address: string; readonly given: string } {
  const address = new URL(url);
  const given = address.searchParams.get('options') ?? '';
  for (const name of OURS) address.searchParams.delete(name);
  return { address: address.href, given };
}

const OURS = ['options', 'application_name', 'fallback_application_name'];

export interface PostgresOptions {
  readonly readonly?: boolean;
  /** Is, or may be, the one that holds all others still (`holdStill`): it joins no lock of those who write. */
  readonly mover?: boolean;
  /** At most so many connections; the server's own limit is shared by all processes. */
  readonly connections?: number;
  /** A connection that waits for work was lost, or taken from a transaction that hung; the next query takes a new one. */
  readonly onLoss?: (fault: Error) => void;
  /**
   * How long a statement may take, apart from one that changes tables: then its connection is taken for dead and the
   * statement fails as one out of reach. Longer than `turnMs`, unless nothing is done in transactions. Absent: as long
   * as it takes.
   */
  readonly answerMs?: number;
  /** How long a transaction waits for its turn to write before it gives up; those that hang lose theirs in half of it. */
  readonly turnMs?: number;
}

/**
 * Opens a PostgreSQL database. Nothing is asked of the server before the first query.
 * @param url postgres://user:password@host:port/database
 * @throws AppError('bad_config') when it is no such address
 */
export function openPostgres(url: string, options: PostgresOptions = {}): Db {
  if (!URL.canParse(url)) throw new AppError('bad_config', 'DATABASE_URL: is no address of a database');
  const { readonly = false, mover = false } = options;
  const { turnMs = TURN_MS, answerMs = null, connections = CONNECTIONS } = options;
  // A writer that hangs gives its turn away well before those who wait for it give up.
  const idleMs = readonly ? READER_IDLE_MS : turnMs / 2;
  const settings = {
    lock_timeout: turnMs,
    idle_in_transaction_session_timeout: idleMs,
    // Statements here are small; compiling one costs more than it saves.
    jit: 'off',
    ...(readonly ? { default_transaction_read_only: 'on' } : {}),
  };
  const names = new StatementNames();
  const { address, given } = withoutOurs(url);
  const pool = new Pool({
    Client: QuickClient,
    connectionString: address,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    // A peer that is gone without a word is missed within minutes, not after the two hours that are usual.
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    application_name: 'tingchao',
    async onConnect(client) {
      if (client instanceof QuickClient) {
        client.answerMs = answerMs;
        client.names = names;
        const own = await isServersOwn(client);
        if (!own) names.stop();
        // What a pooler lends stays with its connection, whoever is lent it next.
        if (own && !readonly && !mover) await joinUsers(client);
      }
      await endAbandoned(client, answerMs);
    },
    options: [given, ...Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)]
      .join(' ')
      .trim(),
    types: { getTypeParser: parserOf as typeof types.getTypeParser },
  });
  // Unheard, the loss of an idle connection would end the process.
  pool.on('error', (fault) => options.onLoss?.(fault));
  // So would that of one between two statements of a transaction; the next of them fails.
  pool.on('connect', (client) => client.on('error', () => {}));
  const onHung = (fault: Error) => options.onLoss?.(fault);
  const turns = { readonly, connections, patienceMs: turnMs, idleMs, onHung };
  const dialect = new TurnsDialect({ pool }, turns);
  return new Kysely<Database>({ dialect: readonly ? dialect : signingDialect(dialect) });
}
