import { randomUUID } from 'node:crypto';
import type { Bus } from '../core/live.ts';
import { SECOND } from '../core/time.ts';
import { type Letter, piecesOf, readLetter } from './letters.ts';
import { type Line, type LineDeps, openLine } from './line.ts';
import { createListeners } from './listeners.ts';

/** What is said while the line is down is kept up to so many letters; of more, the oldest are lost. */
const MOST_WAITING = 1_000;
const MOST_AT_ONCE = 100;
/** What is still to be sent when the bus closes has so long. */
const LAST_WORDS_MS = SECOND;

export interface PostgresBusDeps {
  /** postgres://… of the installation's database. */
  readonly url: string;
  readonly log: LineDeps['log'] & { error(facts: object, message: string): void };
}

export interface PostgresBus extends Bus {
  /** Sends what is still to be sent, and hangs up. */
  close(): Promise<void>;
}

/** The letters of one sender come in order; one that is sent twice, because its line broke, is heard once. */
function createEars(self: string) {
  const heard = new Map<string, number>();
  return (text: string): Letter | null => {
    const letter = readLetter(text);
    if (letter === null || letter.from === self) return null;
    if (letter.no <= (heard.get(letter.from) ?? 0)) return null;
    heard.set(letter.from, letter.no);
    return letter;
  };
}

/** What is still to be sent, in order. */
function createOutbox(line: Line, log: LineDeps['log']) {
  const waiting: string[] = [];
  let busy = false;
  let sent = Promise.resolve();

  async function sendAll(): Promise<void> {
    let batch: string[] = [];
    try {
      while (waiting.length > 0 && line.up()) {
        batch = waiting.splice(0, MOST_AT_ONCE);
        await line.send(batch);
      }
    } catch (fault) {
      waiting.unshift(...batch);
      log.warn({ err: fault }, 'live events wait for their line');
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
    put(letter: string): void {
      waiting.push(letter);
      if (waiting.length > MOST_WAITING) waiting.splice(0, waiting.length - MOST_WAITING);
      send();
    },
    ended: () => sent,
  };
}

/**
 * A bus between all processes of an installation, over LISTEN / NOTIFY on a connection of its own. What is
 * published is heard here at once and by the others as soon as it is sent; by each once. One for each process (or
 * thread), not beside another bus that carries the same events.
 *
 * Events are news, not records: while the line is down up to 1,000 of them wait to be sent, and those of others
 * are missed; a `wake` is heard when the line stands again, so that jobs added meanwhile are looked for. An event
 * that is too large for a notification (8,000 bytes) is told in pieces if it is mentions of very many watches, and
 * else is heard here alone, and logged.
 * @throws what the database says when it cannot be reached the first time; later losses are made good
 */
export async function createPostgresBus({ url, log }: PostgresBusDeps): Promise<PostgresBus> {
  const self = randomUUID();
  const listeners = createListeners((fault) => log.error({ err: fault }, 'a listener failed'));
  const hear = createEars(self);
  let count = 0;

  const line = await openLine({
    url,
    log,
    onLetter(text) {
      const letter = hear(text);
      if (letter !== null) listeners.deliver(letter.event);
    },
    onAgain() {
      outbox.send();
      listeners.deliver({ kind: 'wake', at: Date.now() });
    },
  });
  const outbox = createOutbox(line, log);

  return {
    subscribe: listeners.subscribe,
    publish(event) {
      const pieces = piecesOf(event);
      if (pieces.length === 0) log.warn({ kind: event.kind }, 'an event was too large to be told to others');
      for (const piece of pieces) {
        count += 1;
        outbox.put(JSON.stringify({ from: self, no: count, event: piece } satisfies Letter));
      }
      listeners.deliver(event);
    },
    async close() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, LAST_WORDS_MS).unref());
      await Promise.race([outbox.ended(), late]);
      await line.close();
    },
  };
}
