import type { Instant } from '../../server/core/time.ts';
import { type Admission, createCircuit, type Effect } from './circuit.ts';
import type { FetchStore } from './fetch-store.ts';

export interface LastingCircuit {
  /** Call right before a request; each `ok` must be followed by one `record`. */
  admit(host: string): Promise<Admission>;
  record(host: string, effect: Effect): Promise<void>;
}

/** The breaker whose memory outlives the process: no restart knocks where we were told to stay away. */
export function createLastingCircuit(
  now: () => Instant,
  store: Pick<FetchStore, 'rests' | 'rememberRest'>,
): LastingCircuit {
  const circuit = createCircuit(now);
  let recalled: Promise<void> | null = null;
  const recall = async () => {
    for (const rest of await store.rests()) circuit.recall(rest);
  };
  return {
    async admit(host) {
      recalled ??= recall();
      await recalled;
      return circuit.admit(host);
    },
    async record(host, effect) {
      const rest = circuit.record(host, effect);
      if (rest !== null) await store.rememberRest(rest);
    },
  };
}
