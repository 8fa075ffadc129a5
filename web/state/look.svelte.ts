import { asFault, type Fault } from '../fault.ts';

const PAUSE_MS = 350;

/**
 * What a server says of a draft: asked at once, and again when its writer rests. Call it while a component starts.
 * @param ask `first`: nothing was changed yet, the server proposes
 * @param taken what the first answer proposes
 */
export function look<Answer>(
  ask: (first: boolean, signal: AbortSignal) => Promise<Answer>,
  taken: (proposed: Answer) => void,
) {
  let seen = $state.raw<Answer | undefined>();
  let fault = $state.raw<Fault | undefined>();
  let busy = $state(true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();
  let under: Promise<void> = Promise.resolve();

  async function run(first: boolean): Promise<void> {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    busy = true;
    try {
      const answer = await ask(first, signal);
      if (signal.aborted) return;
      seen = answer;
      fault = undefined;
      if (first) taken(answer);
    } catch (error) {
      if (signal.aborted) return;
      fault = asFault(error);
    }
    busy = false;
  }
  function now(first = seen === undefined): void {
    clearTimeout(timer);
    timer = undefined;
    under = run(first);
  }
  $effect(() => {
    now(true);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  });

  return {
    get seen() {
      return seen;
    },
    get fault() {
      return fault;
    },
    /** Whether what is shown may be of an earlier draft. */
    get busy() {
      return busy;
    },
    /** The draft was changed. */
    later(): void {
      busy = true;
      clearTimeout(timer);
      timer = setTimeout(now, PAUSE_MS);
    },
    retry: () => now(),
    /** Ends when what is shown is of the draft as it stands, or of the fault that kept it. */
    async settled(): Promise<void> {
      if (timer !== undefined) now();
      for (let waited: unknown; waited !== under; ) {
        waited = under;
        await under;
      }
    },
  };
}
