import type { Client } from 'pg';
import { SECOND } from '../core/time.ts';
import { BoundedClient } from '../db/engine/quick-client.ts';

const CHANNEL = 'tingchao_live';
const SEND = 'select pg_notify($1, words) from unnest($2::text[]) as envelope(words)';
const CONNECT_MS = 10 * SECOND;
/** A connection that died without a word is noticed by then. */
const CHECK_EVERY = 15 * SECOND;
const ANSWER_MS = 5 * SECOND;
const KEEP_ALIVE_MS = 10 * SECOND;

/** Milliseconds before the next try after `failures` of them: a quarter of a second, doubling up to 15 s. */
const pauseAfter = (failures: number) => Math.min(250 * 2 ** (failures - 1), 15 * SECOND);

export interface ConnectionDeps {
  readonly url: string;
  /** What gets no answer for so long lost its connection. */
  readonly answerMs?: number | undefined;
  onMessage(text: string): void;
  /** The connection stands again: what was said meanwhile was not heard. */
  onAgain(): void;
  readonly log: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
  };
}

export interface Connection {
  up(): boolean;
  /** Sends in one go, in order. Throws when the connection breaks: then nobody knows whether it was heard. */
  send(envelopes: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** A connection that listens, and is asked now and then whether it still does; `onLost` is called once. */
async function dial(deps: ConnectionDeps, onLost: (fault: Error) => void): Promise<Client> {
  const client = new BoundedClient({
    connectionString: deps.url,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    application_name: 'tingchao live',
  });
  // It may also fall silent before it listens.
  client.answerMs = deps.answerMs ?? ANSWER_MS;
  let stands = false;
  const check = setInterval(() => void client.query('select 1').catch(lose), CHECK_EVERY);
  function lose(fault: Error): void {
    clearInterval(check);
    if (!stands) return;
    stands = false;
    void client.end().catch(() => {});
    onLost(fault);
  }
  client.on('notification', ({ payload }) => deps.onMessage(payload ?? ''));
  // A client without a listener for its errors would end the process.
  client.on('error', lose);
  client.on('end', () => lose(new Error('the connection was ended')));
  try {
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
  } catch (fault) {
    clearInterval(check);
    void client.end().catch(() => {});
    throw fault;
  }
  stands = true;
  return client;
}

/**
 * One connection that listens and speaks, and is made again with growing pauses when it is lost.
 * @throws what the database says when it cannot be reached the first time
 */
export async function openConnection(deps: ConnectionDeps): Promise<Connection> {
  let client: Client | null = null;
  let failures = 0;
  let stoodAt = performance.now();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const fresh = await dial(deps, lost);
    if (closed) return void fresh.end().catch(() => {});
    client = fresh;
  }

  function lost(fault: unknown): void {
    // One that comes and goes is made again with growing pauses, too.
    if (client !== null && performance.now() - stoodAt >= CHECK_EVERY) failures = 0;
    client = null;
    if (closed) return;
    failures += 1;
    if (failures === 1) deps.log.warn({ err: fault }, 'the connection for live events was lost');
    timer = setTimeout(() => connect().then(again, lost), pauseAfter(failures));
  }

  function again(): void {
    if (closed) return;
    stoodAt = performance.now();
    deps.log.info({}, 'the connection for live events stands again');
    deps.onAgain();
  }

  await connect();
  return {
    up: () => client !== null,
    async send(envelopes) {
      if (client === null) throw new Error('the connection is down');
      await client.query(SEND, [CHANNEL, envelopes]);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}
