import type { Bus, LiveEvent } from '../core/job/live.ts';
import { createListeners } from './listeners.ts';

/** What `MessagePort`, `parentPort` and `Worker` have in common. */
interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** The envelope distinguishes live events from whatever else travels over the same port. */
interface Relayed {
  readonly live: LiveEvent;
}

function isRelayed(message: unknown): message is Relayed {
  return typeof message === 'object' && message !== null && 'live' in message;
}

/**
 * A bus between two threads of one process. What is published on one side is heard by the listeners
 * of both sides, once each: what arrives over the port is delivered here and never sent back.
 * Without a port it is a bus within this thread.
 *
 * A listener that throws does not silence the others; its fault goes to `onFault`.
 */
export function createThreadBus(port?: Port | null, onFault: (fault: unknown) => void = console.error): Bus {
  const listeners = createListeners(onFault);

  port?.on('message', (message) => {
    if (isRelayed(message)) listeners.deliver(message.live);
  });

  return {
    publish(event) {
      port?.postMessage({ live: event } satisfies Relayed);
      listeners.deliver(event);
    },
    subscribe: listeners.subscribe,
  };
}
