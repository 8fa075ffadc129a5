import type { Instant } from '../../server/core/time.ts';
import { type Admission, createCircuit, type Effect } from './circuit.ts';
import type { FetchStore } from './fetch-store.ts';

export interface LastingCircuit {
  /** Call right before a request; each `ok` must be followed by one `record`. */
  admit(host: string): Promise<Admission>;
  record(host: string, effect: Effect): Promise<void>;
}

/**
 * The breaker whose memory outlives the process, and which all processes share: neither after a restart nor from
 * another machine is knocked where one of us was told to stay away.
 */
export function createLastingCircuit(
  now: () => Instant,
  store: Pick<FetchStore, 'rest' | 'rememberRest'>,
): LastingCircuit {
  const circuit = createCircuit(now);
  return {
    async admit(host) {
      circuit.follow(host, await store.rest(host));
      return circuit.admit(host);
    },
    async record(host, effect) {
      const rest = circuit.record(host, effect);
      if (rest !== null) await store.rememberRest(rest);
    },
  };
}
