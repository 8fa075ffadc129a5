import { randomUUID } from 'node:crypto';
import type { Bus } from '../core/job/live.ts';
import { SECOND } from '../core/time.ts';
import { type Connection, type ConnectionDeps, openConnection } from './connection.ts';
import { type Envelope, piecesOf, readEnvelope } from './envelope.ts';
import { createListeners } from './listeners.ts';

/**
 * What waits for the connection is kept up to so many envelopes; beyond that the oldest are lost, and the others learn
 * that.
 */
const MAX_WAITING_ENVELOPES = 1_000;
const MAX_BATCH_SIZE = 100;
/** What is still to be sent when the bus closes has so long. */
const LAST_WORDS_MS = SECOND;

export interface PostgresBusDeps {
  /** postgres://… of the installation's database. */
  readonly url: string;
  readonly answerMs?: number;
  readonly log: ConnectionDeps['log'] & { error(facts: object, message: string): void };
}

export interface PostgresBus extends Bus {
  /** Sends what is still to be sent, and hangs up. */
  close(): Promise<void>;
}

/** The envelopes of one sender come in order; one that is sent twice, because its connection broke, is heard once. */
function createEars(self: string) {
  const heard = new Map<string, number>();
  return (text: string): Envelope | null => {
    const envelope = readEnvelope(text);
    if (envelope === null || envelope.from === self) return null;
    if (envelope.no <= (heard.get(envelope.from) ?? 0)) return null;
    heard.set(envelope.from, envelope.no);
    return envelope;
  };
}

/** What is still to be sent, in order. */
function createOutbox(connection: Connection, log: ConnectionDeps['log']) {
  const waiting: Envelope[] = [];
  let busy = false;
  let sent = Promise.resolve();

  async function sendAll(): Promise<void> {
    let batch: Envelope[] = [];
    try {
      while (waiting.length > 0 && connection.up()) {
        batch = waiting.splice(0, MAX_BATCH_SIZE);
        await connection.send(batch.map((envelope) => JSON.stringify(envelope)));
      }
    } catch (fault) {
      waiting.unshift(...batch);
      log.warn({ err: fault }, 'live events wait for their connection');
    } finally {
      busy = false;
    }
  }

  function send(): void {
    if (busy) return;
    busy = true;
    sent = sendAll();
  }

  return {
    send,
    put(envelope: Envelope): void {
      waiting.push(envelope);
      if (waiting.length > MAX_WAITING_ENVELOPES) {
        const [oldest = envelope] = waiting.splice(0, waiting.length - MAX_WAITING_ENVELOPES + 1).slice(-1);
        waiting.unshift({ ...oldest, event: { kind: 'resync', at: Date.now() } });
      }
      send();
    },
    ended: () => sent,
  };
}

/**
 * A bus between all processes of an installation, over LISTEN / NOTIFY on a connection of its own. What is published is
 * heard here at once and by the others as soon as it is sent; by each once. One for each process (or thread), not
 * beside another bus that carries the same events.
 *
 * Events are news, not records: while the connection is down up to 1,000 of them wait to be sent, and those of others
 * are missed. When it stands again a `wake` is heard, so that jobs added meanwhile are looked for, and a `resync`, so
 * that whoever lives on news looks at everything; the others hear that one if more than 1,000 events had to wait. An
 * event that is too large for a notification (8,000 bytes) is sent in pieces if it is mentions of very many watches,
 * and else is heard here alone, and logged.
 * @throws what the database says when it cannot be reached the first time; later losses are made good
 */
export async function createPostgresBus({ url, log, answerMs }: PostgresBusDeps): Promise<PostgresBus> {
  const self = randomUUID();
  const listeners = createListeners((fault) => log.error({ err: fault }, 'a listener failed'));
  const hear = createEars(self);
  let count = 0;

  const connection = await openConnection({
    url,
    log,
    answerMs,
    onMessage(text) {
      const envelope = hear(text);
      if (envelope !== null) listeners.deliver(envelope.event);
    },
    onAgain() {
      outbox.send();
      const at = Date.now();
      listeners.deliver({ kind: 'wake', at });
      listeners.deliver({ kind: 'resync', at });
    },
  });
  const outbox = createOutbox(connection, log);

  return {
    subscribe: listeners.subscribe,
    publish(event) {
      const pieces = piecesOf(event);
      if (pieces.length === 0) log.warn({ kind: event.kind }, 'an event was too large to be told to others');
      for (const piece of pieces) {
        count += 1;
        outbox.put({ from: self, no: count, event: piece });
      }
      listeners.deliver(event);
    },
    async close() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, LAST_WORDS_MS).unref());
      await Promise.race([outbox.ended(), late]);
      await connection.close();
    },
  };
}
