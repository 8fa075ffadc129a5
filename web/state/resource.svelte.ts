import { asFault, type Fault } from '../fault.ts';

export interface Resource<T> {
  readonly data: T | undefined;
  readonly fault: Fault | undefined;
  readonly loading: boolean;
  reload(): void;
  /** Puts an answer in place that another request brought: what was asked for before that is not waited for. */
  set(data: T): void;
}

/**
 * Loads an answer whenever `key` changes; what is shown stays until the next answer is there, so
 * nothing flickers. Call it while a component starts. A null key loads nothing.
 */
export function resource<K, T>(
  key: () => K | null,
  load: (key: K, signal: AbortSignal) => Promise<T>,
): Resource<T> {
  let data = $state.raw<T | undefined>();
  let fault = $state.raw<Fault | undefined>();
  let loading = $state(true);
  let turn = $state(0);
  let again = false;
  let running: AbortController | undefined;
  // Compared as text: a filter that changes nothing must not load anything.
  const text = $derived(JSON.stringify(key()));

  $effect(() => {
    void turn;
    const wanted = JSON.parse(text) as K | null;
    if (wanted === null) {
      loading = false;
      return;
    }
    const controller = new AbortController();
    running = controller;
    loading = true;
    again = false;
    const rest = (): void => {
      loading = false;
      if (again) turn += 1;
    };
    load(wanted, controller.signal)
      .then((answer) => {
        if (controller.signal.aborted) return;
        data = answer;
        fault = undefined;
        rest();
      })
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        fault = asFault(error);
        rest();
      });
    return () => controller.abort();
  });

  return {
    get data() {
      return data;
    },
    get fault() {
      return fault;
    },
    get loading() {
      return loading;
    },
    reload() {
      // An answer under way is waited for and then asked for again: who asks faster than the server
      // answers would otherwise never be shown anything.
      if (loading) again = true;
      else turn += 1;
    },
    set(answer: T) {
      data = answer;
      fault = undefined;
      if (!loading) return;
      // What is under way may be older than this answer, and whoever asked wanted something newer: it is asked again.
      running?.abort();
      turn += 1;
    },
  };
}
